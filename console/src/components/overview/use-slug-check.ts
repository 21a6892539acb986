import { useQuery } from "@tanstack/react-query";
import type { SlugChecked } from "@triport/sdk";
import { useEffect, useState } from "react";
import { api } from "../../services/api";

/** What the server says about the text in the box. */
export type Verdict =
  | { kind: "idle" }
  | { kind: "checking" }
  /** The server could not be asked; saving decides anyway. */
  | { kind: "unknown" }
  | { kind: "free"; slug: string }
  | { kind: "refused"; reason: NonNullable<SlugChecked["reason"]> };

/** The server is asked when nobody has typed for so long: a session may check a fifth as often as it may call. */
const PAUSE_MS = 250;

/** Asks about a slug while it is typed. The account's own one, and an empty box, need no answer. */
export function useSlugCheck(slug: string, current: string | null): Verdict {
  const settled = useSettled(slug, PAUSE_MS);
  const wanted = slug !== "" && slug !== current;
  const { data, isError } = useQuery({
    queryKey: ["member", "slug-check", settled],
    queryFn: ({ signal }) => api.referrals.checkSlug({ slug: settled }, { signal }),
    enabled: wanted && settled === slug,
    staleTime: 0,
    gcTime: 0,
  });
  if (!wanted) return { kind: "idle" };
  if (settled !== slug) return { kind: "checking" };
  if (isError) return { kind: "unknown" };
  return data === undefined ? { kind: "checking" } : verdictOf(data);
}

export function verdictOf({ slug, available, reason }: SlugChecked): Verdict {
  return available || reason === null ? { kind: "free", slug } : { kind: "refused", reason };
}

function useSettled(value: string, afterMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
