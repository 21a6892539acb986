import type { Payout } from "@triport/sdk";
import { memo } from "react";
import { messages } from "../../messages";
import { momentText } from "../../services/time";
import { Amount } from "../Amount";
import { sheetLook } from "../Section";
import { Status, type Tone } from "../Status";
import { CancelPayout } from "./CancelPayout";
import styles from "./PayoutSheet.module.css";
import { stepsOf } from "./steps";

const { payouts: text } = messages;
const TONES: Record<Payout["status"], Tone> = {
  requested: "wait",
  processing: "accent",
  sent: "good",
  failed: "bad",
  cancelled: "still",
};

/** One payout: how much, where to, and how far it has come. One that did not change is not drawn again. */
export const PayoutSheet = memo(function PayoutSheet({ payout }: { payout: Payout }) {
  return (
    <article className={`${sheetLook} ${styles["sheet"]}`}>
      <div className={styles["head"]}>
        <h2 className={styles["amount"]}>
          <Amount micro={payout.amount_micro} />
        </h2>
        <Status tone={TONES[payout.status]}>{text.status[payout.status]}</Status>
        {payout.status === "requested" && <CancelPayout payout={payout} />}
      </div>
      <ol className={styles["steps"]} aria-label={text.steps}>
        {stepsOf(payout).map(({ status, state, at }) => (
          <li key={status} data-state={state} data-status={status} aria-current={state === "now" ? "step" : undefined}>
            <span className={styles["name"]}>{text.status[status]}</span>
            {at !== undefined && <span className={styles["at"]}>{momentText(at)}</span>}
          </li>
        ))}
      </ol>
      <p className={styles["next"]}>{text.next[payout.status]}</p>
      <dl className={styles["facts"]}>
        <div>
          <dt>{text.to}</dt>
          <dd>
            {text.networks[payout.network]} <code>{payout.address}</code>
          </dd>
        </div>
        {payout.tx_hash !== undefined && (
          <div>
            <dt>{text.transaction}</dt>
            <dd>
              <code>{payout.tx_hash}</code>
            </dd>
          </div>
        )}
        {payout.note !== undefined && (
          <div>
            <dt>{text.note}</dt>
            <dd>{payout.note}</dd>
          </div>
        )}
      </dl>
    </article>
  );
});
