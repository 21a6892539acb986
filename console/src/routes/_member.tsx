import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { OverDialogs } from "../components/Dialog";
import { MemberShell } from "../components/MemberShell";
import { StepUp, StepUpOverPage } from "../components/StepUp";
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
  return (
    <OverDialogs value={StepUp}>
      <MemberShell>
        <Outlet />
      </MemberShell>
      <StepUpOverPage />
    </OverDialogs>
  );
}
