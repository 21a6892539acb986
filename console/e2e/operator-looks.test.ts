// Every operator page, in both themes, on a desk and on a phone: usable by everybody, within the window, without a complaint.
import { expect, test } from "vitest";
import { ADMIN_TOKEN } from "../../sdk/typescript/test/support/server";
import { ADDRESS, earner } from "../../sdk/typescript/test/support/suite";
import { enterAsOperator, place } from "./support/operator";
import type { Visitor } from "./support/visitor";
import { onOneDatabase, type World } from "./support/world";

type Earner = Awaited<ReturnType<typeof earner>>;
/** As long as they are. */
const TRANSACTION = `0x${"feed".repeat(16)}`;
const VIEWS = [
  { theme: "light", phone: false },
  { theme: "dark", phone: false },
  { theme: "light", phone: true },
  { theme: "dark", phone: true },
] as const;

onOneDatabase("operator looks", (world) => {
  for (const view of VIEWS) {
    const name = `${view.theme}, on a ${view.phone ? "phone" : "desk"}`;

    test(`every page, ${name}`, async () => {
      const { client, user } = await earner(world.server, `op-${view.theme}-${view.phone}`);
      await client.referrals.setSlug({ slug: `op-${view.theme}-${view.phone}` });
      for (const network of ["polygon", "ethereum"] as const)
        await client.referrals.requestPayout({ amount_micro: 10_000_001, network, address: ADDRESS });
      await sent(world, client);
      const visitor = await world.visitor(view);
      const { page } = visitor;
      await page.goto("/operator");
      await page.getByLabel("Operator token").waitFor();
      await visitor.accessible();
      await enterAsOperator(page);
      await page.getByRole("heading", { name: "Over time", exact: true }).waitFor();
      await settled(visitor);
      await payouts(visitor);
      await place(page, "Accounts");
      await settled(visitor);
      await page.getByLabel("Search accounts").fill(user.email ?? "");
      await page.getByRole("button", { name: "Search" }).click();
      await page.getByRole("link", { name: user.display_name }).first().click();
      await page.getByRole("heading", { name: "Why", exact: true }).waitFor();
      await settled(visitor);
      for (const act of ["Change tier", "Freeze payouts", "Disable a code"]) await dialog(visitor, act);
      await place(page, "Audit log");
      await settled(visitor);
      await place(page, "Ledger");
      await page.getByRole("button", { name: "Check the ledger" }).click();
      await page.getByText("to the micro-unit").waitFor();
      await settled(visitor);
      await visitor.leave();
    });
  }

  test("without a mouse: in, and the queue worked off", async () => {
    const { client } = await earner(world.server, "op-keys");
    await client.referrals.requestPayout({ amount_micro: 31_000_000, network: "polygon", address: ADDRESS });
    const visitor = await world.visitor();
    const { page } = visitor;
    await page.goto("/operator/payouts");
    await page.getByLabel("Operator token").focus();
    await page.keyboard.type(ADMIN_TOKEN);
    await page.keyboard.press("Enter");
    await page.getByLabel("Select the payout of $31.00").focus();
    await page.keyboard.press("Space");
    await page.getByText("1 selected, $31.00").waitFor();
    await page.getByRole("button", { name: "Mark as failed" }).focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Reason").focus();
    await page.keyboard.type("By hand.");
    await page.keyboard.press("Enter");
    await page.getByText("1 payout was moved.").waitFor();
    expect((await client.referrals.payouts()).items[0]?.status).toBe("failed");
    await visitor.leave();
  });
});

async function payouts(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await place(page, "Payouts");
  await page.getByLabel("Select all on this page").check();
  await settled(visitor);
  for (const act of ["Mark as sent", "Mark as failed"]) await dialog(visitor, act);
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByText(TRANSACTION).first().waitFor();
  await settled(visitor);
}

/** A payout that is over, with all that stands there then. */
async function sent(world: World, client: Earner["client"]): Promise<void> {
  const wish = { amount_micro: 10_000_002, network: "ethereum" as const, address: ADDRESS };
  const { id } = await client.referrals.requestPayout(wish);
  const { admin } = world.server.operator();
  await admin.payoutProcessing({ id });
  await admin.payoutSent({ id, tx_hash: TRANSACTION });
}

/** Opens one, looks at it, and closes it again. */
async function dialog(visitor: Visitor, button: string): Promise<void> {
  const { page } = visitor;
  await page.getByRole("button", { name: button }).click();
  // What is said in passing is a dialog too, but not one that has to be answered.
  const opened = page.locator('[role="dialog"]:has(h2)');
  await opened.waitFor();
  await visitor.accessible();
  await page.keyboard.press("Escape");
  await opened.waitFor({ state: "detached" });
}

/** Nothing is on its way any more. */
async function settled(visitor: Visitor): Promise<void> {
  await expect.poll(() => visitor.page.getByText("Loading").count()).toBe(0);
  await visitor.accessible();
}
