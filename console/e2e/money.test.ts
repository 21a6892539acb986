// Rewards, payouts and invoices, as a member meets them.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ADDRESS, earner } from "../../sdk/typescript/test/support/suite";
import { codeFor } from "./support/codes";
import { onEveryDatabase, type World } from "./support/world";

const FRESH_MS = 2_000;

onEveryDatabase("money", (world) => {
  test("a payment shows within two seconds, and its reward explains itself", async () => {
    const { client, user, invitee } = await earner(world.server, "ann", 100_000_000);
    const ann = await come(world, client);
    const { page } = ann;
    await page.goto("/");
    await page.getByText("$10.00").first().waitFor();
    const shows = page.getByText("$15.55").first().waitFor();
    const admin = world.server.operator().admin;
    await admin.pushPayment({ payment_id: "second", user_id: invitee.user.id, amount_micro: 55_555_555 });
    const since = Date.now();
    await shows;
    expect(Date.now() - since).toBeLessThan(FRESH_MS);
    await admin.pushRefund({ payment_id: "second", refund_id: "part", amount_micro: 20_000_000 });
    await page.getByRole("link", { name: "Rewards" }).click();
    await page.getByRole("button", { name: "$3.555555: how it comes about" }).click();
    const why = page.getByRole("dialog");
    for (const line of ["$55.555555", "\u2212$20.00", "$35.555555", "Rounded down"])
      await why.getByText(line).waitFor();
    await ann.accessible();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Reversed" }).click();
    await page.getByText("None of these").waitFor();
    await page.getByRole("link", { name: "Show all" }).click();
    await page.getByRole("link", { name: "Invitees" }).click();
    await page
      .getByRole("row", { name: new RegExp(invitee.user.display_name) })
      .getByText("$135.55")
      .waitFor();
    expect(user.id).not.toBe(invitee.user.id);
    await ann.leave();
  });

  test("a payout is asked for, followed, sent and cancelled", async () => {
    const { client } = await earner(world.server, "ben", 900_000_000);
    const ben = await come(world, client, [400]);
    const { page } = ben;
    await page.goto("/");
    await page.getByRole("link", { name: "Request payout" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Request payout", exact: true }).click();
    await dialog.getByText("Write an amount like").waitFor();
    await fill(page, "1", ADDRESS);
    await dialog.getByText("less than the smallest payout").waitFor();
    await fill(page, "100000", ADDRESS);
    await dialog.getByText("more than is available").waitFor();
    await fill(page, "25.50", ADDRESS.slice(1));
    await dialog.getByText("no address of this network").waitFor();
    await ben.accessible();
    await fill(page, "25.50", ADDRESS);
    await page.getByText("$25.50 is requested.").waitFor();
    await page.getByText("Waits for an operator").waitFor();
    // An operator moves it on; the page follows by itself.
    const [payout] = (await client.referrals.payouts()).items;
    const { admin } = world.server.operator();
    await admin.payoutProcessing({ id: payout?.id ?? "" });
    await page.getByText("An operator is sending it.").waitFor({ timeout: FRESH_MS });
    await admin.payoutSent({ id: payout?.id ?? "", tx_hash: "0xfeed" });
    // What is over is a row, which opens what happened.
    await page.getByRole("button", { name: "$25.50: what happened" }).click({ timeout: FRESH_MS });
    await page.getByRole("dialog", { name: "Payout of $25.50" }).getByText("0xfeed").waitFor();
    await ben.accessible();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("article").count()).toBe(0);
    await page.getByRole("button", { name: "Request payout" }).click();
    await fill(page, "10", ADDRESS);
    await page.getByRole("button", { name: "Cancel payout" }).click();
    await ben.accessible();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel payout" }).click();
    await page.getByText("$10.00 is back in your balance.").waitFor();
    await page.getByRole("button", { name: "$10.00: what happened" }).click();
    await page.getByText("You cancelled it.").waitFor();
    await ben.leave();
  });

  test("a large payout asks for a fresh sign-in, and goes on after it", async () => {
    const { client } = await earner(world.server, "cleo", 9_000_000_000);
    const cleo = await come(world, client, [403]);
    const { page } = cleo;
    await aged(world);
    await page.goto("/payouts?new=true");
    await page.getByText("Available").first().waitFor();
    await fill(page, "150", ADDRESS);
    const code = codeFor(world.server, page);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code", { exact: true }).fill(await code);
    await cleo.accessible();
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("$150.00 is requested.").waitFor();
    expect(await page.getByRole("article").count()).toBe(1);
    await cleo.leave();
  });

  test("an invoice is paid with credit", async () => {
    const { client, user } = await earner(world.server, "dora", 500_000_000);
    const { admin } = world.server.operator();
    const invoice = { user_id: user.id, status: "open" as const };
    await admin.pushInvoice({ ...invoice, invoice_id: "INV-1", amount_micro: 20_000_000, description: "Pro plan" });
    await admin.pushInvoice({ ...invoice, invoice_id: "INV-2", amount_micro: 90_000_000 });
    const dora = await come(world, client);
    const { page } = dora;
    await page.goto("/invoices");
    await page.getByText("$40.00 short").waitFor();
    await page.getByRole("button", { name: "Pay with credit: INV-1" }).click();
    for (const line of ["$50.00", "\u2212$20.00", "$30.00"]) await page.getByRole("dialog").getByText(line).waitFor();
    await dora.accessible();
    await page.getByRole("button", { name: "Pay $20.00" }).click();
    await page.getByText("INV-1 is paid.").waitFor();
    await page.getByRole("button", { name: "Paid", exact: true }).click();
    await page.getByText("paid with credit").waitFor();
    await dora.accessible();
    await dora.leave();
  });

  test("what refunds took back after it was used stands there as debt", async () => {
    const { client, payment_id } = await earner(world.server, "eli", 500_000_000);
    await client.referrals.requestPayout({ amount_micro: 50_000_000, network: "ethereum", address: ADDRESS });
    const { admin } = world.server.operator();
    await admin.pushRefund({ payment_id, refund_id: "all-eli", amount_micro: 500_000_000 });
    const eli = await come(world, client);
    await eli.page.goto("/");
    await eli.page.getByText("\u2212$50.00").waitFor();
    await eli.accessible();
    await eli.leave();
  });
});

async function come(world: World, client: { session: unknown }, refusals: number[] = []) {
  const visitor = await world.visitor({ refusals });
  await visitor.carry(client.session as Parameters<typeof visitor.carry>[0]);
  return visitor;
}

async function fill(page: Page, amount: string, address: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Amount", exact: true }).fill(amount);
  await dialog.getByLabel("Network", { exact: true }).selectOption("ethereum");
  await dialog.getByRole("textbox", { name: "Address", exact: true }).fill(address);
  await dialog.getByRole("button", { name: "Request payout", exact: true }).click();
}

/** Makes every session an hour old, which is no fresh sign-in. */
async function aged(world: World): Promise<void> {
  await world.server.beside((connection) => connection.run("UPDATE sessions SET created_at = created_at - 3600000000"));
}
