// Signing in with wallets, and adding further ways to sign in.
import { expect, test } from "vitest";
import { codeFor } from "./support/codes";
import { ethereumWallet, solanaWallet } from "./support/wallets";
import { onEveryDatabase } from "./support/world";

onEveryDatabase("wallets", (world) => {
  for (const [name, wallet] of [
    ["Ethereum", ethereumWallet],
    ["Solana", solanaWallet],
  ] as const) {
    test(`a wallet of ${name} signs in, and in again`, async () => {
      const visitor = await world.visitor();
      const { page } = visitor;
      const address = await wallet(visitor.context);
      await page.goto("/login");
      await page.getByRole("button", { name: `Continue with ${name} wallet`, exact: true }).click();
      const link = page.getByLabel("Share link");
      await link.waitFor();
      const first = await link.inputValue();
      await page.getByRole("link", { name: "Account" }).click();
      await page.getByText(address, { exact: false }).first().waitFor();
      await visitor.accessible();
      await page.getByRole("button", { name: /^Member / }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("button", { name: `Continue with ${name} wallet`, exact: true }).click();
      await link.waitFor();
      expect(await link.inputValue()).toBe(first);
      await visitor.leave();
    });
  }

  test("without a wallet it says so", async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    await page.goto("/login");
    await page.getByRole("button", { name: "Continue with Ethereum wallet" }).click();
    await page.getByText("No Ethereum wallet was found in this browser.").waitFor();
    await visitor.accessible();
    await visitor.leave();
  });

  test("an address and a wallet are added, and one is given up", async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    await ethereumWallet(visitor.context);
    await visitor.signIn("first-way@example.com");
    await page.goto("/account");
    await page.getByRole("button", { name: "Add an e-mail address" }).click();
    await page.getByLabel("New address").fill("second-way@example.com");
    const code = codeFor(world.server, page);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code", { exact: true }).fill(await code);
    await visitor.accessible();
    await page.getByRole("button", { name: "Add address" }).click();
    await page.getByRole("button", { name: "Remove: second-way@example.com" }).waitFor();
    await page.getByRole("button", { name: "Add an Ethereum wallet" }).click();
    await expect.poll(() => page.getByRole("button", { name: /^Remove: / }).count(), { timeout: 10_000 }).toBe(3);
    await page.getByRole("button", { name: "Remove: first-way@example.com" }).click();
    await visitor.accessible();
    await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await expect.poll(() => page.getByRole("button", { name: /^Remove: / }).count(), { timeout: 10_000 }).toBe(2);
    await visitor.leave();
  });
});
