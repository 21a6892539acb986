import { type MouseEvent, type ReactNode, useId } from "react";
import styles from "./Popover.module.css";

/**
 * A button that opens a small sheet beside it. The browser does what menus need a library for: it closes on Escape and on a click
 * elsewhere, gives the focus back and says whether it is open. Its place is fixed by the style, because the buttons never move.
 */
export function Popover(props: {
  trigger: ReactNode;
  triggerClass: string | undefined;
  place: "side" | "bar";
  children: ReactNode;
}) {
  const id = useId();
  // Whatever was chosen closes it, but what is only set (the theme) leaves it open.
  const close = ({ currentTarget, target }: MouseEvent<HTMLElement>) => {
    if (target instanceof Element && target.closest("a, button")) currentTarget.hidePopover();
  };
  return (
    <>
      <button type="button" popoverTarget={id} className={props.triggerClass}>
        {props.trigger}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links and buttons inside are what is clicked, also by keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a key press on them is a click */}
      <div id={id} popover="auto" className={`${styles["popover"]} ${styles[props.place]}`} onClick={close}>
        {props.children}
      </div>
    </>
  );
}

/** What one row of it looks like. */
export const popoverItem = styles["item"];
/** What the words above rows look like. */
export const popoverHeading = styles["heading"];
