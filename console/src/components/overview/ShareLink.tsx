import { Check, Copy, Share2 } from "lucide";
import { useEffect, useId, useState } from "react";
import { messages } from "../../messages";
import { copyText } from "../../services/clipboard";
import { Button } from "../Button";
import { Icon } from "../Icon";
import styles from "./ShareLink.module.css";

const { link } = messages.overview;
const COPIED_MS = 2_000;

/** The link itself: to read, to copy, to hand to another app. */
export function ShareLink({ url }: { url: string }) {
  const id = useId();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const share = { text: link.shareText, url };
  return (
    <div className={styles["row"]}>
      <label htmlFor={id} className="unseen">
        {link.label}
      </label>
      <input
        id={id}
        readOnly
        value={url}
        className={styles["link"]}
        onFocus={(event) => event.currentTarget.select()}
        spellCheck={false}
      />
      <Button className={styles["copy"]} onClick={async () => setCopied(await copyText(url))}>
        <Icon of={copied ? Check : Copy} />
        {link.copy}
      </Button>
      {"share" in navigator && (
        <Button className={styles["share"]} onClick={() => navigator.share(share).catch(() => undefined)}>
          <Icon of={Share2} />
          {link.share}
        </Button>
      )}
      <span role="status" className={copied ? styles["said"] : "unseen"}>
        {copied ? link.copied : ""}
      </span>
    </div>
  );
}
