import { createRouter } from "@tanstack/react-router";
import { Failure } from "./components/Failure";
import { Missing } from "./components/Missing";
import { routeTree } from "./routeTree.gen";
import { queryClient } from "./services/query-client";

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
  defaultNotFoundComponent: Missing,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
