import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import type { AuditEntry } from "@triport/sdk";
import { Empty } from "../../components/Empty";
import { SearchForm } from "../../components/operator/SearchForm";
import { PagedTable } from "../../components/PagedTable";
import { PageHead } from "../../components/Section";
import type { Column } from "../../components/Table";
import { operatorMessages } from "../../messages/operator";
import { auditQuery } from "../../services/operator-queries";
import { momentText } from "../../services/time";
import styles from "./audit.module.css";

const { audit: text } = operatorMessages;

export const Route = createFileRoute("/operator/audit")({
  validateSearch: ({ user }: Record<string, unknown>): { user?: string } =>
    typeof user === "string" && user !== "" ? { user } : {},
  component: Audit,
});

const COLUMNS: readonly Column<AuditEntry>[] = [
  {
    name: text.what,
    head: true,
    cell: (entry) => (
      <span className={styles["what"]}>
        {inWords(entry.action)}
        <span className={styles["fields"]}>{fieldsText(entry.fields)}</span>
      </span>
    ),
  },
  { name: text.who, named: true, cell: ({ operator }) => <span className={styles["short"]}>{operator}</span> },
  {
    name: text.about,
    cell: ({ user_id }) =>
      user_id !== null && (
        <Link to="/operator/users/$user" params={{ user: user_id }} className={styles["short"]}>
          {operatorMessages.payouts.account}
        </Link>
      ),
  },
  {
    name: text.when,
    cell: ({ at }) => (
      <time dateTime={at} className={styles["short"]}>
        {momentText(at)}
      </time>
    ),
  },
];

/** What operators did, newest first. */
function Audit() {
  const { user } = Route.useSearch();
  const navigate = Route.useNavigate();
  const found = useInfiniteQuery(auditQuery(user ?? ""));
  return (
    <>
      <PageHead title={text.title} text={text.lead} />
      <SearchForm
        label={text.user}
        hint={text.userHint}
        button={text.filter}
        first={user ?? ""}
        onSearch={(next) => navigate({ search: next ? { user: next } : {} })}
      />
      <PagedTable
        list={found}
        label={text.title}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        empty={<Empty title={text.empty} text={text.lead} />}
      />
    </>
  );
}

/** `payment_pushed` as `Payment pushed`: an action that this page does not know yet reads well too. */
const inWords = (action: string) => action.charAt(0).toUpperCase() + action.slice(1).replaceAll("_", " ");

/** `payment id pay_1, reason looks like fraud`: names and values as they were written down. */
function fieldsText(fields: Record<string, unknown>): string {
  const value = (each: unknown) => (Array.isArray(each) ? each.join(", ") : String(each));
  return Object.entries(fields)
    .map(([name, each]) => `${name.replaceAll("_", " ")}: ${value(each)}`)
    .join(" · ");
}
