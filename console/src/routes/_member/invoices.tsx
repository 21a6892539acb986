import { useInfiniteQuery, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import type { Invoice } from "@triport/sdk";
import { useMemo } from "react";
import { Amount } from "../../components/Amount";
import { Empty } from "../../components/Empty";
import { Filter } from "../../components/Filter";
import { PagedTable } from "../../components/PagedTable";
import { PayInvoice } from "../../components/PayInvoice";
import { PageHead } from "../../components/Section";
import { Status, type Tone } from "../../components/Status";
import type { Column } from "../../components/Table";
import { memberMessages } from "../../messages/member";
import { invoicesQuery, overviewQuery, programQuery } from "../../services/queries";
import styles from "./invoices.module.css";

const { invoices: text } = memberMessages;
// Not the texts themselves: what an address may say is part of the first load, and they are not.
const WANTED = ["open", "paid", "void", "all"] as const;
type Wanted = (typeof WANTED)[number];
const TONES: Record<Invoice["status"], Tone> = { open: "wait", paid: "good", void: "still" };

export const Route = createFileRoute("/_member/invoices")({
  // What can be paid comes first.
  validateSearch: ({ status }: Record<string, unknown>): { status?: Wanted } =>
    status !== "open" && WANTED.includes(status as Wanted) ? { status: status as Wanted } : {},
  component: Invoices,
});

function Invoices() {
  const { status = "open" } = Route.useSearch();
  const navigate = useNavigate();
  const { data: program } = useSuspenseQuery(programQuery);
  const { data: overview } = useQuery(overviewQuery);
  const list = useInfiniteQuery(invoicesQuery(status === "all" ? undefined : status));
  const available = overview?.balance.available_micro;
  const columns = useMemo(() => columnsOf(available), [available]);
  const choose = (next: Wanted) => navigate({ to: "/invoices", search: next === "open" ? {} : { status: next } });
  const empty = status === "open" ? text.empty : text.emptyFilter;
  return (
    <>
      <PageHead
        title={text.title}
        text={text.text}
        end={
          available !== undefined && (
            <p className={styles["available"]}>
              <span>{memberMessages.payouts.available}</span> <Amount micro={available} />
            </p>
          )
        }
      />
      <Filter
        label={text.filter}
        value={status}
        options={WANTED.map((value) => ({ value, name: text.filters[value] }))}
        onChange={choose}
      />
      <PagedTable
        key={program.currency}
        list={list}
        label={text.title}
        rowKey={({ id }) => id}
        columns={columns}
        empty={<Empty title={empty.title} text={empty.text} />}
      />
    </>
  );
}

const columnsOf = (available: number | undefined): Column<Invoice>[] => [
  {
    name: text.invoice,
    head: true,
    cell: ({ id, description }) => (
      <span className={styles["what"]}>
        {description ?? id}
        {description !== undefined && <code>{id}</code>}
      </span>
    ),
  },
  {
    name: text.status,
    cell: ({ status, paid_by }) => (
      <>
        <Status tone={TONES[status]}>{text.filters[status]}</Status>
        {paid_by && <span className={styles["by"]}> {text.paidBy[paid_by]}</span>}
      </>
    ),
  },
  {
    name: text.action,
    quiet: true,
    end: "action",
    cell: (invoice) =>
      invoice.status === "open" && available !== undefined && <PayInvoice invoice={invoice} available={available} />,
  },
  { name: text.amount, end: "figure", cell: ({ amount_micro }) => <Amount micro={amount_micro} /> },
];
