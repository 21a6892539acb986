import { locale } from "../messages";
import styles from "./Steps.module.css";

/** A count on the way from many to few. */
export interface Step {
  name: string;
  count: number;
  /** Its share of the step before, in words. */
  share?: string;
}

/** How many are left at each step. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const most = Math.max(...steps.map(({ count }) => count), 1);
  return (
    <ol className={styles["steps"]}>
      {steps.map(({ name, count, share }) => (
        <li key={name} className={styles["step"]}>
          <span className={styles["name"]}>{name}</span>
          <span className={styles["count"]}>{count.toLocaleString(locale)}</span>
          <svg className={styles["bar"]} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="1" className={styles["track"]} />
            <rect width={(100 * count) / most} height="1" />
          </svg>
          {share && <span className={styles["share"]}>{share}</span>}
        </li>
      ))}
    </ol>
  );
}
