import { type ClientSession, Credentials, inBrowser } from "./credentials.js";
import { isTriportError } from "./errors.js";
import { type Answer, exchange, read } from "./exchange.js";
import { List, type Page } from "./list.js";
import type { LogEvent, LogHook } from "./log.js";
import {
  type CallOptions,
  type Input,
  type MoneyCallOptions,
  type Operation,
  type Prepared,
  prepare,
} from "./operation.js";
import { newIdempotencyKey, pauseMs, sleep } from "./retry.js";
import { VERSION } from "./version.js";

/** How a client reaches its server. */
export interface ClientOptions {
  /** Address of the server, without `/v1`: `https://api.triport.io`. */
  baseUrl: string;
  /** In place of the runtime's `fetch`. */
  fetch?: typeof fetch;
  /** Outside browsers: the value of the cookie `nl_session` of a sign-in that happened elsewhere. */
  session?: string | undefined;
  /** The CSRF token that goes with it, if you have it. Without it none is sent, and none is needed outside browsers. */
  csrfToken?: string | undefined;
  /** Outside browsers: `client.browserToken` of an earlier sign-in, by which the server knows this program again. */
  browserToken?: string | undefined;
  /** Operator's token, sent with the calls of `admin` only. */
  adminToken?: string | undefined;
  /** Time for one try, its answer's body included. 30 000 unless given. */
  timeoutMs?: number;
  /** Further tries of calls that may be repeated. 2 unless given. */
  maxRetries?: number;
  /** Told about every try; never sees a secret. */
  log?: LogHook;
  /** Whether a browser keeps the cookies; found out unless given. */
  browser?: boolean;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const LONGEST_TIMEOUT_MS = 600_000;
const DEFAULT_RETRIES = 2;
const MOST_RETRIES = 10;
const ME: Operation = { route: "GET /v1/auth/me" };

/** Sends calls: credentials, time-outs, retries. The resources stand on it; use it directly to bundle only one of them. */
export class Transport {
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #credentials: Credentials;
  readonly #adminToken: string | undefined;
  readonly #timeoutMs: number;
  readonly #maxRetries: number;
  readonly #log: LogHook | undefined;

  constructor(options: ClientOptions) {
    const base = new URL(options.baseUrl);
    if (!/^https?:$/.test(base.protocol) || base.search || base.hash || base.username) {
      throw new TypeError("baseUrl: an http or https address without query, fragment and user");
    }
    this.#base = base.href.replace(/\/+$/, "");
    // Called through a function: fetch must not be called as a method of anything else.
    this.#fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
    const browser = options.browser ?? inBrowser();
    this.#credentials = new Credentials(browser, base.hostname, options);
    this.#adminToken = options.adminToken;
    this.#timeoutMs = within("timeoutMs", options.timeoutMs ?? DEFAULT_TIMEOUT_MS, 1, LONGEST_TIMEOUT_MS);
    this.#maxRetries = within("maxRetries", options.maxRetries ?? DEFAULT_RETRIES, 0, MOST_RETRIES);
    this.#log = options.log;
  }

  /** What a sign-in left with the client, to be kept for later; undefined in a browser. */
  get session(): ClientSession | undefined {
    return this.#credentials.session;
  }

  /** By which the server knows this program again at its next sign-in; undefined in a browser. */
  get browserToken(): string | undefined {
    return this.#credentials.browserToken;
  }

  /** The whole address of a path of the server, for a browser to go to. */
  address(path: string): string {
    return this.#base + path;
  }

  /** Calls an operation with its arguments by their names in the API. */
  async call<T>(operation: Operation, input?: object, options: MoneyCallOptions = {}): Promise<T> {
    const prepared = prepare(operation, input as Input);
    // One key for all tries: that is what makes them one call.
    const key = keyOf(operation, options);
    const most = this.#retries(operation, prepared, options);
    const learnFirst = operation.csrf === true && this.#credentials.csrf === undefined;
    let mayRefresh = operation.auth !== "admin" && operation.route !== ME.route && !learnFirst;
    if (learnFirst) await this.#refresh(options);
    for (let attempt = 1; ; attempt += 1) {
      const tried = await this.#try<T>(operation, prepared, key, options);
      const next = tried.failed ? nextStep(tried.error, attempt <= most && attempt, mayRefresh) : undefined;
      this.#tell(operation, attempt, tried, next);
      if (!tried.failed) return tried.value;
      if (next === undefined) throw withKey(tried.error, key);
      if (next === "refresh") mayRefresh = false;
      await (next === "refresh" ? this.#refresh(options) : sleep(next, options.signal));
    }
  }

  /** Calls an operation that answers pages. */
  list<Item>(operation: Operation, query: object = {}, options?: CallOptions): List<Item> {
    return new List((cursor) => {
      // A cursor goes on where a page ended; an offset would skip once more.
      const { offset, ...rest } = query as { offset?: number };
      return this.call<Page<Item>>(operation, cursor === undefined ? query : { ...rest, cursor }, options);
    });
  }

  #retries(operation: Operation, { method }: Prepared, options: CallOptions): number {
    if (method !== "GET" && operation.repeat === undefined) return 0;
    return within("maxRetries", options.maxRetries ?? this.#maxRetries, 0, MOST_RETRIES);
  }

  async #try<T>(
    operation: Operation,
    prepared: Prepared,
    key: string | undefined,
    options: CallOptions,
  ): Promise<Tried<T>> {
    const started = Date.now();
    const since = () => Date.now() - started;
    let answer: Answer | undefined;
    try {
      answer = await exchange({
        fetch: this.#fetch,
        url: this.#base + prepared.target,
        init: this.#request(operation, prepared, key),
        timeoutMs: within("timeoutMs", options.timeoutMs ?? this.#timeoutMs, 1, LONGEST_TIMEOUT_MS),
        signal: options.signal,
      });
      this.#credentials.learn(operation, answer.response);
      const value = read(answer, operation.text === true) as T;
      return { failed: false, value, answer, durationMs: since() };
    } catch (error) {
      return { failed: true, error, answer, durationMs: since() };
    }
  }

  #request(operation: Operation, { method, body }: Prepared, key: string | undefined): RequestInit {
    const admin = operation.auth === "admin";
    const { browser } = this.#credentials;
    const headers: Record<string, string> = { Accept: operation.text ? "text/csv" : "application/json" };
    // A page of another origin may send only headers that the server lists; this one it may not.
    if (!browser) headers["User-Agent"] = `triport-sdk-typescript/${VERSION}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (key !== undefined) headers["Idempotency-Key"] = key;
    if (!admin) this.#credentials.apply(headers, method);
    else if (this.#adminToken !== undefined) headers["X-Admin-Token"] = this.#adminToken;
    return {
      method,
      headers,
      // Never followed: the token and the session are for this server only.
      redirect: "manual",
      ...(body !== undefined && { body }),
      // Only browsers know it, and some runtimes refuse it.
      ...(browser && { credentials: admin ? "omit" : "include" }),
    };
  }

  /** Learns the CSRF token of today. Without a session there is none, and the call itself will say so if it needs one. */
  async #refresh(options: CallOptions): Promise<void> {
    this.#credentials.forget();
    try {
      await this.call(ME, undefined, options);
    } catch (error) {
      if (!isTriportError(error, "unauthenticated")) throw error;
    }
  }

  #tell(operation: Operation, attempt: number, tried: Tried<unknown>, next: Step): void {
    if (this.#log === undefined) return;
    const [method = "", route = ""] = operation.route.split(" ");
    const { answer, durationMs } = tried;
    const event: LogEvent = { method, route, attempt, status: answer?.response.status ?? 0, durationMs };
    const requestId = answer?.response.headers.get("X-Request-Id");
    if (requestId) event.requestId = requestId;
    if (answer?.response.headers.get("Idempotent-Replayed")) event.replayed = true;
    if (tried.failed) event.code = isTriportError(tried.error) ? tried.error.code : "aborted";
    if (next !== undefined) event.retryInMs = next === "refresh" ? 0 : Math.round(next);
    try {
      this.#log(event);
    } catch {
      // A broken hook is no reason to lose the answer.
    }
  }
}

function keyOf({ repeat }: Operation, { idempotencyKey }: MoneyCallOptions): string | undefined {
  return repeat === "key" ? (idempotencyKey ?? newIdempotencyKey()) : undefined;
}

function withKey(error: unknown, key: string | undefined): unknown {
  if (isTriportError(error)) error.idempotencyKey = key;
  return error;
}

/** What follows a failed try: nothing, another one after so many milliseconds, or another one with a new CSRF token. */
type Step = undefined | number | "refresh";

/** `tries` counts those made, and is false if there may be no more. */
function nextStep(error: unknown, tries: number | false, mayRefresh: boolean): Step {
  // Refused before anything was done: worth another try with the token of today, whatever the call.
  if (mayRefresh && isTriportError(error, "csrf_invalid")) return "refresh";
  return tries === false ? undefined : pauseMs(error, tries);
}

/** What became of one try. */
type Tried<T> = { answer: Answer | undefined; durationMs: number } & (
  | { failed: false; value: T }
  | { failed: true; error: unknown }
);

function within(name: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new TypeError(`${name}: a whole number from ${least} to ${most}`);
  }
  return value;
}
