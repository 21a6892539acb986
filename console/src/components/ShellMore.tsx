import { Link } from "@tanstack/react-router";
import { Ellipsis } from "lucide-react";
import { messages } from "../messages";
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
          <Ellipsis aria-hidden="true" size={18} strokeWidth={1.75} />
          <span>{messages.common.nav.more}</span>
        </>
      }
    >
      {places.map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className={popoverItem}>
          <Icon aria-hidden="true" size={18} strokeWidth={1.75} />
          {name}
        </Link>
      ))}
    </Popover>
  );
}
