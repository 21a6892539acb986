// Signing in with Google, at a real OpenID provider whose pages are in the same browser.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Provider } from "../../sdk/typescript/test/support/provider";
import type { Visitor } from "./support/visitor";
import { onEveryDatabase } from "./support/world";

const provider = await Provider.start();
afterAll(() => provider.stop());

/** Signs in on the provider's own pages, and agrees. */
async function agree(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

onEveryDatabase(
  "Google",
  (world) => {
    beforeAll(() => provider.knows(world.server));

    /** Somebody who may leave for the provider, which shows a font of another host that is not there. */
    const visitor = async (refusals: number[] = []): Promise<Visitor> => {
      const come = await world.visitor({ elsewhere: [provider.issuer], refusals });
      await come.context.route(/fonts\.googleapis\.com/, (route) =>
        route.fulfill({ body: "", contentType: "text/css" }),
      );
      return come;
    };

    test("a visitor signs in, and in again", async () => {
      const come = await visitor();
      const { page } = come;
      await page.goto("/login");
      await page.getByRole("button", { name: "Continue with Google" }).click();
      await agree(page, "ada@gmail.example");
      const link = page.getByLabel("Share link");
      await link.waitFor();
      const first = await link.inputValue();
      await page.getByRole("link", { name: "Account" }).click();
      await page.getByRole("main").getByText("ada@gmail.example").first().waitFor();
      await come.accessible();
      await page.getByRole("button", { name: /^Member / }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      // The provider remembers who it is, and what was agreed to.
      await page.getByRole("button", { name: "Continue with Google" }).click();
      await link.waitFor();
      expect(await link.inputValue()).toBe(first);
      await come.leave();
    });

    test("who does not agree, or signs in by mail already, is told so in words", async () => {
      const come = await visitor();
      const { page } = come;
      await come.signIn("by-mail@example.com");
      await page.getByRole("button", { name: /^Member / }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("button", { name: "Continue with Google" }).click();
      await page.getByRole("link", { name: "[ Cancel ]" }).click();
      await page.getByText("You did not allow it at Google").waitFor();
      await come.accessible();
      await page.getByRole("button", { name: "Continue with Google" }).click();
      await agree(page, "by-mail@example.com");
      await page.getByText("signs in here by e-mail already").waitFor();
      await come.accessible();
      await come.leave();
    });

    test("a member adds a Google account", async () => {
      const come = await visitor();
      const { page } = come;
      await come.signIn("adds-google@example.com");
      await page.goto("/account");
      await page.getByRole("button", { name: "Add Google" }).click();
      await agree(page, "added@gmail.example");
      await page.getByText("Your Google account is added.").waitFor();
      await page.goto("/account");
      await page.getByRole("button", { name: "Remove: added@gmail.example" }).waitFor();
      await come.accessible();
      await come.leave();
    });

    test("whose only way is Google signs in there again when it has to be fresh", async () => {
      const come = await visitor([403]);
      const { page } = come;
      await page.goto("/login");
      await page.getByRole("button", { name: "Continue with Google" }).click();
      await agree(page, "only@gmail.example");
      await page.getByLabel("Share link").waitFor();
      await world.server.beside((sql) => sql.run("UPDATE sessions SET created_at = 0"));
      await page.goto("/account");
      await page.getByRole("button", { name: "Add Google" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("With Google you come back to the start page").waitFor();
      expect(await dialog.getByRole("button", { name: "Send code" }).count()).toBe(0);
      await come.accessible();
      await dialog.getByRole("button", { name: "Continue with Google" }).click();
      await page.getByLabel("Share link").waitFor();
      await page.goto("/account");
      await page.getByRole("main").getByText("only@gmail.example").first().waitFor();
      await come.leave();
    });
  },
  provider.settings,
);
