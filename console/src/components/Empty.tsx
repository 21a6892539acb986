import type { ReactNode } from "react";
import styles from "./Empty.module.css";

/** What stands where nothing is yet: what would be here, and how it gets here. */
export function Empty(props: { title: string; text: ReactNode; action?: ReactNode; heading?: "h1" | "h2" }) {
  const Heading = props.heading ?? "h2";
  return (
    <div className={styles["empty"]}>
      <Heading>{props.title}</Heading>
      <p>{props.text}</p>
      {props.action && <div className={styles["action"]}>{props.action}</div>}
    </div>
  );
}
