import { Link } from "@tanstack/react-router";
import type { Totals } from "@triport/sdk";
import { locale } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { Amount } from "../Amount";
import { buttonLook } from "../Button";
import { Section } from "../Section";
import { PayoutState } from "./PayoutState";
import styles from "./PayoutStates.module.css";

const { overview: text } = operatorMessages;

/** How much is in each state. */
export function PayoutStates({ totals }: { totals: Totals }) {
  return (
    <Section
      title={text.payouts}
      end={
        <Link to="/operator/payouts" className={buttonLook()}>
          {text.queue}
        </Link>
      }
    >
      <ul className={styles["states"]}>
        {totals.payouts.map(({ status, count, amount_micro }) => (
          <li key={status} className={styles["state"]}>
            <PayoutState status={status} />
            <strong>
              <Amount micro={amount_micro} />
            </strong>
            <span className={styles["count"]}>{text.count(count.toLocaleString(locale))}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
