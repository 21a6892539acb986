import { createFileRoute, Outlet } from "@tanstack/react-router";
import { Suspense } from "react";
import { Door } from "../components/operator/Door";
import { OperatorShell } from "../components/operator/OperatorShell";
import { Skeleton } from "../components/Skeleton";
import { useOperator } from "../services/operator";

export const Route = createFileRoute("/operator")({ component: Operator });

/** Every operator page stands behind the token. */
function Operator() {
  const state = useOperator();
  if (state !== "in") return <Door ended={state === "ended"} />;
  return (
    <OperatorShell>
      <Suspense fallback={<Skeleton lines={3} tall />}>
        <Outlet />
      </Suspense>
    </OperatorShell>
  );
}
