/** Micro-units in one unit of the programme's currency. */
export const MICRO_PER_UNIT = 1_000_000;

/**
 * The largest amount that a `number` holds exactly, and the largest single amount that the server takes:
 * 2^53-1 micro-units, which is 9 007 199 254.740991 units.
 */
export const MAX_AMOUNT_MICRO = Number.MAX_SAFE_INTEGER;

/** An amount as a `bigint`, for sums that may leave the safe range. */
export function microToBigInt(micro: number): bigint {
  if (!Number.isSafeInteger(micro)) throw new RangeError(`${micro} is not an exact number of micro-units`);
  return BigInt(micro);
}

/** A `bigint` as the `number` that requests take; an error if it does not fit. */
export function microFromBigInt(micro: bigint): number {
  const number = Number(micro);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${micro} micro-units are more than 2^53-1`);
  return number;
}

/** `"12.34"` → `12_340_000n`: at most six decimal places, no grouping, no exponent. */
export function parseMicro(text: string): bigint {
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,6}))?$/.exec(text);
  if (match === null) throw new RangeError("an amount looks like 12 or 12.34, with at most six decimal places");
  const [, sign, whole = "", fraction = ""] = match;
  const micro = BigInt(whole + fraction.padEnd(6, "0"));
  return sign === "-" ? -micro : micro;
}

/** `12_340_000` → `"12.34"`: exact, with at least two decimal places and at most six. */
export function formatMicro(micro: number | bigint): string {
  const exact = typeof micro === "bigint" ? micro : microToBigInt(micro);
  const digits = (exact < 0n ? -exact : exact).toString().padStart(7, "0");
  const fraction = digits.slice(-6).replace(/0{1,4}$/, "");
  return `${exact < 0n ? "-" : ""}${digits.slice(0, -6)}.${fraction}`;
}
