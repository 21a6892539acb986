import { Menu } from "@base-ui/react/menu";
import { Link } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { messages } from "../messages";
import popup from "./Menu.module.css";
import type { Place } from "./Shell";
import styles from "./Shell.module.css";

/** The places that have no room in the bar of a phone. */
export function ShellMore({ places }: { places: readonly Place[] }) {
  return (
    <Menu.Root>
      <Menu.Trigger className={styles["place"]}>
        <Ellipsis aria-hidden="true" size={18} strokeWidth={1.75} />
        <span>{messages.common.nav.more}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={8} align="end">
          <Menu.Popup className={popup["popup"]}>
            {places.map(({ to, name, icon: Icon }) => (
              <Menu.LinkItem key={to} className={popup["item"]} closeOnClick render={<Link to={to} />}>
                <Icon aria-hidden="true" size={18} strokeWidth={1.75} />
                {name}
              </Menu.LinkItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
