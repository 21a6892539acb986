import { lazy, memo, type ReactNode, Suspense, useLayoutEffect, useRef } from "react";
import styles from "./Table.module.css";

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Names the row. */
  head?: boolean;
  /** Figures stand at the end, under each other; what can be done with a row, too. */
  end?: "figure" | "action";
  /** What is in the column does not explain itself: on a phone, where columns have no heads, its name stands before it. */
  named?: boolean;
  /** The name is for screen readers only; what is in the column explains itself. */
  quiet?: boolean;
}

interface Props<Row> {
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
}

/** More rows than these are drawn only where they are seen; few people ever ask for so many. */
const DRAWN_WHOLE = 400;
const LongRows = lazy(() => import("./LongRows").then(({ LongRows: component }) => ({ default: component })));

/** A table that becomes a list of small sheets on a phone. Rows that did not change are not drawn again. */
export function Table<Row>({ label, rows, rowKey, columns }: Props<Row>) {
  const long = rows.length > DRAWN_WHOLE;
  const table = useSteadyColumns(long);
  const line = (row: Row, more: Omit<LineProps, "row" | "columns"> = {}) => (
    <MemoLine key={rowKey(row)} row={row} columns={columns as readonly Column<unknown>[]} {...more} />
  );
  const whole = <tbody>{rows.slice(0, DRAWN_WHOLE).map((row) => line(row))}</tbody>;
  return (
    <table
      ref={table}
      className={styles["table"]}
      aria-label={label}
      aria-rowcount={long ? rows.length + 1 : undefined}
    >
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" className={column.end && styles["end"]}>
              <span className={column.quiet ? "unseen" : undefined}>{column.name}</span>
            </th>
          ))}
        </tr>
      </thead>
      {long ? (
        <Suspense fallback={whole}>
          <LongRows
            count={rows.length}
            columns={columns.length}
            keyOf={(at) => rowKey(rows[at] as Row)}
            row={(at, measure) => line(rows[at] as Row, { at, measure })}
          />
        </Suspense>
      ) : (
        whole
      )}
    </table>
  );
}

/** Columns as wide as they were when the table became long: they do not move with the rows that come into the window. */
function useSteadyColumns(long: boolean) {
  const table = useRef<HTMLTableElement>(null);
  useLayoutEffect(() => {
    const element = table.current;
    if (!(long && element)) return;
    const all = element.getBoundingClientRect().width;
    const heads = [...element.querySelectorAll<HTMLElement>("thead th")];
    const widths = heads.map((head) => head.getBoundingClientRect().width);
    heads.forEach((head, at) => {
      head.style.width = `${(100 * (widths[at] ?? 0)) / all}%`;
    });
    element.style.tableLayout = "fixed";
    return () => {
      element.style.tableLayout = "";
      for (const head of heads) head.style.width = "";
    };
  }, [long]);
  return table;
}

interface LineProps {
  row: unknown;
  columns: readonly Column<unknown>[];
  /** Which row of a long table it is, and what wants to know how high it is. */
  at?: number;
  measure?: (row: HTMLTableRowElement | null) => void;
}

function Line({ row, columns, at, measure }: LineProps) {
  return (
    <tr ref={measure} data-index={at} aria-rowindex={at === undefined ? undefined : at + 2}>
      {columns.map((column) => {
        const Cell = column.head ? "th" : "td";
        return (
          <Cell
            key={column.name}
            {...(column.head && { scope: "row" as const })}
            className={column.end && `${styles["end"]} ${styles[column.end]}`}
            data-name={column.named ? column.name : undefined}
          >
            {column.cell(row)}
          </Cell>
        );
      })}
    </tr>
  );
}

const MemoLine = memo(Line);
