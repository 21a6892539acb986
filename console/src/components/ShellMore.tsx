import { Link } from "@tanstack/react-router";
import { Ellipsis } from "lucide";
import { messages } from "../messages";
import { Icon } from "./Icon";
import { Popover, popoverItem } from "./Popover";
import type { Place } from "./place";
import styles from "./Shell.module.css";

/** The places that have no room in the bar of a phone. */
export function ShellMore({ places }: { places: readonly Place[] }) {
  return (
    <Popover
      place="bar"
      triggerClass={styles["place"]}
      trigger={
        <>
          <Icon of={Ellipsis} thin />
          <span>{messages.common.nav.more}</span>
        </>
      }
    >
      {places.map(({ to, name, icon }) => (
        <Link key={to} to={to} className={popoverItem}>
          <Icon of={icon} thin />
          {name}
        </Link>
      ))}
    </Popover>
  );
}
