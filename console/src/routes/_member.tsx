import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { MemberShell } from "../components/MemberShell";
import { sessionQuery } from "../services/queries";

/** Everything that a member sees stands inside, and only for a member. */
export const Route = createFileRoute("/_member")({
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session === null)
      throw redirect({ to: "/login", search: location.pathname === "/" ? {} : { next: location.href } });
  },
  component: Member,
});

function Member() {
  return (
    <MemberShell>
      <Outlet />
    </MemberShell>
  );
}
