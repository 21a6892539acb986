import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { messages } from "../messages";
import { Icon } from "./Icon";
import type { Place } from "./place";
import styles from "./Shell.module.css";
import { ShellMore } from "./ShellMore";
import { Wordmark } from "./Wordmark";

/** On a phone so many places stand in the bar below; the others are behind "More". */
const IN_BAR = 4;

/** What is around every page of one kind of person: where they can go at the side, or below on a phone, and who they are. */
export function Shell(props: {
  places: readonly Place[];
  label: string;
  home?: Place["to"];
  foot: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={styles["shell"]}>
      <a className={styles["skip"]} href="#content">
        {messages.common.skip}
      </a>
      <header className={styles["side"]}>
        <Link to={props.home ?? "/"} className={styles["home"]}>
          <Wordmark />
        </Link>
        <nav aria-label={props.label} className={styles["nav"]}>
          <ul>
            {props.places.map((place, at) => (
              <li key={place.to} data-further={at >= IN_BAR || undefined}>
                <PlaceLink place={place} />
              </li>
            ))}
            <li className={styles["more"]}>
              <ShellMore places={props.places.slice(IN_BAR)} />
            </li>
          </ul>
        </nav>
        <div className={styles["foot"]}>{props.foot}</div>
      </header>
      <main id="content" tabIndex={-1} className={styles["content"]}>
        {props.children}
      </main>
    </div>
  );
}

function PlaceLink({ place }: { place: Place }) {
  return (
    <Link to={place.to} activeOptions={{ exact: place.exact ?? false }} className={styles["place"]}>
      <Icon of={place.icon} thin />
      <span>{place.name}</span>
    </Link>
  );
}
