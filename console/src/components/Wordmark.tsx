import { messages } from "../messages";
import styles from "./Wordmark.module.css";

/** The mark and the name beside it. */
export function Wordmark() {
  return (
    <span className={styles["wordmark"]}>
      <svg viewBox="0 0 32 32" className={styles["mark"]} aria-hidden="true">
        <rect width="32" height="32" rx="8" />
        <path d="M7 12.5h18M16 12.5V25" />
        <circle cx="16" cy="7.5" r="2.25" />
      </svg>
      {messages.common.product}
    </span>
  );
}
