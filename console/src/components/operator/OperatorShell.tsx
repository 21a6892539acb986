import { BookOpenCheck, LayoutDashboard, LogOut, ScrollText, Send, ShieldCheck, UsersRound } from "lucide";
import type { ReactNode } from "react";
import { operatorMessages } from "../../messages/operator";
import { leave } from "../../services/operator";
import { Icon } from "../Icon";
import person from "../PersonMenu.module.css";
import { Popover, popoverItem } from "../Popover";
import type { Place } from "../place";
import { Shell } from "../Shell";
import { ThemeChoice } from "../ThemeChoice";

const { nav, door } = operatorMessages;
const PLACES: readonly Place[] = [
  { to: "/operator", name: nav.overview, icon: LayoutDashboard, exact: true },
  { to: "/operator/payouts", name: nav.payouts, icon: Send },
  { to: "/operator/users", name: nav.users, icon: UsersRound },
  { to: "/operator/audit", name: nav.audit, icon: ScrollText },
  { to: "/operator/ledger", name: nav.ledger, icon: BookOpenCheck },
];

/** The shell of an operator. */
export function OperatorShell({ children }: { children: ReactNode }) {
  return (
    <Shell places={PLACES} label={nav.label} home="/operator" foot={<OperatorMenu />}>
      {children}
    </Shell>
  );
}

function OperatorMenu() {
  return (
    <Popover
      place="side"
      triggerClass={person["trigger"]}
      trigger={
        <>
          <span className={person["initial"]} aria-hidden="true">
            <Icon of={ShieldCheck} size={17} thin />
          </span>
          <span className={person["name"]}>{door.menu}</span>
        </>
      }
    >
      <ThemeChoice />
      <button type="button" className={popoverItem} onClick={leave}>
        <Icon of={LogOut} thin />
        {door.leave}
      </button>
    </Popover>
  );
}
