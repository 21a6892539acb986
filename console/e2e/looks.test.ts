// Every page, in both themes, on a desk and on a phone: usable by everybody, within the window, without a complaint.
import { expect, test } from "vitest";
import { ADDRESS, earner } from "../../sdk/typescript/test/support/suite";
import { onOneDatabase } from "./support/world";

const PAGES = ["/", "/rewards", "/invitees", "/payouts", "/payouts?new=true", "/invoices", "/codes", "/account"];
const VIEWS = [
  { theme: "light", phone: false },
  { theme: "dark", phone: false },
  { theme: "light", phone: true },
  { theme: "dark", phone: true },
] as const;

onOneDatabase("looks", (world) => {
  for (const view of VIEWS) {
    const name = `${view.theme}, on a ${view.phone ? "phone" : "desk"}`;

    test(`pages with something on them, ${name}`, async () => {
      const full = await earner(world.server, `full-${view.theme}-${view.phone}`);
      const { client, user } = full;
      await client.referrals.setSlug({ slug: `first-${view.theme}-${view.phone}` });
      await client.referrals.setSlug({ slug: `second-${view.theme}-${view.phone}` });
      await client.referrals.requestPayout({ amount_micro: 10_000_000, network: "polygon", address: ADDRESS });
      const invoice = { invoice_id: `inv-${user.id}`, user_id: user.id, status: "open" as const };
      await world.server.operator().admin.pushInvoice({ ...invoice, amount_micro: 1_234_567 });
      const visitor = await world.visitor(view);
      await visitor.carry(client.session);
      await everyPage(visitor);
    });

    test(`pages with nothing on them yet, ${name}`, async () => {
      const { client } = await world.server.member(`empty-${view.theme}-${view.phone}@example.com`);
      const visitor = await world.visitor(view);
      await visitor.carry(client.session);
      await everyPage(visitor);
    });

    test(`the sign-in, ${name}`, async () => {
      const visitor = await world.visitor(view);
      await visitor.page.goto("/login?error=google_denied");
      await visitor.page.getByText("You did not allow it at Google").waitFor();
      await visitor.accessible();
      await visitor.leave();
    });
  }

  test("with as much space in the text as readers may want, on a phone", async () => {
    const { client } = await earner(world.server, "spaced");
    await client.referrals.setSlug({ slug: "as-long-a-name-as-there-may-be" });
    await client.referrals.requestPayout({ amount_micro: 10_000_000, network: "polygon", address: ADDRESS });
    const visitor = await world.visitor({ phone: true });
    await visitor.spaceText();
    await visitor.page.goto("/login");
    await visitor.page.getByLabel("Email", { exact: true }).waitFor();
    await visitor.accessible();
    await visitor.carry(client.session);
    await everyPage(visitor);
  });

  test("the theme that was chosen stays", async () => {
    const { client } = await world.server.member("theme@example.com");
    const visitor = await world.visitor({ theme: "light" });
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/");
    await page.getByRole("button", { name: /^Member / }).click();
    await page.getByRole("radio", { name: "Dark" }).check();
    await visitor.accessible();
    await page.reload();
    await page.getByLabel("Share link").waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
    await visitor.leave();
  });

  test("on a phone the further places are behind one button", async () => {
    const { client } = await world.server.member("phone@example.com");
    const visitor = await world.visitor({ phone: true });
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/");
    await page.getByRole("button", { name: "More" }).click();
    await visitor.accessible();
    await page.getByRole("link", { name: "Account" }).click();
    await page.getByRole("heading", { name: "Account", level: 1 }).waitFor();
    await visitor.leave();
  });
});

async function everyPage(visitor: Awaited<ReturnType<Parameters<Parameters<typeof onOneDatabase>[1]>[0]["visitor"]>>) {
  for (const page of PAGES) {
    await visitor.page.goto(page);
    await visitor.page.getByRole("heading", { level: 1, includeHidden: true }).waitFor({ state: "attached" });
    // Nothing is on its way any more.
    await expect.poll(() => visitor.page.getByText("Loading").count(), { timeout: 10_000 }).toBe(0);
    await visitor.accessible();
  }
  await visitor.leave();
}
