import type { ReactNode } from "react";
import styles from "./Figures.module.css";

/** The figure that a sheet is about, and what can be done with it. */
export function LeadFigure(props: { name: string; value: ReactNode; end?: ReactNode }) {
  return (
    <div className={styles["lead"]}>
      <div>
        <p className={styles["name"]}>{props.name}</p>
        <p>{props.value}</p>
      </div>
      {props.end}
    </div>
  );
}

/** Names and what they come to, under each other. */
export function Figures({ large = false, children }: { large?: boolean; children: ReactNode }) {
  return <dl className={`${styles["lines"]} ${large ? styles["large"] : ""}`}>{children}</dl>;
}

/** A name, and what it comes to. */
export function Figure(props: { name: string; note?: ReactNode; value: ReactNode; bad?: boolean }) {
  return (
    <div className={props.bad ? styles["bad"] : undefined}>
      <dt>
        {props.name}
        {props.note}
      </dt>
      <dd>{props.value}</dd>
    </div>
  );
}
