import type { ComponentProps, MouseEvent } from "react";
import styles from "./Button.module.css";

type Kind = "plain" | "main" | "quiet" | "danger";

/**
 * A button. While it is `busy` it keeps its focus and its name, says that it works, and does nothing: pressing it twice is
 * pressing it once. One that is `disabled` can be reached as well, so that nobody misses it.
 */
export function Button({
  kind = "plain",
  busy = false,
  disabled = false,
  className,
  onClick,
  ...rest
}: ComponentProps<"button"> & { kind?: Kind; busy?: boolean }) {
  const off = busy || disabled;
  // A form is sent by a click as well, also if it was the Enter key.
  const press = (event: MouseEvent<HTMLButtonElement>) => (off ? event.preventDefault() : onClick?.(event));
  return (
    <button
      type="button"
      {...rest}
      onClick={press}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      className={`${buttonLook(kind)} ${className ?? ""}`}
    />
  );
}

/** What makes a link look like a button. */
export const buttonLook = (kind: Kind = "plain") => `${styles["button"]} ${styles[kind] ?? ""}`;
