/** An answer that waits longer than this is news no more. */
const FRESH_MS = 10_000;

const asked = new Map<string, Promise<Response>>();

/** Sends calls before there is a client that could, as the client would. */
export function askEarly(paths: readonly string[]): void {
  for (const path of paths) {
    const answer = fetch(path, { headers: { Accept: "application/json" }, redirect: "manual", credentials: "include" });
    // Whoever takes it sees the failure; if nobody does, it is none.
    answer.catch(() => undefined);
    asked.set(path, answer);
  }
  setTimeout(() => asked.clear(), FRESH_MS);
}

/** `fetch`, but for a call that was sent early: its first caller gets that answer. */
export const fetchOrEarly: typeof fetch = (input, init) => {
  const { pathname, search } = new URL(String(input), window.location.origin);
  const path = pathname + search;
  const early = (init?.method ?? "GET") === "GET" ? asked.get(path) : undefined;
  asked.delete(path);
  return early ?? fetch(input, init);
};
