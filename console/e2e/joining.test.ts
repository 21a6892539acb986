// From the first visit to a link that was copied.
import { expect, test } from "vitest";
import { codeFor } from "./support/codes";
import { onEveryDatabase } from "./support/world";

onEveryDatabase("joining", (world) => {
  test("a newcomer comes from the first page to a copied link", async () => {
    const ada = await world.visitor();
    const { page } = ada;
    await page.goto("/");
    await page.waitForURL("**/login");
    await page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
    await ada.accessible();
    await page.getByRole("textbox", { name: "Email", exact: true }).fill("  Ada@Example.com ");
    const code = codeFor(world.server, page);
    await page.getByRole("button", { name: "Send code", exact: true }).click();
    // One box into which the whole code is pasted, spaces and all; nothing happens before "Sign in" is pressed.
    await page.getByRole("textbox", { name: "Code", exact: true }).fill(` ${await code} `);
    await ada.accessible();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    const link = page.getByRole("textbox", { name: "Share link", exact: true });
    await link.waitFor();
    expect(await link.getAttribute("readonly")).not.toBeNull();
    await page.getByRole("button", { name: "Copy link", exact: true }).click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await link.inputValue());
    expect(await link.inputValue()).toMatch(new RegExp(`^${world.server.url}/r/[0-9a-z]{12}$`));
    await ada.leave();
  });

  test("a wrong code is refused in words, and a new one can be sent", async () => {
    const eve = await world.visitor({ refusals: [400] });
    const { page } = eve;
    await page.goto("/login");
    await page.getByLabel("Email", { exact: true }).fill("not an address");
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByText("This does not look like an e-mail address.").waitFor();
    await page.getByLabel("Email", { exact: true }).fill("eve@example.com");
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText(/This is not the code from the mail.*req_/).waitFor();
    await eve.accessible();
    const code = codeFor(world.server, page);
    await page.getByRole("button", { name: "Send a new code" }).click();
    await page.getByLabel("Code", { exact: true }).fill(await code);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByLabel("Share link").waitFor();
    await eve.leave();
  });

  test("a slug is judged while it is typed, and old links keep working", async () => {
    await (await world.server.member("owner@example.com")).client.referrals.setSlug({ slug: "taken-one" });
    const bea = await world.visitor();
    const { page } = bea;
    await bea.signIn("bea@example.com");
    const slug = page.getByRole("textbox", { name: "Custom slug", exact: true });
    for (const [typed, says] of [
      ["taken-one", "Somebody else has this name."],
      ["Ad-Min", "This word is reserved."],
      ["-no-", "no dash at either end"],
      [" Trip-With-Bea ", "trip-with-bea is free."],
    ] as const) {
      await slug.fill(typed);
      await page.getByText(says).waitFor();
    }
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Your link now ends in trip-with-bea.").waitFor();
    await expect.poll(() => page.getByLabel("Share link").inputValue()).toBe(`${world.server.url}/r/trip-with-bea`);
    await slug.fill("bea-two");
    await page.getByText("Links with trip-with-bea keep working and stay yours.").waitFor();
    await slug.press("Enter");
    await page.getByText("Your link now ends in bea-two.").waitFor();
    await page.getByRole("link", { name: "Codes" }).click();
    const row = page.getByRole("row", { name: /trip-with-bea/ });
    await row.getByText("Still works").waitFor();
    await bea.accessible();
    await bea.leave();
  });

  test("a taken slug is refused when it is saved, too", async () => {
    const cy = await world.visitor({ refusals: [409] });
    const { page } = cy;
    await cy.signIn("cy@example.com");
    await page.getByLabel("Custom slug").fill("taken-one");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText(/Somebody else has this name\. \(Request req_/).waitFor();
    await cy.leave();
  });

  test("the custom slug can be taken away and comes back", async () => {
    const dan = await world.visitor();
    const { page } = dan;
    await dan.signIn("dan@example.com");
    await page.getByLabel("Custom slug").fill("dan-the-first");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Your link now ends in").waitFor();
    await page.goto("/codes");
    await page.getByRole("button", { name: "Remove custom slug" }).click();
    await dan.accessible();
    await page.getByRole("dialog").getByRole("button", { name: "Remove custom slug" }).click();
    await page
      .getByRole("row", { name: /dan-the-first/ })
      .getByText("Off", { exact: true })
      .waitFor();
    await page.goto("/");
    await expect.poll(() => page.getByLabel("Share link").inputValue()).toMatch(/\/r\/[0-9a-z]{12}$/);
    await dan.leave();
  });

  test("whoever signs out is led to the sign-in, and whoever comes without a session", async () => {
    const fay = await world.visitor();
    const { page } = fay;
    await fay.signIn("fay@example.com");
    await page.goto("/payouts");
    await page.getByRole("button", { name: /^Member / }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL("**/login");
    // The page that was wanted comes after the sign-in.
    await page.goto("/rewards");
    await page.waitForURL(/\/login\?next=/);
    await fay.leave();
  });

  test("a session that ends elsewhere leads to the sign-in, and from there back to the page", async () => {
    const gus = await world.visitor({ refusals: [401] });
    const { page } = gus;
    await gus.signIn("gus@example.com");
    await page.getByRole("link", { name: "Rewards" }).click();
    await page.getByText("No rewards yet").waitFor();
    const { client } = await world.server.member("gus@example.com");
    await client.auth.endOtherSessions();
    await page.waitForURL(/\/login\?next=/);
    expect(await page.title()).toContain("Sign in");
    await page.getByLabel("Email", { exact: true }).fill("gus@example.com");
    const code = codeFor(world.server, page);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code", { exact: true }).fill(await code);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { name: "Rewards", exact: true }).waitFor();
    expect(await page.title()).toBe("Rewards \u00b7 Triport Referrals");
    await gus.leave();
  });
});
