import type { Payout } from "@triport/sdk";

/** In the order of a payout's life. */
export const STATES: readonly Payout["status"][] = ["requested", "processing", "sent", "failed", "cancelled"];

/** What can be looked at. */
export type Shown = Payout["status"] | "all";
export const SHOWN: readonly Shown[] = [...STATES, "all"];
