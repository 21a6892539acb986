import type { ErrorCode } from "./errors.js";

/**
 * What the `log` hook is told after every try. It never holds a secret: no header, no body, no query, and the address
 * as its template (`/v1/admin/users/{external_id}`), because paths can name people.
 */
export interface LogEvent {
  method: string;
  route: string;
  /** 1 for the first try. */
  attempt: number;
  /** HTTP status; 0 if there was no answer. */
  status: number;
  /** The tag, if the try failed. */
  code?: ErrorCode;
  requestId?: string;
  /** The server repeated its first answer to this idempotency key. */
  replayed?: true;
  durationMs: number;
  /** The pause before the next try, if there is one. */
  retryInMs?: number;
}

/** Receives every event; what it throws is ignored. */
export type LogHook = (event: LogEvent) => void;
