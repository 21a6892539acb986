import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import type { Invoice } from "@triport/sdk";
import { useRef } from "react";
import { messages } from "../messages";
import { memberMessages } from "../messages/member";
import { api } from "../services/api";
import { amountText } from "../services/money";
import { MoneyKeys } from "../services/money-calls";
import { notify } from "../services/notices";
import { programQuery } from "../services/queries";
import { Amount } from "./Amount";
import { Confirm } from "./Confirm";
import styles from "./PayInvoice.module.css";
import { Line, Sum } from "./Sum";

const { invoices: text } = memberMessages;

/** Pays an invoice with credit, or says how much is missing. */
export function PayInvoice({ invoice, available }: { invoice: Invoice; available: number }) {
  const { data: program } = useSuspenseQuery(programQuery);
  const queryClient = useQueryClient();
  const keys = useRef(new MoneyKeys());
  const pay = useMutation({
    mutationFn: () => {
      const wish = { invoice_id: invoice.id, amount_micro: invoice.amount_micro };
      return api.referrals.spendOnInvoice(wish, { idempotencyKey: keys.current.keyFor(wish) });
    },
    onSuccess: async () => {
      keys.current.settle();
      notify(text.confirm.done(invoice.id));
      await queryClient.invalidateQueries({ queryKey: ["member"] });
    },
  });
  const money = (micro: number) => amountText(micro, program.currency);
  const left = available - invoice.amount_micro;
  if (left < 0) return <span className={styles["lacks"]}>{text.lacks(money(-left))}</span>;
  return (
    <Confirm
      trigger={text.pay}
      triggerName={text.payName(invoice.id)}
      title={text.confirm.title}
      keep={messages.common.cancel}
      confirm={text.confirm.pay(money(invoice.amount_micro))}
      call={pay}
    >
      <Sum>
        <Line name={text.confirm.available}>
          <Amount micro={available} />
        </Line>
        <Line name={invoice.description ?? invoice.id}>
          <Amount micro={-invoice.amount_micro} />
        </Line>
        <Line name={text.confirm.after} total strong>
          <Amount micro={left} />
        </Line>
      </Sum>
    </Confirm>
  );
}
