import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import type { ListedCode } from "@triport/sdk";
import { Button } from "../../components/Button";
import { CodeState } from "../../components/CodeState";
import { Confirm } from "../../components/Confirm";
import { Failure } from "../../components/Failure";
import { PageHead, Sheet } from "../../components/Section";
import { Skeleton } from "../../components/Skeleton";
import { type Column, Table } from "../../components/Table";
import { memberMessages } from "../../messages/member";
import { api } from "../../services/api";
import { copyText } from "../../services/clipboard";
import { notify } from "../../services/notices";
import { codesQuery, overviewQuery } from "../../services/queries";
import { dayText } from "../../services/time";
import styles from "./codes.module.css";

const { codes: text } = memberMessages;
export const Route = createFileRoute("/_member/codes")({ component: Codes });

function Codes() {
  const { data, error, refetch } = useQuery(codesQuery);
  const { data: overview } = useQuery(overviewQuery);
  return (
    <>
      <PageHead
        title={text.title}
        text={text.text}
        end={overview?.custom_slug != null && <RemoveSlug slug={overview.custom_slug} />}
      />
      <Sheet>
        {error && <Failure error={error} retry={() => refetch()} />}
        {!data && !error && <Skeleton lines={4} />}
        {data && <Table label={text.title} rows={data.items} rowKey={({ ID }) => ID} columns={COLUMNS} />}
      </Sheet>
    </>
  );
}

const COLUMNS: readonly Column<ListedCode>[] = [
  { name: text.code, head: true, cell: ({ Code }) => <code className={styles["code"]}>{Code}</code> },
  { name: text.kind, cell: ({ Kind }) => <span className={styles["kind"]}>{text.kinds[Kind]}</span> },
  { name: text.since, cell: (code) => <Since code={code} /> },
  { name: text.state, cell: ({ State }) => <CodeState state={State} /> },
  { name: text.copy, quiet: true, end: "action", cell: (code) => <CopyLink code={code} /> },
];

function Since({ code: { Kind, CreatedAt, DisabledAt } }: { code: ListedCode }) {
  return (
    <span className={styles["soft"]}>
      <span className={styles["kindToo"]}>{text.kinds[Kind]}, </span>
      {dayText(CreatedAt)}
      {DisabledAt !== null && `, ${text.off(dayText(DisabledAt))}`}
    </span>
  );
}

/** Only of codes that attribute somebody. */
function CopyLink({ code: { Code, State } }: { code: ListedCode }) {
  const { data: overview } = useQuery(overviewQuery);
  if (overview === undefined || (State !== "active" && State !== "alias")) return null;
  // The server says where links lead; only the code at their end differs.
  const link = overview.share_url.replace(/[^/]*$/, Code);
  const copy = async () => {
    if (await copyText(link)) notify(text.copied);
  };
  return (
    <Button kind="quiet" aria-label={text.copyName(Code)} onClick={copy}>
      {text.copy}
    </Button>
  );
}

function RemoveSlug({ slug }: { slug: string }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.referrals.deleteCode(),
    onSuccess: async () => {
      notify(text.removed);
      await queryClient.invalidateQueries({ queryKey: ["member"] });
    },
  });
  return (
    <Confirm
      trigger={text.remove}
      title={text.removeTitle}
      text={text.removeText(slug)}
      keep={text.keep}
      confirm={text.remove}
      danger
      call={remove}
    />
  );
}
