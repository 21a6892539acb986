import type { TriportClient } from "@triport/sdk";
import { expect, test } from "vitest";
import { payoutsCsv } from "./payouts-csv";

test("all pages become one table with one header", async () => {
  const pages = { first: ["id,amount\na,1\nb,2\n", 2, "second"], second: ["id,amount\nc,3\n", 1, null] } as const;
  const at = (cursor: string | undefined) => pages[cursor === "second" ? "second" : "first"];
  const admin = {
    payoutsCsv: async ({ cursor }: { cursor?: string }) => at(cursor)[0],
    payouts: async ({ cursor }: { cursor?: string }) => ({
      items: Array.from({ length: at(cursor)[1] }),
      next_cursor: at(cursor)[2],
    }),
  };
  const { table, rows } = await payoutsCsv(admin as unknown as TriportClient["admin"], "sent");
  expect(table).toBe("id,amount\na,1\nb,2\nc,3\n");
  expect(rows).toBe(3);
});
