import { useSuspenseQuery } from "@tanstack/react-query";
import type { Payout } from "@triport/sdk";
import { useMemo, useRef, useState } from "react";
import { memberMessages } from "../../messages/member";
import { amountText } from "../../services/money";
import { programQuery } from "../../services/queries";
import { dayText } from "../../services/time";
import { AmountButton } from "../AmountButton";
import { Dialog } from "../Dialog";
import { Section } from "../Section";
import { Status } from "../Status";
import { Facts, Line } from "../Sum";
import { type Column, Table } from "../Table";
import styles from "./PayoutHistory.module.css";
import { Timeline } from "./Timeline";
import { PAYOUT_TONES, shortened } from "./tones";

const { payouts: text } = memberMessages;

/** The payouts that are over, a row each; each amount opens what happened. */
export function PayoutHistory({ payouts }: { payouts: readonly Payout[] }) {
  const [shown, setShown] = useState<Payout>();
  const columns = useMemo(() => columnsOf(setShown), []);
  return (
    <Section title={text.history}>
      <Table label={text.history} rows={payouts} rowKey={({ id }) => id} columns={columns} />
      <WhatHappened payout={shown} onClose={() => setShown(undefined)} />
    </Section>
  );
}

const columnsOf = (open: (payout: Payout) => void): Column<Payout>[] => [
  {
    name: text.amount,
    head: true,
    cell: (payout) => <AmountButton micro={payout.amount_micro} label={text.open} onClick={() => open(payout)} />,
  },
  {
    name: text.to,
    cell: ({ network, address }) => (
      <span className={styles["to"]}>
        {text.networks[network]} <code>{shortened(address)}</code>
      </span>
    ),
  },
  {
    name: text.over,
    cell: ({ completed_at, requested_at }) => (
      <span className={styles["to"]}>{dayText(completed_at ?? requested_at)}</span>
    ),
  },
  {
    name: text.state,
    end: "figure",
    cell: ({ status }) => <Status tone={PAYOUT_TONES[status]}>{text.status[status]}</Status>,
  },
];

function WhatHappened({ payout, onClose }: { payout: Payout | undefined; onClose: () => void }) {
  const { data: program } = useSuspenseQuery(programQuery);
  // Stays while the dialog fades.
  const last = useRef(payout);
  if (payout) last.current = payout;
  const seen = last.current;
  const title = seen ? text.one(amountText(seen.amount_micro, program.currency)) : "";
  return (
    <Dialog open={payout !== undefined} onOpenChange={onClose} title={title} text={seen && text.next[seen.status]}>
      {seen && (
        <>
          <Timeline payout={seen} />
          <Facts>
            <Line name={text.network}>{text.networks[seen.network]}</Line>
            <Line name={text.to}>
              <code>{seen.address}</code>
            </Line>
            {seen.tx_hash !== undefined && (
              <Line name={text.transaction}>
                <code>{seen.tx_hash}</code>
              </Line>
            )}
            {seen.note !== undefined && <Line name={text.note}>{seen.note}</Line>}
          </Facts>
        </>
      )}
    </Dialog>
  );
}
