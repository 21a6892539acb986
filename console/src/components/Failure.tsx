import { CircleAlert } from "lucide-react";
import { messages } from "../messages";
import { explain } from "../services/errors";
import { Button } from "./Button";
import styles from "./Failure.module.css";

/** A failure in words, with the request that finds it in the server's log. */
export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { text, requestId } = explain(error);
  return (
    <div className={styles["failure"]} role="alert">
      <CircleAlert aria-hidden="true" size={18} className={styles["sign"]} />
      <div>
        <p>{text}</p>
        {requestId && <p className={styles["id"]}>{messages.common.requestId(requestId)}</p>}
      </div>
      {retry && <Button onClick={retry}>{messages.common.tryAgain}</Button>}
    </div>
  );
}
