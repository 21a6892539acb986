// A list that somebody reads to its end.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ADDRESS, earner } from "../../sdk/typescript/test/support/suite";
import { onOneDatabase } from "./support/world";

const SOAK = process.env["TRIPORT_SOAK"] !== undefined;
const ROWS = SOAK ? 10_000 : 1_000;
const PAYOUTS = SOAK ? 10_000 : 450;
const AT_ONCE = 24;
/** Of a table of any length. */
const MOST_DRAWN = 150;

onOneDatabase("lists", (world) => {
  test(`${ROWS} rewards are read to the last, and only those that are seen are drawn`, {
    timeout: 600_000,
  }, async () => {
    const { client, invitee } = await earner(world.server, "many");
    await pay(invitee.user.id, ROWS - 1);
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.addInitScript(watchFrames);
    await page.goto("/rewards");
    await readToTheEnd(page, ROWS);
    await expect.poll(() => page.getByRole("table").getAttribute("aria-rowcount")).toBe(String(ROWS + 1));
    expect(await page.locator("tbody tr").count()).toBeLessThanOrEqual(MOST_DRAWN);
    console.log(`${ROWS} rewards, page by page: ${await frames(page)}`);
    await page.mouse.move(600, 400);
    for (let turns = 0; turns < 60; turns += 1) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(16);
    }
    console.log(`${ROWS} rewards, scrolled: ${await frames(page)}`);
    await visitor.accessible();
    await page.keyboard.press("End");
    // The oldest one stands last, and is as good as the others.
    const last = page.locator(`tr[aria-rowindex="${ROWS + 1}"]`);
    await last.getByRole("button", { name: /how it comes about/ }).click();
    await page.getByRole("dialog").getByText("pay-many").waitFor();
    await visitor.leave();
  });

  test(`${PAYOUTS} payouts are read to the last, while others are still on their way`, {
    timeout: 600_000,
  }, async () => {
    const { client } = await earner(world.server, "often", (PAYOUTS + 2) * 100_000_000);
    const ask = () =>
      client.referrals.requestPayout({ amount_micro: 10_000_000, network: "ethereum", address: ADDRESS });
    await times(PAYOUTS, async () => client.referrals.cancelPayout({ id: (await ask()).id }));
    await ask();
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.addInitScript(watchFrames);
    await page.goto("/payouts");
    await readToTheEnd(page, PAYOUTS + 1);
    await expect.poll(() => page.getByRole("table").getAttribute("aria-rowcount")).toBe(String(PAYOUTS + 1));
    expect(await page.locator("tbody tr").count()).toBeLessThanOrEqual(MOST_DRAWN);
    // The one that is on its way stands first, whole.
    expect(await page.getByRole("article").count()).toBe(1);
    console.log(`${PAYOUTS} payouts: ${await frames(page)}`);
    await visitor.accessible();
    await visitor.leave();
  });

  test("a page that was asked for is not lost to news of the account", async () => {
    const { client, invitee } = await earner(world.server, "news");
    await pay(invitee.user.id, 69, "news");
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/rewards");
    // The page is long on its way, and the list is read anew meanwhile.
    await page.route("**/rewards?*cursor=*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await route.continue().catch(() => undefined);
    });
    await page.getByRole("button", { name: "Show more" }).click();
    await pay(invitee.user.id, 1, "later");
    await expect.poll(() => page.locator("tbody tr").count(), { timeout: 20_000 }).toBe(71);
    await visitor.leave();
  });

  /** Pushes payments of one account, many at once. */
  async function pay(user_id: string, count: number, name = "many"): Promise<void> {
    const { admin } = world.server.operator();
    await times(count, (at) =>
      admin.pushPayment({ payment_id: `${name}-${at}`, user_id, amount_micro: 1_000_000 + at }),
    );
  }
});

async function times(count: number, call: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const some = async () => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}

/** Asks for the next page until there is none. */
async function readToTheEnd(page: Page, rows: number): Promise<void> {
  const more = page.getByRole("button", { name: "Show more" });
  await more.waitFor();
  const pages = Math.ceil(rows / 50);
  for (let shown = 1; shown < pages; shown += 1) {
    const next = page.waitForResponse((response) => response.url().includes("cursor="));
    await more.click();
    await next;
    await expect
      .poll(() => more.getAttribute("aria-busy", { timeout: 500 }).catch(() => null), { timeout: 10_000 })
      .toBeNull();
  }
}

interface Watched {
  frameMs: number[];
  longMs: number[];
}

function watchFrames(): void {
  const watched: Watched = { frameMs: [], longMs: [] };
  Object.assign(window, { watched });
  let last = performance.now();
  const frame = (now: number) => {
    watched.frameMs.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.longMs.push(duration);
  }).observe({ type: "longtask", buffered: true });
}

/** How long frames took since this was asked last. */
function frames(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    const frameMs = watched.frameMs.splice(0).sort((a, b) => a - b);
    const longMs = watched.longMs.splice(0);
    const ms = (value: number | undefined) => `${Math.round(value ?? 0)} ms`;
    const at = (share: number) => frameMs[Math.floor(share * (frameMs.length - 1))];
    return `frames ${ms(at(0.5))}, one in twenty ${ms(at(0.95))}; ${longMs.length} long tasks, the longest ${ms(Math.max(0, ...longMs))}`;
  });
}
