import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Page } from "@triport/sdk";
import { api } from "./api";
import { maySession } from "./cookies";
import { signedOut } from "./errors";

/** Figures are asked for this often while the page is seen; an answer without news changes nothing on it. */
export const FRESH_MS = 1_500;
const RARELY_MS = 5 * 60_000;
const PAGE_ITEMS = 50;
/** Somebody who reads that far down a list reads what was, and is not kept waiting for all of it again. */
const LONG_PAGES = 10;

/** Who is signed in; null if nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => {
    if (!maySession()) return null;
    try {
      return await api.auth.me({ signal });
    } catch (error) {
      if (signedOut(error)) return null;
      throw error;
    }
  },
  staleTime: RARELY_MS,
});

/** The programme's terms. */
export const programQuery = queryOptions({
  queryKey: ["program"],
  queryFn: ({ signal }) => api.program.show({ signal }),
  staleTime: RARELY_MS,
});

// What follows is the account's: its keys begin with "member", and a change of the overview makes all of it stale
// (`use-fresh.ts`).

/** A member's standing: codes, counters, balance. */
export const overviewQuery = queryOptions({
  queryKey: ["member", "overview"],
  queryFn: ({ signal }) => api.referrals.me({ signal }),
  refetchInterval: FRESH_MS,
});

export interface SeriesWish {
  metric: "clicks" | "signups" | "earnings";
  bucket: "day" | "week" | "month";
  /** The first day, `2026-11-27`. */
  from: string;
}

export const seriesQuery = (wish: SeriesWish) =>
  queryOptions({
    queryKey: ["member", "series", wish],
    queryFn: ({ signal }) => api.referrals.series({ ...wish }, { signal }),
    // Another range keeps the old picture until the new one is there.
    placeholderData: (before) => before,
  });

export const codesQuery = queryOptions({
  queryKey: ["member", "codes"],
  queryFn: ({ signal }) => api.referrals.codes({ signal }),
});

export const attributionQuery = queryOptions({
  queryKey: ["member", "attribution"],
  queryFn: ({ signal }) => api.referrals.attribution({ signal }),
});

export const rewardsQuery = (status: string | undefined) =>
  pages(["member", "rewards", status ?? "all"], (page, signal) =>
    api.referrals.rewards({ ...page, ...(status !== undefined && { status }) }, { signal }).then(plain),
  );

export const inviteesQuery = pages(["member", "invitees"], (page, signal) =>
  api.referrals.invitees(page, { signal }).then(plain),
);

export const payoutsQuery = pages(
  ["member", "payouts"],
  (page, signal) => api.referrals.payouts(page, { signal }).then(plain),
  // An operator moves it on without touching the balance.
  FRESH_MS,
);

export const invoicesQuery = (status: string | undefined) =>
  pages(
    ["member", "invoices", status ?? "all"],
    (page, signal) =>
      api.referrals.invoices({ ...page, ...(status !== undefined && { status }) }, { signal }).then(plain),
    // The product pushes them whenever it likes.
    FRESH_MS,
  );

/** A list that is read page by page, as far as somebody asks for. */
export function pages<Item>(
  queryKey: readonly string[],
  fetch: (page: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<Page<Item>>,
  refetchInterval?: number,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      fetch({ limit: PAGE_ITEMS, ...(pageParam !== undefined && { cursor: pageParam }) }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page<Item>) => last.next_cursor ?? undefined,
    // All pages are asked for again: with many of them less often, and in the end not at all.
    refetchInterval: (query): number | false =>
      refetchInterval !== undefined &&
      !isLong(query.state.data) &&
      refetchInterval * Math.max(1, query.state.data?.pages.length ?? 1),
  });
}

/** Whether a query holds more pages of a list than are kept fresh. */
export const isLong = (data: unknown): boolean =>
  typeof data === "object" &&
  data !== null &&
  "pages" in data &&
  Array.isArray(data.pages) &&
  data.pages.length > LONG_PAGES;

/** A page without the list's other abilities: what is kept in the cache has to be data. */
export const plain = <Item>({ items, next_cursor }: Page<Item>): Page<Item> => ({ items, next_cursor });
