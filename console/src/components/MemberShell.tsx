import { useSuspenseQuery } from "@tanstack/react-query";
import { CircleUserRound, Gift, Hash, LayoutDashboard, ReceiptText, Send, UsersRound } from "lucide";
import type { ReactNode } from "react";
import { messages } from "../messages";
import { sessionQuery } from "../services/queries";
import { PersonMenu } from "./PersonMenu";
import type { Place } from "./place";
import { Shell } from "./Shell";

const { nav } = messages.common;
const PLACES: readonly Place[] = [
  { to: "/", name: nav.overview, icon: LayoutDashboard, exact: true },
  { to: "/rewards", name: nav.rewards, icon: Gift },
  { to: "/invitees", name: nav.invitees, icon: UsersRound },
  { to: "/payouts", name: nav.payouts, icon: Send },
  { to: "/invoices", name: nav.invoices, icon: ReceiptText },
  { to: "/codes", name: nav.codes, icon: Hash },
  { to: "/account", name: nav.account, icon: CircleUserRound },
];

/** The shell of a member. */
export function MemberShell({ children }: { children: ReactNode }) {
  const { data: session } = useSuspenseQuery(sessionQuery);
  return (
    <Shell places={PLACES} label={nav.label} foot={session && <PersonMenu user={session.user} />}>
      {children}
    </Shell>
  );
}
