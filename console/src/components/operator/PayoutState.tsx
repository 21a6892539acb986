import type { Payout } from "@triport/sdk";
import { operatorMessages } from "../../messages/operator";
import { Status, type Tone } from "../Status";

const TONES: Record<Payout["status"], Tone> = {
  requested: "wait",
  processing: "accent",
  sent: "good",
  failed: "bad",
  cancelled: "still",
};

/** A payout's state in a word. */
export function PayoutState({ status }: { status: Payout["status"] }) {
  return <Status tone={TONES[status]}>{operatorMessages.payouts.states[status]}</Status>;
}
