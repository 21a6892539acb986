import type { Payout } from "@triport/sdk";
import type { Tone } from "../Status";

/** How a state of a payout looks. */
export const PAYOUT_TONES: Record<Payout["status"], Tone> = {
  requested: "wait",
  processing: "accent",
  sent: "good",
  failed: "bad",
  cancelled: "still",
};

/** Whether nothing more happens to it. */
export const isOver = ({ status }: Payout) => status !== "requested" && status !== "processing";

/** `0x7d3c…2b6e5f1a0d`: enough of an address or a transaction to know it again. */
export const shortened = (text: string) => (text.length > 16 ? `${text.slice(0, 6)}…${text.slice(-6)}` : text);
