import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { memberMessages } from "../../messages/member";
import { identitiesQuery } from "../../services/account";
import { api } from "../../services/api";
import { explain } from "../../services/errors";
import { notify } from "../../services/notices";
import { sessionQuery } from "../../services/queries";
import { sendCode } from "../../services/sign-in";
import { StepUpRefused, withStepUp } from "../../services/step-up";
import { Button } from "../Button";
import { CodeField } from "../CodeField";
import { Dialog, DialogActions } from "../Dialog";
import { TextField } from "../TextField";
import styles from "./account.module.css";

const { identities: text } = memberMessages.account;

/** Adds an address that signs in, after a code has shown that it is the member's. */
export function AddEmail(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange} title={text.addEmail}>
      <AddEmailForm onDone={() => props.onOpenChange(false)} />
    </Dialog>
  );
}

function AddEmailForm({ onDone }: { onDone: () => void }) {
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [code, setCode] = useState("");
  const start = useMutation({ mutationFn: sendCode });
  const add = useMutation({
    mutationFn: (request_id: string) => withStepUp(() => api.auth.linkEmail({ request_id, code })),
    onSuccess: async () => {
      notify(text.added);
      await queryClient.invalidateQueries({ queryKey: identitiesQuery.queryKey });
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (start.data === undefined) start.mutate(email);
    else add.mutate(start.data.request_id);
  };
  const said = (error: unknown) => (error === null || error instanceof StepUpRefused ? undefined : explain(error).text);
  return (
    <form onSubmit={submit} className={styles["form"]} noValidate>
      <TextField
        label={text.email}
        type="email"
        autoComplete="email"
        readOnly={start.data !== undefined}
        value={email}
        onValueChange={setEmail}
        error={said(start.error)}
      />
      {start.data !== undefined && (
        <CodeField email={email} autoFocus value={code} onValueChange={setCode} error={said(add.error)} />
      )}
      <DialogActions>
        <Button kind="main" type="submit" busy={start.isPending || add.isPending}>
          {start.data === undefined ? text.sendCode : text.confirm}
        </Button>
      </DialogActions>
    </form>
  );
}
