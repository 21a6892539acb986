import styles from "./Status.module.css";

export type Tone = "good" | "wait" | "bad" | "still" | "accent";

/** A state in a word; its colour only repeats it. */
export function Status({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`${styles["status"]} ${styles[tone]}`}>{children}</span>;
}
