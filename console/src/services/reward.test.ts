import type { RewardItem } from "@triport/sdk";
import { expect, test } from "vitest";
import { isRounded, restOf } from "./reward";

const reward = (fields: Partial<RewardItem>) =>
  ({ payment_micro: 0, refunded_micro: 0, rate_bps: 0, ...fields }) as RewardItem;

test("a sum that does not come out even says that it was rounded", () => {
  expect(isRounded(reward({ payment_micro: 100, rate_bps: 1000 }))).toBe(false);
  expect(isRounded(reward({ payment_micro: 101, rate_bps: 1000 }))).toBe(true);
  expect(isRounded(reward({ payment_micro: 101, refunded_micro: 1, rate_bps: 1000 }))).toBe(false);
  // Beyond the safe integers as a product.
  expect(isRounded(reward({ payment_micro: Number.MAX_SAFE_INTEGER, rate_bps: 9_999 }))).toBe(true);
});

test("nothing is left of a reward of which a refund took more than was unused", () => {
  expect(restOf(reward({ amount_micro: 5, used_micro: 7 }))).toBe(0n);
  expect(restOf(reward({ amount_micro: 7, used_micro: 5 }))).toBe(2n);
});
