import { expect, test } from "vitest";
import { MoneyKeys, typedMicro } from "./money-calls";

test("the same call keeps its key until it has succeeded, another one gets its own", () => {
  const keys = new MoneyKeys();
  const first = keys.keyFor({ amount_micro: 1, address: "a" });
  expect(keys.keyFor({ amount_micro: 1, address: "a" })).toBe(first);
  const other = keys.keyFor({ amount_micro: 2, address: "a" });
  expect(other).not.toBe(first);
  keys.settle();
  expect(keys.keyFor({ amount_micro: 2, address: "a" })).not.toBe(other);
});

test("what is typed becomes an exact amount, or none", () => {
  expect(typedMicro(" 25 ")).toBe(25_000_000);
  expect(typedMicro("1,234.50")).toBe(1_234_500_000);
  expect(typedMicro("0.000001")).toBe(1);
  for (const wrong of ["", "0", "-5", "1e3", "12,34", "1.2345678", "$5", "9007199255"]) {
    expect(typedMicro(wrong)).toBeUndefined();
  }
});
