// Without a mouse.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { ADDRESS, earner } from "../../sdk/typescript/test/support/suite";
import { codeFor } from "./support/codes";
import { onOneDatabase } from "./support/world";

onOneDatabase("keyboard", (world) => {
  test("from the sign-in to the copied link and the saved slug", async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    await page.goto("/login");
    await tabTo(page, "Email");
    await page.keyboard.type("keys@example.com");
    const code = codeFor(world.server, page);
    await page.keyboard.press("Enter");
    // The box for the code has the focus as soon as it is there.
    await page.getByLabel("Code", { exact: true }).waitFor();
    await page.keyboard.type(await code);
    await page.keyboard.press("Enter");
    await page.getByLabel("Share link").waitFor();
    await tabTo(page, "Copy link");
    await page.keyboard.press("Space");
    await page.getByText("Copied").waitFor();
    await tabTo(page, "Custom slug");
    await page.keyboard.type("by-keys");
    await page.keyboard.press("Enter");
    await page.getByText("Your link now ends in by-keys.").waitFor();
    await visitor.leave();
  });

  test("the first stop skips the navigation", async () => {
    const { client } = await world.server.member("skip@example.com");
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/rewards");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("All");
    await visitor.leave();
  });

  test("on arrival at a page the focus is at its heading, and the title says where one is", async () => {
    const { client } = await world.server.member("arrives@example.com");
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/");
    await page.getByLabel("Share link").waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    for (const name of ["Rewards", "Codes", "Overview"]) {
      await page.getByRole("link", { name, exact: true }).focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => page.evaluate(() => document.activeElement?.outerHTML)).toMatch(/^<h1/);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(name);
      expect(await page.title()).toContain(name);
    }
    // What only changes the page leaves the focus where it is.
    await page.getByRole("link", { name: "Rewards", exact: true }).press("Enter");
    await page.getByRole("button", { name: "Pending" }).press("Enter");
    await page.waitForURL("**/rewards?status=pending");
    expect(await focused(page)).toBe("Pending");
    await visitor.leave();
  });

  test("a payout is asked for, and the focus comes back", async () => {
    const { client } = await earner(world.server, "keypay");
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/payouts");
    await page.getByText("Available").first().waitFor();
    await tabTo(page, "Request payout");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    // Escape closes it, and the button has the focus again.
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => focused(page)).toBe("Request payout");
    await page.keyboard.press("Enter");
    // The first box has the focus already.
    await expect.poll(() => focused(page)).toBe("Amount");
    await page.keyboard.type("12");
    await tabTo(page, "Network");
    await page.keyboard.type("Eth");
    await tabTo(page, "Address");
    await page.keyboard.type(ADDRESS);
    await page.keyboard.press("Enter");
    await page.getByText("$12.00 is requested.").waitFor();
    await visitor.leave();
  });
});

/** Presses Tab until something of this name has the focus; everything has to be reachable so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${name} cannot be reached with the Tab key`);
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as (HTMLElement & { labels?: NodeListOf<HTMLElement> }) | null;
    return (
      element?.getAttribute("aria-label") ??
      element?.labels?.[0]?.textContent ??
      element?.textContent ??
      ""
    ).trim();
  });
