import { type ReactNode, useId } from "react";
import { messages } from "../messages";
import styles from "./Section.module.css";

/** A sheet on the page, with a heading that names it. */
export function Section(props: { title: string; note?: ReactNode; end?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles["section"]}>
      <div className={styles["head"]}>
        <div>
          <h2 id={id}>{props.title}</h2>
          {props.note && <p className={styles["note"]}>{props.note}</p>}
        </div>
        {props.end}
      </div>
      {props.children}
    </section>
  );
}

/** What makes something else a sheet. */
export const sheetLook = styles["section"];

/** A sheet whose page already says what is on it. */
export function Sheet({ children }: { children: ReactNode }) {
  return <div className={styles["section"]}>{children}</div>;
}

/** The top of a page. */
export function PageHead(props: { title: string; text?: ReactNode; end?: ReactNode }) {
  return (
    <div className={styles["page"]}>
      <PageTitle name={props.title} />
      <div>
        <h1>{props.title}</h1>
        {props.text && <p className={styles["lead"]}>{props.text}</p>}
      </div>
      {props.end}
    </div>
  );
}

/** What the browser calls the page, in its tabs and its history. */
export function PageTitle({ name }: { name: string }) {
  return <title>{`${name} \u00b7 ${messages.common.product}`}</title>;
}
