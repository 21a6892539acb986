import { isTriportError, TriportClient } from "@triport/sdk";
import { useSyncExternalStore } from "react";
import { queryClient } from "./query-client";

/**
 * The operator's client, and with it the token: here and nowhere else. No storage, no cookie, no address; a reload forgets it.
 */
let client: TriportClient | undefined;
let ended = false;
const listeners = new Set<() => void>();

/** Keeps a token if it works for a person's work, which has to be able to read the programme. */
export async function enter(token: string): Promise<void> {
  const tried = new TriportClient({ baseUrl: window.location.origin, adminToken: token });
  await tried.admin.totals();
  client = tried;
  ended = false;
  tell();
}

/** Forgets the token and everything that was read with it. */
export function leave(): void {
  client = undefined;
  queryClient.removeQueries({ queryKey: ["operator"] });
  tell();
}

/** Leaves if the token has stopped working; whatever was thrown goes on. */
export function leaveIfRefused(error: unknown): never {
  if (client && isTriportError(error, "admin_token_invalid")) {
    ended = true;
    leave();
  }
  throw error;
}

/** A call in the operator's name. */
export async function asOperator<T>(call: (admin: TriportClient["admin"]) => PromiseLike<T>): Promise<T> {
  if (!client) throw new Error("nobody is signed in as an operator");
  try {
    return await call(client.admin);
  } catch (error) {
    return leaveIfRefused(error);
  }
}

/** Whether somebody is in, or was until the token stopped working. */
export function useOperator(): "in" | "out" | "ended" {
  return useSyncExternalStore(listen, () => (client ? "in" : ended ? "ended" : "out"));
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
