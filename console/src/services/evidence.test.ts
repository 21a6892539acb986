import type { DecidedEvent } from "@triport/sdk";
import { expect, test } from "vitest";
import { evidence } from "./evidence";

const tiers = [
  { tier: 1, label: "regular", rate_bps: 1_000 },
  { tier: 2, label: "influencer", rate_bps: 1_500 },
];

const decided = (fields: Partial<DecidedEvent>): DecidedEvent => ({
  kind: "signup",
  at: "2026-03-14T09:26:53Z",
  code: null,
  source: null,
  reason: null,
  click_at: null,
  click_path: null,
  counterpart_user_id: null,
  old_tier: null,
  new_tier: null,
  note: null,
  ...fields,
});

test("an attribution names its code and where it came from", () => {
  const event = decided({ code: "trip-with-ada", source: "cookie" });
  expect(evidence(event, tiers)).toBe("Code trip-with-ada, through a link that was clicked");
  expect(evidence({ ...event, click_path: "/pricing" }, tiers)).toBe(
    "Code trip-with-ada, through a link that was clicked, on a visit that began at /pricing",
  );
});

test("a refusal names the rule, and one that is new here as the server does", () => {
  expect(evidence(decided({ code: "me", source: "claim", reason: "self_referral" }), tiers)).toBe(
    "Code me, through a code that was typed in, because the code is its own",
  );
  expect(evidence(decided({ reason: "moon_phase" }), tiers)).toBe("Because moon_phase");
});

test("a change of tier names both, by number if one is not configured any more", () => {
  expect(evidence(decided({ old_tier: 1, new_tier: 2, note: "agreed" }), tiers)).toBe("Regular → influencer, agreed");
  expect(evidence(decided({ old_tier: 9, new_tier: 1 }), tiers)).toBe("9 → regular");
});

test("a first payment needs no words", () => {
  expect(evidence(decided({ kind: "first_paid" }), tiers)).toBe("");
});
