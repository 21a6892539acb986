import { expect, test } from "vitest";
import { amountParts, amountText, rateText } from "./money";

test("an amount is shown exactly", () => {
  expect(amountText(1_234_500_000, "USD")).toBe("$1,234.50");
  expect(amountText(1, "USD")).toBe("$0.000001");
  expect(amountText(-12_345_678, "EUR")).toBe("\u2212€12.345678");
  expect(amountText(9_007_199_254_740_991, "USD")).toBe("$9,007,199,254.740991");
});

test("an amount beyond the safe integers of JavaScript keeps every digit", () => {
  expect(amountText(123_456_789_012_345_678_901n, "USD")).toBe("$123,456,789,012,345.678901");
});

test("less than a cent stands apart from the cents", () => {
  expect(amountParts(12_345_600, "USD")).toMatchObject({ whole: "12", cents: ".34", rest: "56" });
});

test("a currency that is no ISO code follows its amount", () => {
  expect(amountText(5_000_000, "POINTS")).toBe("5.00 POINTS");
});

test("rates are basis points as people say them", () => {
  expect([1000, 1250, 1, 0, 10_000].map(rateText)).toEqual(["10%", "12.5%", "0.01%", "0%", "100%"]);
});
