import type { Page, QueueItem, TriportClient } from "@triport/sdk";

/** So many rows a call, the most that there may be. */
const PAGE_ROWS = 200;

/**
 * All payouts of a state as one table. The server writes each page, so that it alone decides what a cell may hold; the list of
 * the same page tells where the next one begins.
 */
export async function payoutsCsv(
  admin: TriportClient["admin"],
  status: string,
): Promise<{ table: string; rows: number }> {
  const asked = { limit: PAGE_ROWS, ...(status && { status }) };
  const parts: string[] = [];
  let cursor: string | null = null;
  let rows = 0;
  do {
    const page: { limit: number; status?: string; cursor?: string } = { ...asked, ...(cursor !== null && { cursor }) };
    const [text, list]: [string, Page<QueueItem>] = await Promise.all([admin.payoutsCsv(page), admin.payouts(page)]);
    // The header stands on each page; one is enough.
    parts.push(parts.length === 0 ? text : text.slice(text.indexOf("\n") + 1));
    rows += list.items.length;
    cursor = list.next_cursor;
  } while (cursor !== null);
  return { table: parts.join(""), rows };
}
