import { focusManager, type Query } from "@tanstack/react-query";
import type { UserAnswer } from "@triport/sdk";
import { api } from "./api";
import { sessionQuery } from "./queries";
import { queryClient } from "./query-client";

/** Asks for a code; the answer goes back with it. */
export const sendCode = (email: string) => api.auth.emailStart({ email });

/** Exchanges a code for a session. */
export const verifyCode = (request_id: string, code: string): Promise<UserAnswer> =>
  inItsPlace(() => api.auth.emailVerify({ request_id, code }));

/** Redeems the link that the product has made for its own user. */
export const signInWithLink = (token: string) => api.auth.linkVerify({ token });

/** Somebody has come in, perhaps somebody else than before: nothing that was known of an account may stay. */
export async function welcome(): Promise<void> {
  queryClient.removeQueries({ queryKey: ["member"] });
  await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Ends the session. */
export const signOut = (): Promise<void> => asTheLast(() => api.auth.logout());

/** Deletes the account, and with it the session. */
export const eraseAccount = (forfeit: boolean): Promise<void> =>
  asTheLast(() => api.auth.eraseMe(forfeit ? { forfeit } : {}));

/** Makes a call that puts a session in the place of the one that may still be there. */
export async function inItsPlace<T>(call: () => Promise<T>): Promise<T> {
  // Whoever waits for a first answer would wait for ever: what is asked for again comes of itself.
  await stopAsking((query) => query.state.data !== undefined);
  try {
    return await call();
  } finally {
    focusManager.setFocused(undefined);
  }
}

/** Makes a call that ends the session. */
async function asTheLast(call: () => Promise<unknown>): Promise<void> {
  // A part of the page that arrives only now does not begin.
  const asked = queryClient.getDefaultOptions();
  queryClient.setDefaultOptions({ ...asked, queries: { ...asked.queries, enabled: false } });
  try {
    await stopAsking();
    await call();
  } catch (error) {
    queryClient.setDefaultOptions(asked);
    focusManager.setFocused(undefined);
    throw error;
  }
}

/** Nothing is asked while a session ends: it would be gone before the answer, and the page would take that for its own end. */
function stopAsking(which: (query: Query) => boolean = () => true): Promise<void> {
  // Figures are only kept fresh on a page that is looked at.
  focusManager.setFocused(false);
  return queryClient.cancelQueries({ queryKey: ["member"], predicate: which });
}

/** The session has ended by the person's own wish. The page is loaded anew, so that nothing of the account stays in memory. */
export function leaveForGood(): void {
  window.location.assign("/login");
}

/** Where to go after signing in: only ever a page of this console. */
export function nextPage(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) && !next.startsWith("/login") ? next : "/";
}
