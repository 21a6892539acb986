import { useMutation } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import type { Difference } from "@triport/sdk";
import { CircleCheck } from "lucide";
import { useState } from "react";
import { Amount } from "../../components/Amount";
import { Button } from "../../components/Button";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { PageHead, Section } from "../../components/Section";
import { type Column, Table } from "../../components/Table";
import { locale } from "../../messages";
import { operatorMessages } from "../../messages/operator";
import { asOperator } from "../../services/operator";
import styles from "./ledger.module.css";

const { ledger: text } = operatorMessages;

export const Route = createFileRoute("/operator/ledger")({ component: Ledger });

const COLUMNS: readonly Column<Difference>[] = [
  { name: text.account, head: true, cell: ({ user_id }) => <code>{user_id}</code> },
  { name: text.figure, cell: ({ what, subject_id }) => `${what} ${subject_id ?? ""}` },
  { name: text.kept, cell: ({ kept_micro }) => <Amount micro={kept_micro} />, end: "figure" },
  { name: text.explained, cell: ({ explained_micro }) => <Amount micro={explained_micro} />, end: "figure" },
];

/** Checks the books, a few seconds a call, until every account was looked at. */
function Ledger() {
  const [accounts, setAccounts] = useState(0);
  const check = useMutation({
    mutationFn: async () => {
      setAccounts(0);
      let [cursor, seen, differences]: [string | null, number, Difference[]] = [null, 0, []];
      do {
        const after: { cursor?: string } = cursor === null ? {} : { cursor };
        const part = await asOperator((admin) => admin.verifyLedger(after));
        seen += part.accounts;
        differences = [...differences, ...part.differences];
        cursor = part.next_cursor;
        setAccounts(seen);
      } while (cursor !== null);
      return { seen, differences };
    },
  });
  const count = accounts.toLocaleString(locale);
  return (
    <>
      <PageHead
        title={text.title}
        text={text.lead}
        end={
          <Button kind="main" busy={check.isPending} onClick={() => check.mutate()}>
            {text.check}
          </Button>
        }
      />
      <Section title={text.result}>
        <div role="status">
          {check.isIdle && <p className={styles["soft"]}>{text.never}</p>}
          {check.isPending && <p className={styles["soft"]}>{text.checking(count)}</p>}
          {check.data?.differences.length === 0 && (
            <p className={styles["clean"]}>
              <Icon of={CircleCheck} size={20} />
              {text.clean(count)}
            </p>
          )}
        </div>
        {check.error && <Failure error={check.error} retry={() => check.mutate()} />}
        {check.data && check.data.differences.length > 0 && (
          <>
            <p role="alert" className={styles["wrong"]}>
              {text.wrong(check.data.differences.length.toLocaleString(locale))}
            </p>
            <Table
              label={text.title}
              rows={check.data.differences}
              rowKey={({ user_id, what, subject_id }) => `${user_id} ${what} ${subject_id}`}
              columns={COLUMNS}
            />
          </>
        )}
      </Section>
    </>
  );
}
