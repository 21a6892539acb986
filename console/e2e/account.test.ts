// The account's own page, and signing in by a link of the product.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { earner } from "../../sdk/typescript/test/support/suite";
import { codeFor } from "./support/codes";
import type { Visitor } from "./support/visitor";
import { onEveryDatabase, type World } from "./support/world";

onEveryDatabase("account", (world) => {
  test("a new name shows at once", async () => {
    const visitor = await world.visitor({ refusals: [400] });
    const { page } = visitor;
    await visitor.signIn("name@example.com");
    await page.goto("/account");
    const name = page.getByLabel("Display name");
    await name.fill(" ");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("A name has 1 to 80 characters.").waitFor();
    await name.fill("Ada Lovelace");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Ada Lovelace" }).waitFor();
    await visitor.accessible();
    await visitor.leave();
  });

  test("sessions elsewhere are seen and ended, one or all", async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.signIn("everywhere@example.com");
    const others: Awaited<ReturnType<typeof world.server.member>>[] = [];
    for (let count = 0; count < 3; count += 1) others.push(await world.server.member("everywhere@example.com"));
    await page.goto("/account");
    await page.getByText("This browser").waitFor();
    await expect.poll(() => page.getByRole("button", { name: /^Sign out: / }).count()).toBe(3);
    await visitor.accessible();
    // The newest one comes first.
    await page
      .getByRole("button", { name: /^Sign out: / })
      .first()
      .click();
    await page.getByText("Signed out there.").waitFor();
    await expect(others[2]?.client.auth.me()).rejects.toMatchObject({ code: "unauthenticated" });
    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await page.getByText("2 sessions are ended.").waitFor();
    await expect(others[0]?.client.auth.me()).rejects.toMatchObject({ code: "unauthenticated" });
    await expect.poll(() => page.getByRole("button", { name: /^Sign out: / }).count()).toBe(0);
    await visitor.leave();
  });

  test("a code of an inviter is used, and why others were refused stays there", async () => {
    const inviter = await world.server.member("inviter@example.com");
    await inviter.client.referrals.setSlug({ slug: "come-along" });
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.signIn("invited@example.com");
    await page.goto("/account");
    await page.getByLabel("Code of your inviter").fill("no-such-code");
    await page.getByRole("button", { name: "Use code" }).click();
    await page.getByText("This code does not exist, or is switched off.").first().waitFor();
    await page.getByLabel("Code of your inviter").fill("Come-Along");
    await page.getByRole("button", { name: "Use code" }).click();
    await page.getByText("You entered their code.").waitFor();
    await page.getByText("no-such-code,").waitFor();
    await visitor.leave();
  });

  test("a link of the product signs in once, and leaves the address", async () => {
    const { admin } = world.server.operator();
    const { user } = await admin.pushUser({ external_id: "from-the-product", display_name: "Product Person" });
    const { url } = await admin.signInLink({ user_id: user.id });
    const visitor = await world.visitor({ refusals: [400] });
    const { page } = visitor;
    await page.goto(url);
    await page.getByLabel("Share link").waitFor();
    expect(page.url()).not.toContain("link=");
    // Whose account it is: the link may have been somebody else's.
    await page.getByText("Signed in as Product Person.").waitFor();
    await page.getByRole("button", { name: "Product Person" }).waitFor();
    // A second time it is refused, in words.
    const late = await world.visitor({ refusals: [400] });
    await late.page.goto(url);
    await late.page.getByText("This link is used up or too old.").waitFor();
    await late.page.getByLabel("Email", { exact: true }).waitFor();
    await late.accessible();
    await late.leave();
    await visitor.leave();
  });

  test("everything that is kept comes as a file", async () => {
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.signIn("export@example.com");
    await page.goto("/account");
    const file = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download my data" }).click();
    const path = await (await file).path();
    expect(JSON.stringify(JSON.parse(await readFile(path, "utf8")))).toContain("export@example.com");
    await visitor.leave();
  });

  test("another way to sign in, giving one up, and the end of the account ask for a fresh sign-in and go on after it", async () => {
    const visitor = await world.visitor({ refusals: [403] });
    const { page } = visitor;
    await visitor.signIn("stale@example.com");
    await page.goto("/account");
    await page.getByRole("button", { name: "Add an e-mail address" }).click();
    const adding = page.getByRole("dialog", { name: "Add an e-mail address" });
    await adding.getByLabel("New address", { exact: true }).fill("second@example.com");
    const proof = codeFor(world.server, page);
    await adding.getByRole("button", { name: "Send code" }).click();
    await adding.getByLabel("Code", { exact: true }).fill(await proof);
    await age(world);
    await adding.getByRole("button", { name: "Add address", exact: true }).click();
    await freshSignIn(visitor, world);
    await page.getByText("second@example.com", { exact: true }).waitFor();
    await age(world);
    await page.getByRole("button", { name: "Remove: second@example.com" }).click();
    const removing = page.getByRole("dialog", { name: "Remove this way to sign in?" });
    await removing.getByRole("button", { name: "Remove", exact: true }).click();
    // Whoever does not want to sign in again keeps it.
    await page.getByRole("dialog", { name: "Is it you?" }).getByRole("button", { name: "Close" }).click();
    await removing.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("second@example.com", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Remove: second@example.com" }).click();
    await removing.getByRole("button", { name: "Remove", exact: true }).click();
    await freshSignIn(visitor, world);
    await page.getByText("second@example.com", { exact: true }).waitFor({ state: "detached" });
    await page.getByText("Removed.").waitFor();
    // The last one cannot be given up.
    expect(await page.getByRole("button", { name: /^Remove: / }).count()).toBe(0);
    await age(world);
    await page.getByRole("button", { name: "Delete my account" }).click();
    await page.getByRole("button", { name: "Delete for ever" }).click();
    await freshSignIn(visitor, world);
    await page.waitForURL("**/login");
    await visitor.leave();
  });

  test("an account is deleted after saying what is lost with it", async () => {
    const { client } = await earner(world.server, "goes", 100_000_000);
    const visitor = await world.visitor({ refusals: [409] });
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/account");
    await page.getByRole("button", { name: "Delete my account" }).click();
    await visitor.accessible();
    await page.getByRole("button", { name: "Delete for ever" }).click();
    await page.getByText("$10.00 of yours would be lost.").waitFor();
    await page.getByRole("button", { name: "Give up $10.00 and delete" }).click();
    await page.waitForURL("**/login");
    await page.goto("/");
    await page.getByLabel("Email", { exact: true }).waitFor();
    await expect(client.auth.me()).rejects.toMatchObject({ code: "unauthenticated" });
    await visitor.leave();
  });
});

/** As if everybody had signed in an hour earlier. */
const age = (world: World) =>
  world.server.beside((connection) => connection.run("UPDATE sessions SET created_at = created_at - 3600000000"));

async function freshSignIn({ page }: Visitor, world: World): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Is it you?" });
  const code = codeFor(world.server, page);
  await dialog.getByRole("button", { name: "Send code" }).click();
  await dialog.getByLabel("Code", { exact: true }).fill(await code);
  await dialog.getByRole("button", { name: "Confirm" }).click();
}
