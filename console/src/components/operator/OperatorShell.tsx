import { Menu } from "@base-ui/react/menu";
import { BookOpenCheck, LayoutDashboard, LogOut, ScrollText, Send, ShieldCheck, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { operatorMessages } from "../../messages/operator";
import { leave } from "../../services/operator";
import popup from "../Menu.module.css";
import { Notices } from "../Notices";
import person from "../PersonMenu.module.css";
import { type Place, Shell } from "../Shell";
import { ThemeItems } from "../ThemeItems";

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
    <>
      <Shell places={PLACES} label={nav.label} home="/operator" foot={<OperatorMenu />}>
        {children}
      </Shell>
      <Notices />
    </>
  );
}

function OperatorMenu() {
  return (
    <Menu.Root>
      <Menu.Trigger className={person["trigger"]}>
        <span className={person["initial"]} aria-hidden="true">
          <ShieldCheck size={17} strokeWidth={1.75} />
        </span>
        <span className={person["name"]}>{door.menu}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={8} align="start">
          <Menu.Popup className={popup["popup"]}>
            <ThemeItems />
            <Menu.Separator className={popup["line"]} />
            <Menu.Item className={popup["item"]} onClick={leave}>
              <LogOut aria-hidden="true" size={18} strokeWidth={1.75} />
              {door.leave}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
