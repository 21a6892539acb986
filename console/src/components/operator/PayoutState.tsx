import type { Payout } from "@triport/sdk";
import { operatorMessages } from "../../messages/operator";
import { PAYOUT_TONES } from "../payouts/tones";
import { Status } from "../Status";

/** A payout's state in a word. */
export function PayoutState({ status }: { status: Payout["status"] }) {
  return <Status tone={PAYOUT_TONES[status]}>{operatorMessages.payouts.states[status]}</Status>;
}
