/** What the transport has to know about an endpoint. The generated methods each carry one. */
export interface Operation {
  /** Method and address as in the API's document: `"POST /v1/referrals/payouts/{id}/cancel"`. */
  route: string;
  /** `"admin"` sends the operator's token and no cookie; otherwise the session is sent. */
  auth?: "admin";
  /** The CSRF header is needed even where the server trusts the origin. */
  csrf?: true;
  /** May be repeated: by its nature, or because it carries an idempotency key. GET always may. */
  repeat?: true | "key";
  /** Which arguments go into the query; for GET all that are not part of the path. */
  query?: readonly string[];
  /** A body is sent even if it is empty. */
  body?: true;
  /** The answer is text, not JSON. */
  text?: true;
}

/** Options of a single call. */
export interface CallOptions {
  /** Ends the call; it rejects with the signal's reason. The server may have done it all the same. */
  signal?: AbortSignal;
  /** In place of the client's `timeoutMs`. */
  timeoutMs?: number;
  /** In place of the client's `maxRetries`. */
  maxRetries?: number;
}

/** Options of a call that moves money. */
export interface MoneyCallOptions extends CallOptions {
  /**
   * At most 255 printable characters. The same key with the same arguments happens once, for 30 days. Without one the
   * client makes a new key for every call, which covers its own retries; give your own to cover a restart of yours.
   */
  idempotencyKey?: string;
}

/** Arguments by their name in the API. */
export type Input = Readonly<Record<string, unknown>>;

/** An operation and its arguments as a request. */
export interface Prepared {
  method: string;
  /** Path and query. */
  target: string;
  body: string | undefined;
}

/** Puts arguments where they belong: path, query, body. */
export function prepare(operation: Operation, input: Input = {}): Prepared {
  const [method = "", template = ""] = operation.route.split(" ");
  const rest = { ...input };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return segment(name, value);
  });
  const query: [string, string][] = [];
  for (const name of operation.query ?? (method === "GET" ? Object.keys(rest) : [])) {
    const value = rest[name];
    delete rest[name];
    if (value !== undefined && value !== null) query.push([name, String(value)]);
  }
  const bare = method === "GET" || (!operation.body && Object.keys(rest).length === 0);
  return {
    method,
    target: query.length > 0 ? `${path}?${new URLSearchParams(query)}` : path,
    body: bare ? undefined : JSON.stringify(rest),
  };
}

/** One segment of a path. `.` and `..` cannot be sent: they would silently name another address. */
function segment(name: string, value: unknown): string {
  if (typeof value !== "string" || value === "" || value === "." || value === "..") {
    throw new TypeError(`${name} must be a text that is not empty, "." or ".."`);
  }
  return encodeURIComponent(value);
}
