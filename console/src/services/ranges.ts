import { microToBigInt, type SeriesPoint } from "@triport/sdk";
import { locale } from "../messages";
import { once } from "./once";

export type Range = "days" | "weeks" | "months";
type Bucket = "day" | "week" | "month";

/** What can be looked at: how far back, in which steps. Days are the server's, in UTC. */
export const RANGES: Record<Range, { bucket: Bucket; from: (now: Date) => string }> = {
  days: { bucket: "day", from: (now) => dayOf(back(now, { days: 29 })) },
  weeks: { bucket: "week", from: (now) => dayOf(back(now, { days: 7 * 11 })) },
  months: { bucket: "month", from: (now) => dayOf(back(now, { months: 11 })) },
};

function back(now: Date, { days = 0, months = 0 }: { days?: number; months?: number }): Date {
  // The first of the month when months are counted: there is no 31st of every one.
  const day = months > 0 ? 1 : now.getUTCDate() - days;
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, day));
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

/** The sum of all points, exact. */
export const sumMicro = (points: readonly SeriesPoint[]) =>
  points.reduce((sum, { value }) => sum + microToBigInt(value), 0n);

const names = {
  day: once(() => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" })),
  week: once(() => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" })),
  month: once(() => new Intl.DateTimeFormat(locale, { month: "short", year: "2-digit", timeZone: "UTC" })),
};

/** What a bucket is called under its bar. */
export const bucketName = (at: string, bucket: Bucket) => names[bucket]().format(new Date(at));
