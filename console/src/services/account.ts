import { queryOptions } from "@tanstack/react-query";
import { api } from "./api";
import { FRESH_MS } from "./queries";

export const identitiesQuery = queryOptions({
  queryKey: ["member", "identities"],
  queryFn: ({ signal }) => api.auth.identities({ signal }),
});

export const sessionsQuery = queryOptions({
  queryKey: ["member", "sessions"],
  queryFn: ({ signal }) => api.auth.sessions({ signal }),
  // Signing in elsewhere changes no figure.
  refetchInterval: 10 * FRESH_MS,
});

/** Where to go to add a Google account. */
export const addGoogle = () => api.auth.linkGoogle();
