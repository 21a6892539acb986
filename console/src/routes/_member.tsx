import { useQuery } from "@tanstack/react-query";
import { createFileRoute, Outlet, redirect, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
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
  const ended = useQuery(sessionQuery).data === null;
  useLeaveWhen(ended);
  if (ended) return null;
  return (
    <OverDialogs value={StepUpSoon}>
      <MemberShell>
        <Outlet />
      </MemberShell>
      <StepUpOverPage />
    </OverDialogs>
  );
}

/** Leads to the sign-in once, and from there back, when the session has ended while the page was open. */
function useLeaveWhen(ended: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (!ended) return;
    const { pathname, href } = router.state.location;
    void router.navigate({ to: "/login", search: pathname === "/" ? {} : { next: href } });
  }, [ended, router]);
}
