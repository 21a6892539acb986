import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute, Link } from "@tanstack/react-router";
import type { Invitee } from "@triport/sdk";
import { Amount } from "../../components/Amount";
import { buttonLook } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { PagedTable } from "../../components/PagedTable";
import { PageHead } from "../../components/Section";
import type { Column } from "../../components/Table";
import { memberMessages } from "../../messages/member";
import { inviteesQuery } from "../../services/queries";
import { dayText } from "../../services/time";
import styles from "./invitees.module.css";

const { invitees: text } = memberMessages;

export const Route = createFileRoute("/_member/invitees")({ component: Invitees });

const COLUMNS: readonly Column<Invitee>[] = [
  { name: text.name, cell: ({ display_name }) => display_name, head: true },
  { name: text.since, cell: ({ signed_at }) => <span className={styles["soft"]}>{dayText(signed_at)}</span> },
  {
    name: text.paid,
    end: "figure",
    cell: ({ total_paid_micro }) =>
      total_paid_micro > 0 ? (
        <Amount micro={total_paid_micro} />
      ) : (
        <span className={styles["soft"]}>{text.nothing}</span>
      ),
  },
];

function Invitees() {
  const list = useInfiniteQuery(inviteesQuery);
  return (
    <>
      <PageHead title={text.title} text={text.text} />
      <PagedTable
        list={list}
        label={text.title}
        rowKey={({ user_id }) => user_id}
        columns={COLUMNS}
        empty={
          <Empty
            title={text.empty.title}
            text={text.empty.text}
            action={
              <Link to="/" className={buttonLook("main")}>
                {text.empty.action}
              </Link>
            }
          />
        }
      />
    </>
  );
}
