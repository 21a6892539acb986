import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "./router";
import { focusOnArrival } from "./services/arrive";
import { queryClient } from "./services/query-client";

// Everything that the page needs is there before it is drawn, once. Until then its outline stands there. Not awaited here: pages
// that are loaded now import this file, and would wait for it to end.
void router.load().then(draw);
focusOnArrival(router);

function draw(): void {
  const root = document.getElementById("root");
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      {/* The content security policy allows no style elements. */}
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
