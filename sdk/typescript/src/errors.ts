import type { ErrorTag } from "./generated/types.js";

/** What the client itself says when no answer of the server explains the failure. */
export type ClientErrorTag =
  /** No answer came: refused, reset, cut off, no name, no network. */
  | "connection_failed"
  /** No complete answer came in time. */
  | "timed_out"
  /** The answer is none of this server's: not JSON, cut off, a page of a proxy. */
  | "invalid_answer"
  /** The answer holds an integer beyond 2^53-1, which a `number` would round. */
  | "unsafe_integer";

/** Every tag that is known now. A newer server may answer others: treat those by their status. */
export type ErrorCode = ErrorTag | ClientErrorTag | (string & {});

/** What an error is made of. */
export interface ErrorDetails {
  /** Name of the class: given, because bundlers shorten the classes' own. */
  name: string;
  code: ErrorCode;
  message: string;
  /** HTTP status; 0 if there was no answer. */
  status?: number;
  requestId?: string | undefined;
  retryAfter?: number | undefined;
  extra?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

const BRAND = Symbol.for("@triport/sdk.error");

/** Anything that a call can fail with, apart from wrong arguments (`TypeError`) and the caller's own abort signal. */
export class TriportError extends Error {
  /** The tag; the contract. Compare this, never the message. */
  readonly code: ErrorCode;
  /** HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** Finds the request in the server's log. */
  readonly requestId: string | undefined;
  /** Seconds to wait before the next try, if the server said so. */
  readonly retryAfter: number | undefined;
  /** What else the answer says, by its names in the API: `forfeit_micro` with `balance_would_be_forfeited`. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** The key that the call carried, if it moves money: the same call with the same key is safe to repeat. */
  idempotencyKey: string | undefined = undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.status = details.status ?? 0;
    this.requestId = details.requestId;
    this.retryAfter = details.retryAfter;
    this.extra = details.extra ?? {};
    // Not enumerable, as in every other error.
    Object.defineProperties(this, { [BRAND]: { value: true }, name: { value: details.name } });
  }
}

/**
 * Whether something caught is an error of this package, and of this tag if one is given. Unlike `instanceof` it also
 * knows errors of a second copy of the package.
 */
export function isTriportError(error: unknown, code?: ErrorCode): error is TriportError {
  if (typeof error !== "object" || error === null || !(BRAND in error)) return false;
  return code === undefined || ("code" in error && error.code === code);
}

/** No answer came. The call may or may not have happened. */
export class TransportError extends TriportError {}

/** No complete answer came within `timeoutMs`. The call may or may not have happened. */
export class RequestTimeoutError extends TransportError {}

/** The answer cannot be used: not JSON, cut off, or with an integer beyond 2^53-1. The call may have happened. */
export class InvalidAnswerError extends TriportError {}

/** An error answer; those with a status of their own below are subclasses. */
export class ApiError extends TriportError {}

/** 400: something in the request is wrong. */
export class BadRequestError extends ApiError {}

/** 401: no valid session, or no valid operator's token. */
export class UnauthorizedError extends ApiError {}

/** 403: not allowed: CSRF, a role, frozen payouts. */
export class ForbiddenError extends ApiError {}

/** 404: there is no such thing. */
export class NotFoundError extends ApiError {}

/** 405: the address knows other methods. */
export class MethodNotAllowedError extends ApiError {}

/** 409: something else stands in the way. */
export class ConflictError extends ApiError {}

/** 421: the server does not answer under this host; see its `TRIPORT_ALLOWED_HOSTS`. */
export class MisdirectedRequestError extends ApiError {}

/** 422: the idempotency key belongs to another body. */
export class UnprocessableError extends ApiError {}

/** 429: too many calls; `retryAfter` says how long to wait. */
export class RateLimitedError extends ApiError {}

/** 431: the headers are too large. */
export class HeadersTooLargeError extends ApiError {}

/** 500: the server failed; `requestId` finds the reason in its log. */
export class InternalError extends ApiError {}

/** 503: the server cannot answer now. */
export class UnavailableError extends ApiError {}

/** The classes by status. */
export const STATUS_ERRORS: Readonly<Record<number, readonly [name: string, of: typeof ApiError]>> = {
  400: ["BadRequestError", BadRequestError],
  401: ["UnauthorizedError", UnauthorizedError],
  403: ["ForbiddenError", ForbiddenError],
  404: ["NotFoundError", NotFoundError],
  405: ["MethodNotAllowedError", MethodNotAllowedError],
  409: ["ConflictError", ConflictError],
  421: ["MisdirectedRequestError", MisdirectedRequestError],
  422: ["UnprocessableError", UnprocessableError],
  429: ["RateLimitedError", RateLimitedError],
  431: ["HeadersTooLargeError", HeadersTooLargeError],
  500: ["InternalError", InternalError],
  503: ["UnavailableError", UnavailableError],
};
