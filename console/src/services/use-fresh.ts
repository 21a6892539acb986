import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { isLong, overviewQuery } from "./queries";

/**
 * Keeps every page of a member fresh by one cheap call: the overview costs the same however much an account has earned, and
 * nearly everything that happens to an account changes it. When it changes, what is on the page is read again.
 */
export function useFresh(): void {
  const queryClient = useQueryClient();
  const { data } = useQuery(overviewQuery);
  const before = useRef(data);
  useEffect(() => {
    // An answer that says the same is the same object.
    if (before.current !== undefined && data !== before.current) {
      void queryClient.invalidateQueries({
        predicate: ({ queryKey: [owner, what], state }) =>
          owner === "member" && what !== "overview" && what !== "slug-check" && !isLong(state.data),
      });
    }
    before.current = data;
  }, [data, queryClient]);
}
