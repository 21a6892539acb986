import { queryOptions } from "@tanstack/react-query";
import { api } from "./api";
import { signedOut } from "./errors";

/** Figures are asked for this often while the page is seen; an answer without news changes nothing on it. */
export const FRESH_MS = 1_500;
const RARELY_MS = 5 * 60_000;

/** Who is signed in; null if nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    try {
      return await api.auth.me({ signal });
    } catch (error) {
      if (signedOut(error)) return null;
      throw error;
    }
  },
  staleTime: RARELY_MS,
});

/** The programme's public facts. */
export const programQuery = queryOptions({
  queryKey: ["program"],
  queryFn: ({ signal }) => api.call<Program>({ route: "GET /v1/program" }, undefined, { signal }),
  staleTime: RARELY_MS,
});

export interface Program {
  currency: string;
  tiers: { tier: number; label: string; rate_bps: number }[];
  hold_period_seconds: number;
  attribution_window_seconds: number;
  min_payout_micro: number;
  step_up_payout_micro: number;
  payout_networks: ("solana" | "ethereum" | "polygon")[];
  replaced_slugs: "alias" | "off";
  touch: "last" | "first";
  sign_in_with: ("email" | "google" | "wallet")[];
}

/** A member's standing: codes, counters, balance. */
export const overviewQuery = queryOptions({
  queryKey: ["member", "overview"],
  queryFn: ({ signal }) => api.referrals.me({ signal }),
  refetchInterval: FRESH_MS,
});
