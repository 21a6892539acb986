import type { ReactNode } from "react";
import { locale } from "../messages";
import { memberMessages } from "../messages/member";
import { Button } from "./Button";
import { Failure } from "./Failure";
import styles from "./PagedTable.module.css";
import { Sheet } from "./Section";
import { Skeleton } from "./Skeleton";
import { type Column, Table } from "./Table";

const { rewards: text } = memberMessages;

/** What a page needs to know of an infinite query. */
interface Pages<Row> {
  data: { pages: { items: Row[] }[] } | undefined;
  error: unknown;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<{ data: { pages: unknown[] } | undefined; isError: boolean }>;
}

/** A list with everything that can become of it: on its way, failed, empty, and more where that came from. */
export function PagedTable<Row>(props: {
  list: Pages<Row>;
  label: string;
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
  empty: ReactNode;
}) {
  const { list } = props;
  const rows = list.data?.pages.flatMap(({ items }) => items);
  return (
    <Sheet>
      {/* Who does not see the list hears what a filter, a search or "Show more" has made of it. */}
      <p role="status" className="unseen">
        {rows && text.shown(rows.length.toLocaleString(locale))}
      </p>
      {list.error !== null && <Failure error={list.error} retry={() => list.refetch()} />}
      {rows === undefined && list.error === null && <Skeleton lines={6} />}
      {rows?.length === 0 && props.empty}
      {rows !== undefined && rows.length > 0 && (
        <Table label={props.label} rows={rows} rowKey={props.rowKey} columns={props.columns} />
      )}
      <More list={list} />
    </Sheet>
  );
}

/** The button that reads the next page. */
export function More({ list }: { list: Omit<Pages<unknown>, "error" | "refetch"> }) {
  if (!list.hasNextPage) return null;
  const more = async () => {
    const before = list.data?.pages.length;
    const { data, isError } = await list.fetchNextPage();
    // News of the account reads the list again and takes the place of what was asked for.
    if (!isError && data?.pages.length === before) await list.fetchNextPage();
  };
  return (
    <div className={styles["more"]}>
      <Button busy={list.isFetchingNextPage} onClick={more}>
        {text.more}
      </Button>
    </div>
  );
}
