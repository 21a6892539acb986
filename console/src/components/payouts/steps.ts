import type { Payout } from "@triport/sdk";

export interface Step {
  status: Payout["status"];
  /** `now` is where it stands, `end` where it ended. */
  state: "done" | "now" | "end" | "ahead";
  at?: string | undefined;
}

/** The way of a payout, as far as it went and as far as it still has to go. */
export function stepsOf({ status, requested_at, completed_at }: Payout): Step[] {
  const requested: Step = { status: "requested", state: status === "requested" ? "now" : "done", at: requested_at };
  switch (status) {
    case "requested":
      return [requested, { status: "processing", state: "ahead" }, { status: "sent", state: "ahead" }];
    case "processing":
      return [requested, { status, state: "now" }, { status: "sent", state: "ahead" }];
    case "sent":
      return [requested, { status: "processing", state: "done" }, { status, state: "end", at: completed_at }];
    case "failed":
    case "cancelled":
      // Nobody says how far it had come.
      return [requested, { status, state: "end", at: completed_at }];
  }
}
