import type { RewardItem } from "@triport/sdk";
import { memberMessages } from "../../messages/member";
import { dayText, distanceText } from "../../services/time";
import { useNow } from "../../services/use-now";
import { AmountButton } from "../AmountButton";
import { Status, type Tone } from "../Status";
import type { Column } from "../Table";
import styles from "./columns.module.css";

const { rewards: text } = memberMessages;
const TONES: Record<RewardItem["status"], Tone> = {
  pending: "wait",
  available: "good",
  spent: "still",
  paid_out: "still",
  reversed: "bad",
};

/** The columns of the list of rewards; each amount opens its explanation. */
export const rewardColumns = (open: (reward: RewardItem) => void): Column<RewardItem>[] => [
  { name: text.from, cell: ({ invitee_display }) => invitee_display ?? text.nobody, head: true },
  { name: text.date, cell: ({ created_at }) => <span className={styles["date"]}>{dayText(created_at)}</span> },
  { name: text.status, cell: (reward) => <State reward={reward} /> },
  {
    name: text.amount,
    end: "figure",
    cell: (reward) => <AmountButton micro={reward.amount_micro} label={text.explain} onClick={() => open(reward)} />,
  },
];

function State({ reward: { status, unlock_at } }: { reward: RewardItem }) {
  return (
    <span className={styles["state"]}>
      <Status tone={TONES[status]}>{text.filters[status]}</Status>
      {status === "pending" && <Countdown to={unlock_at} />}
    </span>
  );
}

function Countdown({ to }: { to: string }) {
  const now = useNow(Date.parse(to));
  // At its end the status changes with the next answer; until then it does not count backwards.
  return Date.parse(to) > now ? <span className={styles["unlocks"]}>{text.unlocks(distanceText(to, now))}</span> : null;
}
