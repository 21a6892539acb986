import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import styles from "./Table.module.css";

/** What a row is taken for until one has been seen. */
const ROW_PX = 52;
/** So many more on either side of the window, for those who scroll fast. */
const BESIDE = 12;

/**
 * The rows of a table that is too long to be drawn whole: those in the window, and room for the others. Which row is which of how
 * many, screen readers are told.
 */
export function LongRows(props: { count: number; columns: number; keyOf: (at: number) => string; row: RowAt }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [{ top, rowPx }, setMeasures] = useState({ top: 0, rowPx: ROW_PX });
  useLayoutEffect(() => {
    if (body.current) setMeasures(measuresOf(body.current));
  }, []);
  const rows = useWindowVirtualizer({
    count: props.count,
    // A wrong guess moves the end of the list, and the button there, while somebody reaches for it.
    estimateSize: () => rowPx,
    overscan: BESIDE,
    scrollMargin: top,
    getItemKey: props.keyOf,
  });
  const seen = rows.getVirtualItems();
  const before = (seen[0]?.start ?? top) - top;
  const after = rows.getTotalSize() - ((seen.at(-1)?.end ?? top) - top);
  return (
    <tbody ref={body}>
      <Room px={before} columns={props.columns} />
      {seen.map(({ index }) => props.row(index, rows.measureElement))}
      <Room px={after} columns={props.columns} />
    </tbody>
  );
}

/** Where the rows begin on the page, and how high those are that stand there. */
function measuresOf(body: HTMLElement): { top: number; rowPx: number } {
  const heights = [...body.querySelectorAll("tr[data-index]")].map((row) => row.getBoundingClientRect().height);
  const sum = heights.reduce((all, px) => all + px, 0);
  return { top: body.getBoundingClientRect().top + window.scrollY, rowPx: sum > 0 ? sum / heights.length : ROW_PX };
}

/** Draws one row, and has it measured. */
export type RowAt = (at: number, measure: (row: HTMLTableRowElement | null) => void) => ReactNode;

function Room({ px, columns }: { px: number; columns: number }) {
  if (px <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true" className={styles["room"]}>
      <td colSpan={columns} style={{ height: px }} />
    </tr>
  );
}
