import { QueryCache, QueryClient } from "@tanstack/react-query";
import { signedOut } from "./errors";

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended while the page was open: everything of the account goes, and the router leads to the sign-in.
    onError: (error) => {
      if (signedOut(error)) endSession();
    },
  }),
  defaultOptions: {
    // The SDK repeats what may be repeated.
    queries: { retry: false, networkMode: "always", refetchOnWindowFocus: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Forgets the account. What the programme says to everybody stays. */
export function endSession(): void {
  queryClient.removeQueries({ queryKey: ["member"] });
  queryClient.setQueryData(["session"], null);
}
