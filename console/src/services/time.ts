import { locale } from "../messages";
import { once } from "./once";

const DAY = { day: "numeric", month: "short", year: "numeric" } as const;
const dayFormat = once(() => new Intl.DateTimeFormat(locale, DAY));
const utcDayFormat = once(() => new Intl.DateTimeFormat(locale, { ...DAY, timeZone: "UTC" }));
const momentFormat = once(() => new Intl.DateTimeFormat(locale, { ...DAY, hour: "numeric", minute: "2-digit" }));
const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "always" }));

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** `Nov 27, 2026`, on the reader's calendar unless another time zone is named. */
export const dayText = (at: string, timeZone?: "UTC") =>
  (timeZone === undefined ? dayFormat : utcDayFormat)().format(new Date(at));

/** `Nov 27, 2026, 2:05 PM`, on the reader's clock. */
export const momentText = (at: string) => momentFormat().format(new Date(at));

/** `in 3 days`, `in 2 hours`, `in 40 seconds`; also `5 minutes ago`. */
export function distanceText(at: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(at) - nowMs) / 1_000);
  const size = Math.abs(seconds);
  if (size < MINUTE_S) return relative().format(seconds, "second");
  if (size < HOUR_S) return relative().format(Math.round(seconds / MINUTE_S), "minute");
  if (size < 1.5 * DAY_S) return relative().format(Math.round(seconds / HOUR_S), "hour");
  return relative().format(Math.round(seconds / DAY_S), "day");
}

/** `14 days`, `36 hours`, `90 seconds`: a length as people say it. */
export function lengthText(seconds: number): string {
  const [unit, size] =
    seconds % DAY_S === 0
      ? (["day", DAY_S] as const)
      : seconds % HOUR_S === 0
        ? (["hour", HOUR_S] as const)
        : seconds % MINUTE_S === 0
          ? (["minute", MINUTE_S] as const)
          : (["second", 1] as const);
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(seconds / size);
}
