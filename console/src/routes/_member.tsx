import { useQuery } from "@tanstack/react-query";
import { createFileRoute, Outlet, redirect, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { MemberShell } from "../components/MemberShell";
import { StepUpOverPage, StepUpSoon } from "../components/StepUpSoon";
import { maySession } from "../services/cookies";
import { OverDialogs } from "../services/over-dialogs";
import { overviewQuery, programQuery, sessionQuery } from "../services/queries";
import { useFresh } from "../services/use-fresh";

/** Everything that a member sees stands inside, and only for a member. */
export const Route = createFileRoute("/_member")({
  beforeLoad: async ({ context: { queryClient }, location }) => {
    // Every page shows money, and has to know in which currency. What an account has comes in the same round.
    const [session] = await Promise.all([
      queryClient.ensureQueryData(sessionQuery),
      queryClient.ensureQueryData(programQuery),
      maySession() && queryClient.ensureQueryData(overviewQuery).catch(shownLater),
    ]);
    if (session === null) {
      throw redirect({ to: "/login", search: location.pathname === "/" ? {} : { next: location.href } });
    }
  },
  component: Member,
});

/** The page itself says that it could not be read, where it would stand. */
const shownLater = () => undefined;

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
