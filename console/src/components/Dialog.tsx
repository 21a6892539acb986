import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { messages } from "../messages";
import styles from "./Dialog.module.css";

/** A dialog over the page. It gives the focus back to where it was. */
export function Dialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles["backdrop"]} />
        <Base.Popup className={styles["popup"]}>
          <div className={styles["head"]}>
            <Base.Title>{props.title}</Base.Title>
            <Base.Close className={styles["close"]} aria-label={messages.common.close}>
              <X aria-hidden="true" size={18} />
            </Base.Close>
          </div>
          {props.text && <Base.Description className={styles["text"]}>{props.text}</Base.Description>}
          {props.children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The buttons at a dialog's end. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles["actions"]}>{children}</div>;
}
