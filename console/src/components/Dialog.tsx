import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide";
import { type ReactNode, useContext, useEffect, useId, useRef, useSyncExternalStore } from "react";
import { messages } from "../messages";
import { dialogOpened, openDialogs } from "../services/open-dialogs";
import { OverDialogs } from "../services/over-dialogs";
import styles from "./Dialog.module.css";
import { Icon } from "./Icon";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text?: ReactNode;
  children: ReactNode;
}

/** A dialog over the page. It gives the focus back to where it was. */
export function Dialog(props: Props) {
  const id = useId();
  const Over = useContext(OverDialogs);
  const innermost = useSyncExternalStore(openDialogs.subscribe, openDialogs.last) === id;
  useEffect(() => (props.open ? dialogOpened(id) : undefined), [id, props.open]);
  return (
    <PlainDialog {...props}>
      {props.children}
      {innermost && <Over />}
    </PlainDialog>
  );
}

/** A dialog in which no other one opens. */
export function PlainDialog(props: Props) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Portal>
        {/* Also over another dialog: two sheets without anything between them read as one. */}
        <Base.Backdrop className={styles["backdrop"]} forceRender />
        <Base.Popup
          ref={popup}
          className={styles["popup"]}
          initialFocus={(by) => by === "touch" || first(popup.current)}
        >
          <div className={styles["head"]}>
            <Base.Title>{props.title}</Base.Title>
            <Base.Close className={styles["close"]} aria-label={messages.common.close}>
              <Icon of={X} />
            </Base.Close>
          </div>
          {props.text && <Base.Description className={styles["text"]}>{props.text}</Base.Description>}
          {props.children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** What a person came for: the first box, else the first answer, which is the one that changes nothing. */
const first = (popup: HTMLElement | null) =>
  popup?.querySelector<HTMLElement>(`input, select, .${styles["actions"]} button`) ?? true;

/** The buttons at a dialog's end. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles["actions"]}>{children}</div>;
}
