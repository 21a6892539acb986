import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { QueueItem } from "@triport/sdk";
import { type ReactNode, useState } from "react";
import { locale } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { type Batch, inTurn } from "../../services/batch";
import { amountText } from "../../services/money";
import { notify } from "../../services/notices";
import { asOperator } from "../../services/operator";
import { programQuery } from "../../services/queries";
import { Button } from "../Button";
import { Sheet } from "../Section";
import { Table } from "../Table";
import { BatchFailures } from "./BatchFailures";
import { FailedDialog, SentDialog } from "./PayoutDialogs";
import styles from "./PayoutQueue.module.css";
import { payoutColumns } from "./payout-columns";

const { payouts: text } = operatorMessages;

/** Payouts with their selection, and what can be done with those that are selected. */
export function PayoutQueue({ payouts, empty }: { payouts: readonly QueueItem[]; empty: ReactNode }) {
  const { data: program } = useSuspenseQuery(programQuery);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<"sent" | "failed">();
  const batch = useBatch(setChosen);
  const movable = payouts.filter(({ status }) => status === "requested" || status === "processing");
  const selected = movable.filter(({ id }) => chosen.has(id));
  const sum = selected.reduce((total, { amount_micro }) => total + BigInt(amount_micro), 0n);
  const takeUp = () =>
    batch.mutate({ payouts: selected, act: (id) => asOperator((admin) => admin.payoutProcessing({ id })) });
  const act = (acts: ReadonlyMap<string, () => Promise<unknown>>) => {
    setOpen(undefined);
    batch.mutate({ payouts: selected, act: async (id) => acts.get(id)?.() });
  };
  const toggle = (ids: readonly string[], on: boolean) => setChosen((before) => changed(before, ids, on));
  return (
    <Sheet>
      {movable.length > 0 && (
        <div className={styles["bar"]}>
          <label className={styles["all"]}>
            <input
              type="checkbox"
              ref={(box) => {
                if (box) box.indeterminate = selected.length > 0 && selected.length < movable.length;
              }}
              checked={selected.length === movable.length}
              onChange={(event) =>
                toggle(
                  movable.map(({ id }) => id),
                  event.currentTarget.checked,
                )
              }
            />
            {text.selectAll}
          </label>
          <p className={styles["sum"]} role="status">
            {selected.length === 0
              ? text.selectedNone
              : text.selected(selected.length.toLocaleString(locale), amountText(sum, program.currency))}
          </p>
          <div className={styles["acts"]}>
            <Button
              kind="main"
              busy={batch.isPending}
              disabled={!selected.some(({ status }) => status === "requested")}
              onClick={takeUp}
            >
              {text.process}
            </Button>
            <Button disabled={selected.length === 0 || batch.isPending} onClick={() => setOpen("sent")}>
              {text.sent}
            </Button>
            <Button kind="danger" disabled={selected.length === 0 || batch.isPending} onClick={() => setOpen("failed")}>
              {text.failed}
            </Button>
          </div>
        </div>
      )}
      {batch.data && <BatchFailures batch={batch.data} payouts={batch.variables.payouts} currency={program.currency} />}
      {payouts.length === 0 ? (
        empty
      ) : (
        <Table
          label={text.title}
          rows={payouts}
          rowKey={({ id }) => id}
          columns={payoutColumns(program.currency, chosen, (id, on) => toggle([id], on))}
        />
      )}
      {open === "sent" && (
        <SentDialog payouts={selected} currency={program.currency} onClose={() => setOpen(undefined)} onAct={act} />
      )}
      {open === "failed" && <FailedDialog payouts={selected} onClose={() => setOpen(undefined)} onAct={act} />}
    </Sheet>
  );
}

/** Does something with each, keeps those selected that it failed with, and reads the queue again. */
function useBatch(choose: (ids: ReadonlySet<string>) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ payouts, act }: { payouts: readonly QueueItem[]; act: (id: string) => Promise<unknown> }) =>
      inTurn(
        payouts.map(({ id }) => id),
        act,
      ),
    onSuccess: ({ done, failed }: Batch) => {
      choose(new Set(failed.keys()));
      if (done.length > 0) notify(text.done(done.length.toLocaleString(locale)));
      return queryClient.invalidateQueries({ queryKey: ["operator"] });
    },
  });
}

function changed(before: ReadonlySet<string>, ids: readonly string[], on: boolean): ReadonlySet<string> {
  const after = new Set(before);
  for (const id of ids) {
    if (on) after.add(id);
    else after.delete(id);
  }
  return after;
}
