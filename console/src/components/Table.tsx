import { memo, type ReactNode } from "react";
import styles from "./Table.module.css";

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Names the row. */
  head?: boolean;
  /** Figures stand at the end, under each other; what can be done with a row, too. */
  end?: "figure" | "action";
  /** The name is for screen readers only; what is in the column explains itself. */
  quiet?: boolean;
}

interface Props<Row> {
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
}

/** A table that becomes a list of small sheets on a phone. Rows that did not change are not drawn again. */
export function Table<Row>({ label, rows, rowKey, columns }: Props<Row>) {
  return (
    <table className={styles["table"]} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" className={column.end && styles["end"]}>
              <span className={column.quiet ? "unseen" : undefined}>{column.name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <MemoLine key={rowKey(row)} row={row} columns={columns as readonly Column<unknown>[]} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ row, columns }: { row: unknown; columns: readonly Column<unknown>[] }) {
  return (
    <tr>
      {columns.map((column) => {
        const Cell = column.head ? "th" : "td";
        return (
          <Cell
            key={column.name}
            {...(column.head && { scope: "row" as const })}
            className={column.end && `${styles["end"]} ${styles[column.end]}`}
          >
            {column.cell(row)}
          </Cell>
        );
      })}
    </tr>
  );
}

const MemoLine = memo(Line);
