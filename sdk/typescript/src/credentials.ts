import type { Operation } from "./operation.js";

const CSRF_HEADER = "X-CSRF-Token";

/** What a sign-in left with the client; keep it where you keep secrets. */
export interface ClientSession {
  /** Value of the cookie `nl_session`. */
  session: string;
  /** Value of the cookie `nl_csrf`, if it is known. */
  csrfToken: string | undefined;
}

/** The cookies that a client is made with. */
interface Given {
  session?: string | undefined;
  csrfToken?: string | undefined;
  browserToken?: string | undefined;
}

/** Who keeps the cookies, and which CSRF token goes with them. */
export class Credentials {
  /** Whether a browser keeps the cookies. */
  readonly browser: boolean;
  readonly #host: string;
  #session: string | undefined;
  #csrf: string | undefined;
  #browserToken: string | undefined;

  constructor(browser: boolean, host: string, given: Given) {
    const { session, csrfToken: csrf, browserToken } = given;
    if (browser && (session ?? browserToken) !== undefined) {
      const name = session === undefined ? "browserToken" : "session";
      throw new TypeError(`${name}: in a browser the cookie is kept by the browser, and cannot be given`);
    }
    this.browser = browser;
    this.#host = host;
    this.#session = session === undefined ? undefined : cookieValue("session", session);
    this.#csrf = csrf === undefined ? undefined : cookieValue("csrfToken", csrf);
    this.#browserToken = browserToken === undefined ? undefined : cookieValue("browserToken", browserToken);
  }

  /** What a sign-in left for the next one; never in a browser. */
  get browserToken(): string | undefined {
    return this.#browserToken;
  }

  /** The session that the client keeps itself; never in a browser. */
  get session(): ClientSession | undefined {
    return this.#session === undefined ? undefined : { session: this.#session, csrfToken: this.#csrf };
  }

  /** The CSRF token, if one is known. */
  get csrf(): string | undefined {
    return (this.browser && this.#cookieOfPage()) || this.#csrf;
  }

  /** Adds what a member's call needs. Safe calls need no CSRF token. */
  apply(headers: Record<string, string>, method: string): void {
    const csrf = this.csrf;
    if (csrf !== undefined && method !== "GET") headers[CSRF_HEADER] = csrf;
    if (this.browser) return;
    const cookies: string[] = [];
    if (this.#session !== undefined) cookies.push(`nl_session=${this.#session}`);
    if (csrf !== undefined) cookies.push(`nl_csrf=${csrf}`);
    if (this.#browserToken !== undefined) cookies.push(`nl_browser=${this.#browserToken}`);
    if (cookies.length > 0) headers["Cookie"] = cookies.join("; ");
  }

  /** Takes in what an answer says. */
  learn(operation: Operation, answer: Response): void {
    if (operation.auth === "admin") return;
    this.#csrf = answer.headers.get(CSRF_HEADER) ?? this.#csrf;
    if (answer.ok && operation.route === "POST /v1/auth/logout") this.forget();
    if (this.browser) return;
    // Node before 18.15 has no getSetCookie, but joins the headers in the same way.
    const set = answer.headers.getSetCookie?.().join(", ") ?? answer.headers.get("Set-Cookie") ?? "";
    const session = /(?:^|, ?)nl_session=([^;,]*)/.exec(set);
    const csrf = /(?:^|, ?)nl_csrf=([^;,]*)/.exec(set);
    if (session) this.#session = session[1] || undefined;
    if (csrf) this.#csrf = csrf[1] || undefined;
    // Signing out does not end it.
    this.#browserToken = /(?:^|, ?)nl_browser=([^;,]+)/.exec(set)?.[1] ?? this.#browserToken;
  }

  /** Drops the CSRF token, because the server does not know it. */
  forget(): void {
    this.#csrf = undefined;
  }

  /** A page on the server's own host can read the cookie, which is newer than what was learnt if another tab signed in. */
  #cookieOfPage(): string | undefined {
    if (typeof document === "undefined" || location.hostname !== this.#host) return;
    return /(?:^|; ?)nl_csrf=([^;]+)/.exec(document.cookie)?.[1];
  }
}

/** Refuses what would end a header or add a second cookie. */
function cookieValue(name: string, value: string): string {
  if (!/^[\w.~+/=-]+$/.test(value)) throw new TypeError(`${name}: not the value of a cookie`);
  return value;
}

/** Whether a browser runs this: a page, or a worker of one. Node, Deno, Bun and workers at the edge are none. */
export function inBrowser(): boolean {
  if (typeof document !== "undefined") return true;
  const scope = globalThis as { importScripts?: unknown; location?: { protocol?: string }; Deno?: unknown };
  return (
    typeof scope.importScripts === "function" &&
    scope.Deno === undefined &&
    /^https?:|^blob:/.test(scope.location?.protocol ?? "")
  );
}
