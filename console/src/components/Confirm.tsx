import type { UseMutationResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { StepUpRefused } from "../services/step-up";
import { Button } from "./Button";
import { Dialog, DialogActions } from "./Dialog";
import { Failure } from "./Failure";

/** A button that asks once more before it does what cannot be undone. */
export function Confirm(props: {
  trigger: string;
  /** What the button is called for screen readers, if there are several alike. */
  triggerName?: string;
  quiet?: boolean;
  title: string;
  text?: ReactNode;
  /** What has to be seen before, beyond a text. */
  children?: ReactNode;
  keep: string;
  confirm: string;
  danger?: boolean;
  call: Pick<UseMutationResult<unknown, unknown, void>, "mutateAsync" | "isPending" | "error" | "reset">;
}) {
  const { call } = props;
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    if (next) call.reset();
    setOpen(next);
  };
  // What went wrong stands in the dialog.
  const go = () =>
    call.mutateAsync().then(
      () => setOpen(false),
      () => undefined,
    );
  return (
    <>
      <Button kind={props.quiet ? "quiet" : "plain"} aria-label={props.triggerName} onClick={() => change(true)}>
        {props.trigger}
      </Button>
      <Dialog open={open} onOpenChange={change} title={props.title} text={props.text}>
        {props.children}
        {call.error !== null && !(call.error instanceof StepUpRefused) && <Failure error={call.error} />}
        <DialogActions>
          <Button onClick={() => change(false)}>{props.keep}</Button>
          <Button kind={props.danger ? "danger" : "main"} busy={call.isPending} onClick={go}>
            {props.confirm}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
