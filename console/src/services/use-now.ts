import { useEffect, useState } from "react";

const HOUR_MS = 3_600_000;

/** The time, moving on: every second when something happens within the hour, else every minute. */
export function useNow(nextMs: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  const soon = nextMs !== undefined && nextMs > now && nextMs - now < HOUR_MS;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), soon ? 1_000 : 60_000);
    return () => clearInterval(timer);
  }, [soon]);
  return now;
}
