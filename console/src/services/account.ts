import { queryOptions } from "@tanstack/react-query";
import type { Done } from "@triport/sdk";
import { api } from "./api";
import { FRESH_MS } from "./queries";

export interface Identity {
  id: string;
  provider: "email" | "google" | "wallet";
  subject: string;
  chain?: "evm" | "solana";
  created_at: string;
}

export const identitiesQuery = queryOptions({
  queryKey: ["member", "identities"],
  queryFn: ({ signal }) => api.call<{ items: Identity[] }>({ route: "GET /v1/auth/identities" }, undefined, { signal }),
});

export const sessionsQuery = queryOptions({
  queryKey: ["member", "sessions"],
  queryFn: ({ signal }) => api.auth.sessions({ signal }),
  // Signing in elsewhere changes no figure.
  refetchInterval: 10 * FRESH_MS,
});

export const removeIdentity = (id: string) => api.call<Done>({ route: "DELETE /v1/auth/identities/{id}" }, { id });
export const addEmail = (request_id: string, code: string) =>
  api.call<Identity>({ route: "POST /v1/auth/identities/email" }, { request_id, code });
export const addGoogle = () => api.call<{ url: string }>({ route: "POST /v1/auth/identities/google", body: true });
