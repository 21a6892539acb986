import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import type { DirectoryUser } from "@triport/sdk";
import { Empty } from "../../components/Empty";
import { SearchForm } from "../../components/operator/SearchForm";
import { PagedTable } from "../../components/PagedTable";
import { PageHead } from "../../components/Section";
import type { Column } from "../../components/Table";
import { operatorMessages } from "../../messages/operator";
import { usersQuery } from "../../services/operator-queries";
import { dayText } from "../../services/time";
import styles from "./users.module.css";

const { users: text } = operatorMessages;

/** What is searched for stands in the address, so that it can be shared and come back to. */
export const Route = createFileRoute("/operator/users/")({
  validateSearch: ({ query }: Record<string, unknown>): { query?: string } =>
    typeof query === "string" && query !== "" ? { query } : {},
  component: Users,
});

const COLUMNS: readonly Column<DirectoryUser>[] = [
  { name: text.name, head: true, cell: (user) => <Who user={user} /> },
  { name: text.code, named: true, cell: (user) => user.custom_slug ?? user.primary_code },
  { name: text.tier, named: true, cell: (user) => String(user.tier) },
  {
    name: text.since,
    end: "figure",
    cell: (user) => <span className={styles["since"]}>{dayText(user.created_at)}</span>,
  },
];

/** Every account, or those that a text finds. */
function Users() {
  const { query } = Route.useSearch();
  const navigate = Route.useNavigate();
  const found = useInfiniteQuery(usersQuery(query ?? ""));
  return (
    <>
      <PageHead title={text.title} text={text.lead} />
      <SearchForm
        label={text.search}
        button={text.find}
        first={query ?? ""}
        onSearch={(next) => navigate({ search: next ? { query: next } : {} })}
      />
      <PagedTable
        list={found}
        label={text.title}
        rowKey={({ user_id }) => user_id}
        columns={COLUMNS}
        empty={<Empty title={query ? text.none : text.empty} text={text.lead} />}
      />
    </>
  );
}

function Who({ user }: { user: DirectoryUser }) {
  return (
    <span className={styles["who"]}>
      <Link to="/operator/users/$user" params={{ user: user.user_id }}>
        {user.display_name}
      </Link>
      <span className={styles["email"]}>{user.email ?? text.noEmail}</span>
    </span>
  );
}
