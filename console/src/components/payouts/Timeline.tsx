import type { Payout } from "@triport/sdk";
import { memberMessages } from "../../messages/member";
import { momentText } from "../../services/time";
import { stepsOf } from "./steps";
import styles from "./Timeline.module.css";

const { payouts: text } = memberMessages;

/** How far a payout has come, and how far it still has to go. */
export function Timeline({ payout }: { payout: Payout }) {
  return (
    <ol className={styles["steps"]} aria-label={text.steps}>
      {stepsOf(payout).map(({ status, state, at }) => (
        <li key={status} data-state={state} data-status={status} aria-current={state === "now" ? "step" : undefined}>
          <span className={styles["name"]}>{text.status[status]}</span>
          {at !== undefined && <span className={styles["at"]}>{momentText(at)}</span>}
        </li>
      ))}
    </ol>
  );
}
