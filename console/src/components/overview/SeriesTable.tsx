import type { SeriesPoint } from "@triport/sdk";
import { messages } from "../../messages";
import { dayText } from "../../services/time";
import { Amount } from "../Amount";
import { Table } from "../Table";

const { chart: text } = messages.overview;

/** The same figures as the chart's, the youngest first. */
export function SeriesTable({ points }: { points: readonly SeriesPoint[] }) {
  return (
    <Table
      label={text.title}
      rows={points.toReversed()}
      rowKey={({ at }) => at}
      columns={[
        // The server's days begin in UTC; a reader west of it must not see the day before.
        { name: text.when, cell: ({ at }) => dayText(at.slice(0, 10), "UTC"), head: true },
        { name: text.amount, cell: ({ value }) => <Amount micro={value} />, end: "figure" },
      ]}
    />
  );
}
