import { useQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, Outlet, redirect, useLocation } from "@tanstack/react-router";
import { MemberShell } from "../components/MemberShell";
import { StepUpOverPage, StepUpSoon } from "../components/StepUpSoon";
import { OverDialogs } from "../services/over-dialogs";
import { programQuery, sessionQuery } from "../services/queries";
import { useFresh } from "../services/use-fresh";

/** Everything that a member sees stands inside, and only for a member. */
export const Route = createFileRoute("/_member")({
  beforeLoad: async ({ context: { queryClient }, location }) => {
    // Every page shows money, and has to know in which currency.
    const [session] = await Promise.all([
      queryClient.ensureQueryData(sessionQuery),
      queryClient.ensureQueryData(programQuery),
    ]);
    if (session === null) {
      throw redirect({ to: "/login", search: location.pathname === "/" ? {} : { next: location.href } });
    }
  },
  component: Member,
});

function Member() {
  useFresh();
  const { data: session } = useQuery(sessionQuery);
  const { href } = useLocation();
  // It ended while the page was open.
  if (session === null) return <Navigate to="/login" search={href === "/" ? {} : { next: href }} />;
  return (
    <OverDialogs value={StepUpSoon}>
      <MemberShell>
        <Outlet />
      </MemberShell>
      <StepUpOverPage />
    </OverDialogs>
  );
}
