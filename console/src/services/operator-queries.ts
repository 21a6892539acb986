import { queryOptions } from "@tanstack/react-query";
import { asOperator } from "./operator";
import { FRESH_MS, pages, plain } from "./queries";
import { RANGES, type Range } from "./ranges";

/** Sums over everything: asked for less often than what one member sees of itself. */
const SUMS_MS = 5_000;

export const totalsQuery = queryOptions({
  queryKey: ["operator", "totals"],
  queryFn: ({ signal }) => asOperator((admin) => admin.totals({ signal })),
  refetchInterval: SUMS_MS,
});

export const METRICS = ["clicks", "signups", "earnings"] as const;
export type Metric = (typeof METRICS)[number];

export const seriesQuery = (metric: Metric, range: Range) =>
  queryOptions({
    queryKey: ["operator", "series", metric, range],
    queryFn: ({ signal }) => {
      const { bucket, from } = RANGES[range];
      return asOperator((admin) => admin.series({ metric, bucket, from: from(new Date()) }, { signal }));
    },
    refetchInterval: SUMS_MS,
  });

export const usersQuery = (query: string) =>
  pages(["operator", "users", query], (page, signal) =>
    asOperator((admin) => admin.users({ query, ...page }, { signal }).then(plain)),
  );

export const payoutsQuery = (status: string) =>
  pages(
    ["operator", "payouts", status],
    (page, signal) =>
      asOperator((admin) => admin.payouts({ ...(status && { status }), ...page }, { signal }).then(plain)),
    FRESH_MS,
  );

export const auditQuery = (user: string) =>
  pages(
    ["operator", "audit", user],
    (page, signal) => asOperator((admin) => admin.audit({ ...(user && { user }), ...page }, { signal }).then(plain)),
    SUMS_MS,
  );

/** Who an account is: the directory's entry. */
export const entryQuery = (user: string) =>
  queryOptions({
    queryKey: ["operator", "entry", user],
    queryFn: ({ signal }) =>
      asOperator(async (admin) => {
        const { items } = await admin.users({ query: user }, { signal });
        return items.find((entry) => entry.user_id === user) ?? null;
      }),
  });

/** How an account stands, and why. */
export const userQuery = (user: string) =>
  queryOptions({
    queryKey: ["operator", "user", user],
    queryFn: ({ signal }) => asOperator((admin) => admin.user({ user }, { signal })),
    refetchInterval: FRESH_MS,
  });
