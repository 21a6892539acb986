import { TriportError } from "./errors.js";

/** A server that asks for a longer pause gets none: the error says how long, and the caller decides. */
const LONGEST_RETRY_AFTER_S = 30;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
/** Answers that the next try may improve. */
const PASSING_STATUS = new Set([429, 500, 502, 503, 504]);

/** How long to wait before the next try, or undefined if there should be none. `tries` counts those made. */
export function pauseMs(error: unknown, tries: number): number | undefined {
  if (!(error instanceof TriportError) || !mayPass(error)) return;
  const random = Math.random();
  if (error.retryAfter === undefined) {
    // Half fixed, half random, so that many clients do not come back together.
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)) * (0.5 + random / 2);
  }
  if (error.retryAfter > LONGEST_RETRY_AFTER_S) return;
  return error.retryAfter * 1_000 + FIRST_PAUSE_MS * random;
}

function mayPass(error: TriportError): boolean {
  if (error.code === "idempotency_in_flight") return true;
  if (error.code === "unsafe_integer") return false;
  // An answer of status 0 or 2xx that is no answer was lost on the way: cut off, garbled, late.
  return error.status < 300 || PASSING_STATUS.has(error.status);
}

/** Seconds of a `Retry-After` header: a number, or a date. */
export function retryAfterSeconds(header: string | null): number | undefined {
  if (header === null) return;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1_000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** Waits; an abort ends it at once. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}

/** A key that no other call has. It is no secret, so the fallback for old runtimes is good enough. */
export function newIdempotencyKey(): string {
  const words = new Uint32Array(4);
  if (globalThis.crypto?.getRandomValues) globalThis.crypto.getRandomValues(words);
  else
    words.forEach((_, at) => {
      words[at] = Math.random() * 2 ** 32;
    });
  return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");
}
