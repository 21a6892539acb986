// What operators do, from the token to the last look at the books.
import { readFileSync } from "node:fs";
import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import { ADMIN_TOKEN, type Server } from "../../sdk/typescript/test/support/server";
import { ADDRESS, earner } from "../../sdk/typescript/test/support/suite";
import { enterAsOperator, place } from "./support/operator";
import { onEveryDatabase } from "./support/world";

onEveryDatabase("operator", (world) => {
  test("the token is kept nowhere but in the page", async () => {
    const visitor = await world.visitor({ refusals: [401] });
    const { page } = visitor;
    await page.goto("/operator/payouts");
    await page.getByLabel("Operator token").fill("not-a-token-of-anybody");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("This token does not work").waitFor();
    await page.getByLabel("Operator token").fill(ADMIN_TOKEN);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "Payouts", level: 1 }).waitFor();
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
    expect(kept + JSON.stringify(await visitor.context.cookies())).not.toContain(ADMIN_TOKEN);
    await page.reload();
    await page.getByLabel("Operator token").waitFor();
    await enterAsOperator(page);
    await page.getByRole("button", { name: "Operator" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Operator token").waitFor();
    expect(await page.getByLabel("Operator token").inputValue()).toBe("");
    await visitor.leave();
  });

  test("a token that is revoked ends the work at once", async () => {
    const visitor = await world.visitor({ refusals: [401] });
    const { page } = visitor;
    await page.goto("/operator");
    await enterAsOperator(page, world.server.operatorToken("leaving", "finance"));
    await page.getByRole("heading", { name: "Programme", level: 1 }).waitFor();
    await world.server.beside((beside) =>
      beside.run("UPDATE operator_tokens SET revoked_at = 1 WHERE name = 'leaving'"),
    );
    await page.getByText("Your token stopped working").waitFor();
    await visitor.leave();
  });

  test("a machine's token is told that it is one", async () => {
    const visitor = await world.visitor({ refusals: [403] });
    await visitor.page.goto("/operator");
    await enterAsOperator(visitor.page, world.server.operatorToken("till", "billing"));
    await visitor.page.getByText("This token is for a machine").waitFor();
    await visitor.leave();
  });

  test("payouts are taken up, sent and failed together, and a file has them all", async () => {
    const { client } = await earner(world.server, "batch");
    for (const amount of [11, 12, 13]) await ask(client, amount);
    const visitor = await world.visitor();
    const { page } = visitor;
    await page.goto("/operator/payouts");
    await enterAsOperator(page);
    await page.getByLabel("Select all on this page").check();
    await page.getByText("3 selected, $36.00").waitFor();
    await page.getByRole("button", { name: "Mark as processing" }).click();
    await page.getByText("3 payouts were moved.").waitFor();
    await page.getByText("Nothing waits for you.").waitFor();
    await page.getByRole("button", { name: "Processing" }).click();
    await page.getByLabel("Select the payout of $12.00").check();
    await page.getByLabel("Select the payout of $13.00").check();
    await page.getByRole("button", { name: "Mark as sent" }).click();
    const sent = page.getByRole("dialog", { name: "Mark 2 payouts as sent" });
    await sent.getByLabel("Transaction of $12.00 on Polygon").fill("0xaa");
    expect(await sent.getByRole("button", { name: "Mark as sent" }).getAttribute("aria-disabled")).toBe("true");
    await sent.getByLabel("Transaction of $13.00 on Polygon").fill("0xbb");
    await sent.getByRole("button", { name: "Mark as sent" }).click();
    await page.getByText("2 payouts were moved.").waitFor();
    await page.getByLabel("Select the payout of $11.00").check();
    await page.getByRole("button", { name: "Mark as failed" }).click();
    const failed = page.getByRole("dialog", { name: "Mark 1 payout as failed" });
    await failed.getByLabel("Reason").fill("The address is closed.");
    await failed.getByRole("button", { name: "Mark as failed" }).click();
    await page.getByText("No payout is in this state.").waitFor();
    const { items } = await client.referrals.payouts();
    expect(items.map(({ status, tx_hash, note }) => [status, tx_hash ?? note])).toEqual([
      ["sent", "0xbb"],
      ["sent", "0xaa"],
      ["failed", "The address is closed."],
    ]);
    await page.getByRole("button", { name: "All", exact: true }).click();
    expect(await csv(page)).toHaveLength(1 + 3);
    await visitor.leave();
  });

  test("what one payout refuses holds up none of the others, and says why", async () => {
    const { client } = await earner(world.server, "partly");
    const [gone] = [await ask(client, 21), await ask(client, 22)];
    const visitor = await world.visitor({ refusals: [409] });
    const { page } = visitor;
    await page.goto("/operator/payouts");
    await enterAsOperator(page);
    await page.getByLabel("Select the payout of $21.00").check();
    await page.getByLabel("Select the payout of $22.00").check();
    // Between the look and the click the member thinks again.
    const thinkAgain = async (route: Route) => {
      await client.referrals.cancelPayout({ id: gone.id });
      await route.continue();
    };
    await page.route("**/processing", thinkAgain, { times: 1 });
    await page.getByRole("button", { name: "Mark as processing" }).click();
    await page.getByText("1 of 2 were moved.").waitFor();
    const statuses = (await client.referrals.payouts()).items.map(({ status }) => status);
    expect(statuses).toEqual(["processing", "cancelled"]);
    await visitor.leave();
  });

  test("an account is found, explained and decided about", async () => {
    const { client, user, invitee } = await earner(world.server, "looked-at");
    await client.referrals.setSlug({ slug: "looked-at" });
    const visitor = await world.visitor();
    const { page } = visitor;
    await page.goto("/operator/users");
    await enterAsOperator(page);
    await page.getByLabel("Search accounts").fill("looked-at-friend@example.com");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("link", { name: invitee.user.display_name }).first().click();
    await page.getByText("through a code that was typed in").waitFor();
    await page.getByText("First payment").waitFor();
    await page.getByRole("link", { name: "See the other account" }).first().click();
    await page.getByText("looked-at@example.com").waitFor();
    await decide(page, "Change tier", { "New tier": "2", Note: "agreed by mail" });
    await page.getByText("influencer, 15").waitFor();
    await page.getByText("Regular \u2192 influencer, agreed by mail").waitFor();
    await decide(page, "Freeze payouts", { Reason: "looks like fraud" });
    await page.getByText("Payouts frozen").waitFor();
    await expect(ask(client, 10)).rejects.toMatchObject({ code: "payouts_frozen" });
    await decide(page, "Let payouts through", { Reason: "it was none" });
    await ask(client, 10);
    await decide(page, "Disable a code", { Reason: "against the terms" });
    expect((await client.referrals.me()).custom_slug).toBeNull();
    await place(page, "Audit log");
    await page.getByLabel("Only about").fill(`email:${user.email}`);
    await page.getByRole("button", { name: "Filter" }).click();
    for (const action of ["Code disabled", "Payouts unfrozen", "Payouts frozen", "Tier changed"])
      await page.getByText(action).waitFor();
    await page.getByText("reason: against the terms").waitFor();
    await visitor.leave();
  });

  test("a role that may not decide is told so, and nothing is changed", async () => {
    const { client, user } = await earner(world.server, "kept");
    const visitor = await world.visitor({ refusals: [403] });
    const { page } = visitor;
    await page.goto(`/operator/users/${user.id}`);
    await enterAsOperator(page, world.server.operatorToken("reader", "read"));
    await page.getByRole("button", { name: "Freeze payouts" }).click();
    const dialog = page.getByRole("dialog", { name: "Freeze payouts" });
    await dialog.getByLabel("Reason").fill("because I can");
    await dialog.getByRole("button", { name: "Freeze payouts" }).click();
    await dialog.getByText("The role read does not allow this.").waitFor();
    await ask(client, 10);
    await visitor.leave();
  });

  test("the books are checked, and a figure that was tampered with is shown", async () => {
    const { user } = await earner(world.server, "books");
    const visitor = await world.visitor();
    const { page } = visitor;
    await page.goto("/operator/ledger");
    await enterAsOperator(page);
    await page.getByRole("button", { name: "Check the ledger" }).click();
    await page.getByText(/^All \d+ accounts are right/).waitFor();
    const id = { sqlite: `x'${user.id.replaceAll("-", "")}'`, postgres: `'${user.id}'` };
    const tamper = (by: string, where: string) =>
      `UPDATE balances SET lifetime_micro = lifetime_micro ${by} WHERE user_id = ${where}`;
    const both = (by: string) => ({ sqlite: tamper(by, id.sqlite), postgres: tamper(by, id.postgres) });
    await world.server.beside((beside) => beside.run(both("+ 1")));
    await page.getByRole("button", { name: "Check the ledger" }).click();
    await page.getByText(/^\d+ figures? differs?$/).waitFor();
    await page.getByText(user.id).first().waitFor();
    await world.server.beside((beside) => beside.run(both("- 1")));
    await visitor.leave();
  });
});

const ask = (client: Awaited<ReturnType<Server["member"]>>["client"], units: number) =>
  client.referrals.requestPayout({ amount_micro: units * 1_000_000, network: "polygon", address: ADDRESS });

/** Opens a dialog, fills it in, and waits until it is done. */
async function decide(page: Page, what: string, fields: Record<string, string>): Promise<void> {
  await page.getByRole("button", { name: what }).click();
  const dialog = page.getByRole("dialog", { name: what });
  for (const [label, value] of Object.entries(fields)) {
    const field = dialog.getByLabel(label, { exact: true });
    if (label === "New tier") await field.selectOption(value);
    else await field.fill(value);
  }
  await dialog.getByRole("button", { name: what }).click();
  await dialog.waitFor({ state: "detached" });
}

/** The lines of the file behind the button. */
async function csv(page: Page): Promise<string[]> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("payouts-all.csv");
  return readFileSync(await file.path(), "utf8")
    .trim()
    .split("\n");
}
