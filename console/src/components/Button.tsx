import { Button as Base } from "@base-ui/react/button";
import type { ComponentProps } from "react";
import styles from "./Button.module.css";

type Kind = "plain" | "main" | "quiet" | "danger";

/**
 * A button. While it is `busy` it keeps its focus and its name, says that it works, and does nothing: pressing it twice is
 * pressing it once.
 */
export function Button({
  kind = "plain",
  busy = false,
  className,
  children,
  ...rest
}: Omit<ComponentProps<typeof Base>, "className"> & { kind?: Kind; busy?: boolean; className?: string | undefined }) {
  return (
    <Base
      {...rest}
      disabled={busy || rest.disabled}
      focusableWhenDisabled
      aria-busy={busy || undefined}
      className={`${buttonLook(kind)} ${className ?? ""}`}
    >
      {children}
    </Base>
  );
}

/** What makes a link look like a button. */
export const buttonLook = (kind: Kind = "plain") => `${styles["button"]} ${styles[kind] ?? ""}`;
