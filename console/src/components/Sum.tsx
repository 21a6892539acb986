import type { ReactNode } from "react";
import styles from "./Sum.module.css";

/** Amounts under each other, as a sum that can be followed. */
export function Sum({ children }: { children: ReactNode }) {
  return <dl className={styles["sum"]}>{children}</dl>;
}

/** What belongs to it and is no amount: names and what they stand for. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles["facts"]}>{children}</dl>;
}

/** One line of either. */
export function Line(props: { name: string; total?: boolean; strong?: boolean; children: ReactNode }) {
  return (
    <div data-total={props.total} data-strong={props.strong}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
