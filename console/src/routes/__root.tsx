import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { notices } from "../services/notices";

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

const Notices = lazy(() => import("../components/Notices"));

function Root() {
  const wanted = useSyncExternalStore(notices.subscribe, notices.wanted);
  return (
    <>
      <Outlet />
      <Suspense fallback={null}>{wanted && <Notices />}</Suspense>
    </>
  );
}
