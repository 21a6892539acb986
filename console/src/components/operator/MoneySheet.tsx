import type { Totals } from "@triport/sdk";
import type { ReactNode } from "react";
import { operatorMessages } from "../../messages/operator";
import { Amount } from "../Amount";
import { Section } from "../Section";
import styles from "./Figures.module.css";

const { overview: text } = operatorMessages;

/** What came in, and what of it belongs to members. */
export function MoneySheet({ totals }: { totals: Totals }) {
  return (
    <Section title={text.money}>
      <div className={styles["lead"]}>
        <p className={styles["name"]}>
          {text.paid}, {text.paidNote}
        </p>
        <p>
          <Amount micro={totals.paid_micro} figure />
        </p>
      </div>
      <dl className={styles["lines"]}>
        <Figure name={text.lifetime} note={text.lifetimeNote} value={<Amount micro={totals.lifetime_micro} />} />
        <Figure name={text.available} value={<Amount micro={totals.available_micro} />} />
        <Figure name={text.pending} value={<Amount micro={totals.pending_micro} />} />
        {totals.debt_micro > 0 && (
          <Figure name={text.debt} note={text.debtNote} value={<Amount micro={totals.debt_micro} />} bad />
        )}
      </dl>
    </Section>
  );
}

/** A name, and what it comes to. */
export function Figure(props: { name: string; note?: string; value: ReactNode; bad?: boolean }) {
  return (
    <div className={props.bad ? styles["bad"] : undefined}>
      <dt>
        {props.name}
        {props.note && <span>{props.note}</span>}
      </dt>
      <dd>{props.value}</dd>
    </div>
  );
}
