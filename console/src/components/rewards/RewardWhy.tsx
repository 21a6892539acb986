import type { RewardItem } from "@triport/sdk";
import { useRef } from "react";
import { memberMessages } from "../../messages/member";
import { rateText } from "../../services/money";
import { isRounded, restOf } from "../../services/reward";
import { momentText } from "../../services/time";
import { Amount } from "../Amount";
import { Dialog } from "../Dialog";
import { Facts, Line, Sum } from "../Sum";
import styles from "./RewardWhy.module.css";

const { why } = memberMessages.rewards;

/** Why a reward is what it is, as a sum that can be followed. */
export function RewardWhy({ reward, onClose }: { reward: RewardItem | undefined; onClose: () => void }) {
  // Stays while the dialog fades.
  const last = useRef(reward);
  if (reward) last.current = reward;
  return (
    <Dialog open={reward !== undefined} onOpenChange={onClose} title={why.title}>
      {last.current && <Reckoning reward={last.current} />}
    </Dialog>
  );
}

function Reckoning({ reward }: { reward: RewardItem }) {
  const unlocked = reward.status !== "pending";
  return (
    <>
      <Sum>
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
      </Sum>
      {isRounded(reward) && <p className={styles["note"]}>{why.rounded}</p>}
      <p className={styles["note"]}>{why.notes[reward.status]}</p>
      <Facts>
        <Line name={why.paidAt}>{momentText(reward.created_at)}</Line>
        <Line name={unlocked ? why.unlockedAt : why.unlockAt}>{momentText(reward.unlock_at)}</Line>
        {reward.reversed_at !== null && <Line name={why.reversedAt}>{momentText(reward.reversed_at)}</Line>}
        <Line name={why.id}>
          <code>{reward.payment_id}</code>
        </Line>
      </Facts>
    </>
  );
}
