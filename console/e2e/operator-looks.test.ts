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

  test("on a phone, also with spaced text, what is pressed has the height of a finger, and what is read has the width of the window", async () => {
    const { client, user } = await earner(world.server, "op-fingers");
    await client.referrals.requestPayout({ amount_micro: 10_000_003, network: "ethereum", address: ADDRESS });
    await sent(world, client);
    const visitor = await world.visitor({ phone: true });
    const { page } = visitor;
    await visitor.spaceText();
    await page.goto("/operator");
    await fingers(visitor);
    await enterAsOperator(page);
    await page.getByRole("heading", { name: "Over time", exact: true }).waitFor();
    await fingers(visitor);
    await place(page, "Payouts");
    await page.getByRole("button", { name: "All", exact: true }).click();
    const hash = page.getByText(TRANSACTION).first();
    await hash.waitFor();
    // All of it: there is nothing to point at with.
    expect(await hash.evaluate((code) => code.scrollWidth - code.clientWidth)).toBe(0);
    await fingers(visitor);
    await place(page, "Accounts");
    await page.getByLabel("Search accounts").fill(user.email ?? "");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: user.display_name }).first().waitFor();
    await fingers(visitor);
    await page.getByRole("link", { name: user.display_name }).first().click();
    await page.getByRole("heading", { name: "Why", exact: true }).waitFor();
    await fingers(visitor);
    await place(page, "Audit log");
    await page.getByText("Payment pushed").first().waitFor();
    await fingers(visitor);
    await visitor.leave();
  });

  test("a search keeps the place of whoever typed it, and Back takes it out of the box", async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    await page.goto("/operator/users");
    await enterAsOperator(page);
    const box = page.getByLabel("Search accounts");
    await box.fill("nobody has this");
    await page.keyboard.press("Enter");
    await page.getByText("No account has this").waitFor();
    // Also for those who hear the page.
    await page.getByRole("status").getByText("0 rows are shown.").waitFor();
    expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.goBack();
    await expect.poll(() => box.inputValue()).toBe("");
    await visitor.leave();
  });

  test("some of them selected is neither none nor all", async () => {
    const { client } = await earner(world.server, "op-some");
    for (const amount_micro of [14_000_000, 15_000_000])
      await client.referrals.requestPayout({ amount_micro, network: "polygon", address: ADDRESS });
    const visitor = await world.visitor();
    const { page } = visitor;
    await page.goto("/operator/payouts");
    await enterAsOperator(page);
    const all = page.getByLabel("Select all on this page");
    const mixed = () => all.evaluate((box: HTMLInputElement) => box.indeterminate);
    await page.getByText("None selected").waitFor();
    expect(await mixed()).toBe(false);
    await page.getByLabel("Select the payout of $14.00").check();
    await page.getByText("1 selected, $14.00").waitFor();
    expect(await mixed()).toBe(true);
    await all.check();
    expect(await mixed()).toBe(false);
    await visitor.leave();
  });

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

/** What is pressed on this page is 44 px high, itself or with the words that belong to it. */
async function fingers(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await settled(visitor);
  const low = await page.evaluate((least) => {
    const seen = [...document.querySelectorAll("a[href], button, input, select")].filter((one) =>
      one.checkVisibility(),
    );
    // A box with a border around it is pressed with its border.
    const height = (one: Element) =>
      Math.max(
        ...[one, one.closest("label"), one.matches("input, select") ? one.parentElement : null].map(
          (each) => each?.getBoundingClientRect().height ?? 0,
        ),
      );
    // The way past the navigation is for keyboards.
    return seen
      .filter((one) => height(one) < least && one.getAttribute("href") !== "#content")
      .map((one) => `${height(one)} ${one.outerHTML}`);
  }, 44);
  expect(low).toEqual([]);
}

/** Nothing is on its way any more. */
async function settled(visitor: Visitor): Promise<void> {
  await expect.poll(() => visitor.page.getByText("Loading").count()).toBe(0);
  await visitor.accessible();
}
