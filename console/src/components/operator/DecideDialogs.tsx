import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ProgramTerms, ShownUser } from "@triport/sdk";
import { type FormEvent, type ReactNode, useState } from "react";
import { messages } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { rateText } from "../../services/money";
import { notify } from "../../services/notices";
import { asOperator } from "../../services/operator";
import { Button } from "../Button";
import { Dialog, DialogActions } from "../Dialog";
import { Failure } from "../Failure";
import { SelectField } from "../SelectField";
import { TextField } from "../TextField";
import styles from "./Decide.module.css";

const { acts: text } = operatorMessages;

interface Props {
  shown: ShownUser;
  onClose: () => void;
}

/** The frame of each: say why, do it, tell that it was done. */
function DecideDialog(props: {
  title: string;
  text: string;
  done: string;
  danger?: boolean;
  act: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}) {
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: props.act,
    onSuccess: () => {
      notify(props.done);
      props.onClose();
      return queryClient.invalidateQueries({ queryKey: ["operator"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => open || props.onClose()} title={props.title} text={props.text}>
      <form onSubmit={submit} className={styles["form"]} noValidate>
        {props.children}
        {act.error && <Failure error={act.error} />}
        <DialogActions>
          <Button onClick={props.onClose}>{messages.common.cancel}</Button>
          <Button kind={props.danger ? "danger" : "main"} type="submit" busy={act.isPending}>
            {props.title}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

export function TierDialog({ shown, tiers, onClose }: Props & { tiers: ProgramTerms["tiers"] }) {
  const [tier, setTier] = useState(String(shown.tier));
  const [note, setNote] = useState("");
  const act = () =>
    asOperator((admin) =>
      admin.setTier({ user: shown.user_id, tier: Number(tier), ...(note.trim() && { note: note.trim() }) }),
    );
  return (
    <DecideDialog title={text.tier} text={text.tierText} done={text.tierDone} act={act} onClose={onClose}>
      <SelectField
        label={text.newTier}
        value={tier}
        onChange={setTier}
        options={tiers.map((each) => ({
          value: String(each.tier),
          name: text.tierOption(each.label, rateText(each.rate_bps)),
        }))}
      />
      <TextField label={text.note} hint={text.noteHint} value={note} onValueChange={setNote} maxLength={500} />
    </DecideDialog>
  );
}

export function FreezeDialog({ shown, onClose }: Props) {
  const [reason, setReason] = useState("");
  const frozen = shown.payouts_frozen;
  const act = () =>
    asOperator((admin) => {
      const input = { user: shown.user_id, reason: reason.trim() };
      return frozen ? admin.unfreezePayouts(input) : admin.freezePayouts(input);
    });
  return (
    <DecideDialog
      title={frozen ? text.unfreeze : text.freeze}
      text={frozen ? text.unfreezeText : text.freezeText}
      done={frozen ? text.unfreezeDone : text.freezeDone}
      danger={!frozen}
      act={act}
      onClose={onClose}
    >
      <ReasonField value={reason} onChange={setReason} />
    </DecideDialog>
  );
}

export function DisableDialog({ shown, onClose }: Props) {
  const [code, setCode] = useState(shown.custom_slug ?? shown.primary_code);
  const [reason, setReason] = useState("");
  const act = () => asOperator((admin) => admin.disableCode({ code: code.trim(), reason: reason.trim() }));
  return (
    <DecideDialog
      title={text.disable}
      text={text.disableText}
      done={text.disableDone}
      danger
      act={act}
      onClose={onClose}
    >
      <TextField label={text.code} mono spellCheck={false} autoCapitalize="none" value={code} onValueChange={setCode} />
      <ReasonField value={reason} onChange={setReason} />
    </DecideDialog>
  );
}

function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextField
      label={text.reason}
      hint={text.reasonHint}
      value={value}
      onValueChange={onChange}
      maxLength={500}
      required
    />
  );
}
