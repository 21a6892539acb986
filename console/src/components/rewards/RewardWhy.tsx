import type { RewardItem } from "@triport/sdk";
import { type ReactNode, useRef } from "react";
import { messages } from "../../messages";
import { rateText } from "../../services/money";
import { isRounded, restOf } from "../../services/reward";
import { momentText } from "../../services/time";
import { Amount } from "../Amount";
import { Dialog } from "../Dialog";
import styles from "./RewardWhy.module.css";

const { why } = messages.rewards;

/** Why a reward is what it is, as a sum that can be followed. */
export function RewardWhy({ reward, onClose }: { reward: RewardItem | undefined; onClose: () => void }) {
  // Stays while the dialog fades.
  const last = useRef(reward);
  if (reward) last.current = reward;
  return (
    <Dialog open={reward !== undefined} onOpenChange={onClose} title={why.title}>
      {last.current && <Sum reward={last.current} />}
    </Dialog>
  );
}

function Sum({ reward }: { reward: RewardItem }) {
  const unlocked = reward.status !== "pending";
  return (
    <>
      <dl className={styles["sum"]}>
        <Line name={why.payment}>
          <Amount micro={reward.payment_micro} />
        </Line>
        {reward.refunded_micro > 0 && (
          <>
            <Line name={why.refunded}>
              <Amount micro={-reward.refunded_micro} />
            </Line>
            <Line name={why.counts} total>
              <Amount micro={reward.payment_micro - reward.refunded_micro} />
            </Line>
          </>
        )}
        <Line name={why.rate(reward.tier)}>{`× ${rateText(reward.rate_bps)}`}</Line>
        <Line name={why.reward} total strong>
          <Amount micro={reward.amount_micro} />
        </Line>
        {reward.used_micro > 0 && (
          <>
            <Line name={why.used}>
              <Amount micro={-reward.used_micro} />
            </Line>
            <Line name={why.left} total>
              <Amount micro={restOf(reward)} />
            </Line>
          </>
        )}
      </dl>
      {isRounded(reward) && <p className={styles["note"]}>{why.rounded}</p>}
      <p className={styles["note"]}>{why.notes[reward.status]}</p>
      <dl className={styles["facts"]}>
        <Line name={why.paidAt}>{momentText(reward.created_at)}</Line>
        <Line name={unlocked ? why.unlockedAt : why.unlockAt}>{momentText(reward.unlock_at)}</Line>
        {reward.reversed_at !== null && <Line name={why.reversedAt}>{momentText(reward.reversed_at)}</Line>}
        <Line name={why.id}>
          <code>{reward.payment_id}</code>
        </Line>
      </dl>
    </>
  );
}

function Line(props: { name: string; total?: boolean; strong?: boolean; children: ReactNode }) {
  return (
    <div data-total={props.total} data-strong={props.strong}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
