import { microToBigInt, type RewardItem } from "@triport/sdk";

const BPS_OF_ONE = 10_000n;

/** Whether the rate times the payment did not come out even. */
export function isRounded({ payment_micro, refunded_micro, rate_bps }: RewardItem): boolean {
  return ((microToBigInt(payment_micro) - microToBigInt(refunded_micro)) * BigInt(rate_bps)) % BPS_OF_ONE !== 0n;
}

/** What nothing has used yet; a refund may have taken back more than that. */
export function restOf({ amount_micro, used_micro }: RewardItem): bigint {
  const rest = microToBigInt(amount_micro) - microToBigInt(used_micro);
  return rest > 0n ? rest : 0n;
}
