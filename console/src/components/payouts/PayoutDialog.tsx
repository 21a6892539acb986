import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { formatMicro, isTriportError, type RequestPayout } from "@triport/sdk";
import { type FormEvent, useRef, useState } from "react";
import { memberMessages } from "../../messages/member";
import { api } from "../../services/api";
import { explain } from "../../services/errors";
import { amountText } from "../../services/money";
import { MoneyKeys, typedMicro } from "../../services/money-calls";
import { notify } from "../../services/notices";
import { programQuery } from "../../services/queries";
import { StepUpRefused, withStepUp } from "../../services/step-up";
import { Button } from "../Button";
import { Dialog, DialogActions } from "../Dialog";
import { Failure } from "../Failure";
import { SelectField } from "../SelectField";
import { TextField } from "../TextField";
import styles from "./PayoutDialog.module.css";

const { dialog: text, networks } = memberMessages.payouts;

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  availableMicro: number;
}

/** Asks for a payout. What was typed stays until it is done, and so does the key of the call. */
export function PayoutDialog({ open, onOpenChange, availableMicro }: Props) {
  const { data: program } = useSuspenseQuery(programQuery);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={text.title}
      text={text.text(amountText(availableMicro, program.currency))}
    >
      <PayoutForm availableMicro={availableMicro} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

/** Which box an error of the server belongs to. */
const BOX_OF: Record<string, "amount" | "network" | "address"> = {
  invalid_args: "amount",
  payout_below_min: "amount",
  balance_insufficient: "amount",
  invalid_network: "network",
  invalid_address: "address",
};

function PayoutForm({ availableMicro, onDone }: { availableMicro: number; onDone: () => void }) {
  const { data: program } = useSuspenseQuery(programQuery);
  const queryClient = useQueryClient();
  const keys = useRef(new MoneyKeys());
  const [amount, setAmount] = useState("");
  const [network, setNetwork] = useState(program.payout_networks[0] ?? "solana");
  const [address, setAddress] = useState("");
  const [malformed, setMalformed] = useState(false);
  const ask = useMutation({
    mutationFn: (wish: RequestPayout) => {
      const idempotencyKey = keys.current.keyFor(wish);
      return withStepUp(() => api.referrals.requestPayout(wish, { idempotencyKey }));
    },
    onSuccess: async ({ amount_micro }) => {
      keys.current.settle();
      await queryClient.invalidateQueries({ queryKey: ["member"] });
      notify(text.done(amountText(amount_micro, program.currency)));
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const amount_micro = typedMicro(amount);
    setMalformed(amount_micro === undefined);
    if (amount_micro !== undefined) ask.mutate({ amount_micro, network, address: address.trim() });
    else ask.reset();
  };
  const failure = ask.error instanceof StepUpRefused ? null : ask.error;
  const box = isTriportError(failure) ? BOX_OF[failure.code] : undefined;
  const errorOf = (name: string) => (box === name ? explain(failure).text : undefined);
  return (
    <form onSubmit={submit} className={styles["form"]} noValidate>
      <TextField
        label={text.amount}
        inputMode="decimal"
        autoComplete="off"
        value={amount}
        onValueChange={setAmount}
        hint={hint(program, amount)}
        error={malformed ? text.amountForm : errorOf("amount")}
        end={
          <Button kind="quiet" className={styles["all"]} onClick={() => setAmount(formatMicro(availableMicro))}>
            {text.all}
          </Button>
        }
      />
      <SelectField
        label={text.network}
        value={network}
        onChange={setNetwork}
        options={program.payout_networks.map((value) => ({ value, name: networks[value] }))}
        error={errorOf("network")}
      />
      <TextField
        label={text.address}
        mono
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={address}
        onValueChange={setAddress}
        hint={text.addressHint}
        error={errorOf("address")}
      />
      {failure && box === undefined && <Failure error={failure} />}
      <DialogActions>
        <Button kind="main" type="submit" busy={ask.isPending}>
          {memberMessages.payouts.request}
        </Button>
      </DialogActions>
    </form>
  );
}

function hint(program: { min_payout_micro: number; step_up_payout_micro: number; currency: string }, amount: string) {
  const least = text.amountHint(amountText(program.min_payout_micro, program.currency));
  const large = (typedMicro(amount) ?? 0) > program.step_up_payout_micro;
  return large ? `${least} ${text.stepUp(amountText(program.step_up_payout_micro, program.currency))}` : least;
}
