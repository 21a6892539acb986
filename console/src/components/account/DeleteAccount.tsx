import { useMutation, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { isTriportError } from "@triport/sdk";
import { useState } from "react";
import { memberMessages } from "../../messages/member";
import { amountText } from "../../services/money";
import { overviewQuery, programQuery } from "../../services/queries";
import { eraseAccount, leaveForGood } from "../../services/sign-in";
import { StepUpRefused, withStepUp } from "../../services/step-up";
import { Button } from "../Button";
import { Dialog, DialogActions } from "../Dialog";
import { Failure } from "../Failure";

const { data: text } = memberMessages.account;

/** Deletes the account, after saying what is lost with it. */
export function DeleteAccount() {
  const [open, setOpen] = useState(false);
  const { data: program } = useSuspenseQuery(programQuery);
  const { data: overview } = useQuery(overviewQuery);
  const remove = useMutation({
    mutationFn: (forfeit: boolean) => withStepUp(() => eraseAccount(forfeit)),
    onSuccess: leaveForGood,
  });
  const change = (next: boolean) => {
    remove.reset();
    setOpen(next);
  };
  // The server says that money would be lost; only then is the question of giving it up asked.
  const loses = isTriportError(remove.error, "balance_would_be_forfeited");
  const balance = overview?.balance;
  const amount = balance ? amountText(balance.available_micro + balance.pending_micro, program.currency) : "";
  const failure = loses || remove.error instanceof StepUpRefused ? null : remove.error;
  return (
    <>
      <Button kind="danger" onClick={() => change(true)}>
        {text.delete}
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={text.deleteTitle}
        text={loses ? text.forfeit(amount) : text.deleteWarning}
      >
        {failure && <Failure error={failure} />}
        <DialogActions>
          <Button onClick={() => change(false)}>{text.keep}</Button>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate(loses)}>
            {loses ? text.forfeitConfirm(amount) : text.deleteConfirm}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
