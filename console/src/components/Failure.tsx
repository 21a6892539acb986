import { CircleAlert } from "lucide";
import { messages } from "../messages";
import { explain } from "../services/errors";
import { Button } from "./Button";
import styles from "./Failure.module.css";
import { Icon } from "./Icon";

/** A failure in words, with the request that finds it in the server's log. */
export function Failure({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { text, requestId } = explain(error);
  return (
    <div className={styles["failure"]} role="alert">
      <Icon of={CircleAlert} className={styles["sign"]} />
      <div>
        <p>{text}</p>
        {requestId && <p className={styles["id"]}>{messages.common.requestId(requestId)}</p>}
      </div>
      {retry && <Button onClick={retry}>{messages.common.tryAgain}</Button>}
    </div>
  );
}
