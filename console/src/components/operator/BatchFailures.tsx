import type { QueueItem } from "@triport/sdk";
import { locale } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import type { Batch } from "../../services/batch";
import { explainShortly } from "../../services/errors";
import { amountText } from "../../services/money";
import styles from "./PayoutQueue.module.css";

const { payouts: text } = operatorMessages;

/** What a batch could not do, payout by payout. */
export function BatchFailures(props: { batch: Batch; payouts: readonly QueueItem[]; currency: string }) {
  const { done, failed } = props.batch;
  if (failed.size === 0) return null;
  const all = done.length + failed.size;
  return (
    <div role="alert" className={styles["failures"]}>
      <p>{text.some(done.length.toLocaleString(locale), all.toLocaleString(locale))}</p>
      <ul>
        {[...failed].map(([id, error]) => {
          const payout = props.payouts.find((each) => each.id === id);
          return (
            <li key={id}>
              {payout ? amountText(payout.amount_micro, props.currency) : id}: {explainShortly(error)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
