import { expect, test } from "vitest";
import { RANGES, sumMicro } from "./ranges";

test("a range begins so many whole buckets ago", () => {
  const now = new Date("2026-03-31T23:30:00Z");
  expect(RANGES.days.from(now)).toBe("2026-03-02");
  expect(RANGES.weeks.from(now)).toBe("2026-01-13");
  expect(RANGES.months.from(now)).toBe("2025-04-01");
});

test("sums leave the safe integers without losing a digit", () => {
  const point = { at: "2026-01-01T00:00:00Z", value: Number.MAX_SAFE_INTEGER };
  expect(sumMicro([point, point, point])).toBe(27_021_597_764_222_973n);
});
