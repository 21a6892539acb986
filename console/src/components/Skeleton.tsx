import { messages } from "../messages";
import styles from "./Skeleton.module.css";

/** The shape of what is on its way. */
export function Skeleton({ lines = 3, tall = false }: { lines?: number; tall?: boolean }) {
  return (
    <div className={styles["skeleton"]} role="status">
      <span className="unseen">{messages.common.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never change
        <div key={line} className={tall ? styles["tall"] : styles["line"]} aria-hidden="true" />
      ))}
    </div>
  );
}
