import { Link } from "@tanstack/react-router";
import type { QueueItem } from "@triport/sdk";
import { memberMessages } from "../../messages/member";
import { operatorMessages } from "../../messages/operator";
import { amountText } from "../../services/money";
import { momentText } from "../../services/time";
import { Amount } from "../Amount";
import type { Column } from "../Table";
import styles from "./PayoutQueue.module.css";
import { PayoutState } from "./PayoutState";

const { payouts: text } = operatorMessages;

/** The columns of the queue; what can still be moved can be selected. */
export function payoutColumns(
  currency: string,
  chosen: ReadonlySet<string>,
  choose: (id: string, on: boolean) => void,
): readonly Column<QueueItem>[] {
  return [
    {
      name: text.amount,
      head: true,
      cell: (payout) =>
        payout.status === "requested" || payout.status === "processing" ? (
          <label className={styles["amount"]}>
            <input
              type="checkbox"
              aria-label={text.select(amountText(payout.amount_micro, currency))}
              checked={chosen.has(payout.id)}
              onChange={(event) => choose(payout.id, event.currentTarget.checked)}
            />
            <Amount micro={payout.amount_micro} />
          </label>
        ) : (
          <Amount micro={payout.amount_micro} />
        ),
    },
    {
      name: text.to,
      cell: (payout) => (
        <span className={styles["to"]}>
          <span>{memberMessages.payouts.networks[payout.network]}</span>
          <code>{payout.address}</code>
          {payout.tx_hash && (
            <code className={styles["hash"]} title={payout.tx_hash}>
              {payout.tx_hash}
            </code>
          )}
          {payout.note && <span className={styles["hash"]}>{payout.note}</span>}
        </span>
      ),
    },
    {
      name: text.who,
      cell: (payout) => (
        <span className={styles["who"]}>
          <Link to="/operator/users/$user" params={{ user: payout.user_id }}>
            {payout.display_name}
          </Link>
          {payout.debt_micro > 0 && (
            <span className={styles["debt"]}>{text.debt(amountText(payout.debt_micro, currency))}</span>
          )}
        </span>
      ),
    },
    {
      name: text.asked,
      cell: (payout) => (
        <time className={styles["at"]} dateTime={payout.requested_at}>
          {momentText(payout.requested_at)}
        </time>
      ),
    },
    { name: text.state, cell: (payout) => <PayoutState status={payout.status} />, end: "figure" },
  ];
}
