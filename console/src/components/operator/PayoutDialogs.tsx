import type { QueueItem } from "@triport/sdk";
import { type FormEvent, type ReactNode, useState } from "react";
import { locale, messages } from "../../messages";
import { memberMessages } from "../../messages/member";
import { operatorMessages } from "../../messages/operator";
import { amountText } from "../../services/money";
import { asOperator } from "../../services/operator";
import { Button } from "../Button";
import { Dialog, DialogActions } from "../Dialog";
import { TextField } from "../TextField";
import styles from "./PayoutQueue.module.css";

const { payouts: text } = operatorMessages;

type Acts = ReadonlyMap<string, () => Promise<unknown>>;

interface Props {
  payouts: readonly QueueItem[];
  onClose: () => void;
  onAct: (acts: Acts) => void;
}

/** Says of each payout which transaction sent it. */
export function SentDialog({ payouts, currency, onClose, onAct }: Props & { currency: string }) {
  const [hashes, setHashes] = useState<ReadonlyMap<string, string>>(new Map());
  const complete = payouts.every(({ id }) => hashes.get(id)?.trim());
  const submit = () =>
    onAct(
      new Map(
        payouts.map(({ id }) => {
          const tx_hash = hashes.get(id)?.trim() ?? "";
          return [id, () => asOperator((admin) => admin.payoutSent({ id, tx_hash }))];
        }),
      ),
    );
  const count = payouts.length.toLocaleString(locale);
  return (
    <PayoutDialog
      title={text.sentTitle(count)}
      text={text.sentText}
      ready={complete}
      onClose={onClose}
      onSubmit={submit}
    >
      {payouts.map(({ id, amount_micro, network }) => (
        <TextField
          key={id}
          label={
            payouts.length === 1
              ? text.hash
              : text.hashOf(amountText(amount_micro, currency), memberMessages.payouts.networks[network])
          }
          hint={payouts.length === 1 ? text.hashHint : undefined}
          mono
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          value={hashes.get(id) ?? ""}
          onValueChange={(hash) => setHashes((before) => new Map(before).set(id, hash))}
        />
      ))}
    </PayoutDialog>
  );
}

/** Gives the amounts back, and tells the members why. */
export function FailedDialog({ payouts, onClose, onAct }: Props) {
  const [reason, setReason] = useState("");
  const submit = () =>
    onAct(
      new Map(
        payouts.map(({ id }) => [
          id,
          () => asOperator((admin) => admin.payoutFailed({ id, ...(reason.trim() && { reason: reason.trim() }) })),
        ]),
      ),
    );
  const count = payouts.length.toLocaleString(locale);
  return (
    <PayoutDialog
      title={text.failedTitle(count)}
      text={text.failedText}
      ready
      danger
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField label={text.why} hint={text.whyHint} value={reason} onValueChange={setReason} maxLength={300} />
    </PayoutDialog>
  );
}

function PayoutDialog(props: {
  title: string;
  text: string;
  ready: boolean;
  danger?: boolean;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (props.ready) props.onSubmit();
  };
  return (
    <Dialog open onOpenChange={(open) => open || props.onClose()} title={props.title} text={props.text}>
      <form onSubmit={submit} className={styles["form"]} noValidate>
        {props.children}
        <DialogActions>
          <Button onClick={props.onClose}>{messages.common.cancel}</Button>
          <Button kind={props.danger ? "danger" : "main"} type="submit" disabled={!props.ready}>
            {props.danger ? text.failed : text.sent}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
