export { TriportClient } from "./client.js";
export type { ClientSession } from "./credentials.js";
export {
  ApiError,
  BadRequestError,
  type ClientErrorTag,
  ConflictError,
  type ErrorCode,
  ForbiddenError,
  HeadersTooLargeError,
  InternalError,
  InvalidAnswerError,
  isTriportError,
  MethodNotAllowedError,
  MisdirectedRequestError,
  NotFoundError,
  RateLimitedError,
  RequestTimeoutError,
  TransportError,
  TriportError,
  UnauthorizedError,
  UnavailableError,
  UnprocessableError,
} from "./errors.js";
export { Admin } from "./generated/admin.js";
export { Auth } from "./generated/auth.js";
export { Program } from "./generated/program.js";
export { Referrals } from "./generated/referrals.js";
export type * from "./generated/types.js";
export { List, type Page } from "./list.js";
export type { LogEvent, LogHook } from "./log.js";
export { formatMicro, MAX_AMOUNT_MICRO, MICRO_PER_UNIT, microFromBigInt, microToBigInt, parseMicro } from "./micro.js";
export type { CallOptions, MoneyCallOptions, Operation } from "./operation.js";
export { type ClientOptions, Transport } from "./transport.js";
export { VERSION } from "./version.js";
