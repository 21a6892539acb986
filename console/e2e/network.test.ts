// A network that is slow, and one that fails.
import { expect, test } from "vitest";
import { ADDRESS, earner } from "../../sdk/typescript/test/support/suite";
import { onOneDatabase } from "./support/world";

onOneDatabase("network", (world) => {
  test("a slow network shows the shape of what comes", async () => {
    const { client } = await earner(world.server, "slow");
    const visitor = await world.visitor();
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/rewards");
    await page.getByRole("table").waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 700,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
    });
    await page.getByRole("link", { name: "Invitees" }).click();
    await page.getByText("Loading").first().waitFor({ state: "attached" });
    await visitor.accessible();
    await page.getByRole("table").waitFor();
    await visitor.leave();
  });

  test("a page whose program does not come says so, and loading it again helps", async () => {
    const { client } = await earner(world.server, "noprogram");
    const visitor = await world.visitor({ failing: true });
    const { page } = visitor;
    await visitor.carry(client.session);
    const late = page.getByText("This page has not loaded.");
    // The program is missing; then even the small script that asks for it.
    for (const missing of ["program-", "early-"]) {
      const script = `**/assets/${missing}*.js`;
      await page.route(script, (route) => route.abort());
      await page.goto("/");
      await late.waitFor({ timeout: 20_000 });
      await page.unroute(script);
      await late.getByRole("link", { name: "load it again" }).click();
      await page.getByLabel("Share link").waitFor();
      expect(await late.count()).toBe(0);
    }
    // That it could not be loaded is an error of the page, too.
    const others = visitor.complaints.splice(0).filter((text) => !text.includes("dynamically imported module"));
    expect(others).toEqual([]);
    await visitor.leave();
  });

  test("a failing network says so in words, and trying again helps", async () => {
    const { client } = await earner(world.server, "broken");
    const visitor = await world.visitor({ failing: true });
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/");
    await page.getByLabel("Share link").waitFor();
    await page.route("**/v1/referrals/invitees**", (route) => route.abort());
    await page.getByRole("link", { name: "Invitees" }).click();
    await page.getByText("The server cannot be reached.").waitFor();
    await visitor.accessible();
    await page.unroute("**/v1/referrals/invitees**");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("table").waitFor();
    await visitor.leave();
  });

  test("a server that fails is named with the request", async () => {
    const { client } = await earner(world.server, "fivehundred");
    const visitor = await world.visitor({ failing: true });
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.route("**/v1/referrals/codes", (route) =>
      route.fulfill({
        status: 500,
        headers: { "x-request-id": "req_00000000000000aa" },
        json: { error: "internal", message: "The server failed.", request_id: "req_00000000000000aa" },
      }),
    );
    await page.goto("/codes");
    await page.getByText("Request req_00000000000000aa").waitFor();
    await visitor.leave();
  });

  test("a payout whose answer is lost happens once, however often it is tried", async () => {
    const { client } = await earner(world.server, "once");
    const visitor = await world.visitor({ failing: true });
    const { page } = visitor;
    await visitor.carry(client.session);
    await page.goto("/payouts?new=true");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Amount", { exact: true }).fill("11");
    await dialog.getByLabel("Network", { exact: true }).selectOption("ethereum");
    await dialog.getByLabel("Address", { exact: true }).fill(ADDRESS);
    const keys = new Set<string | undefined>();
    let lost = 0;
    // The server does it, the browser never hears of it: more often than the SDK tries by itself.
    await page.route("**/v1/referrals/payouts", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      keys.add(route.request().headers()["idempotency-key"]);
      await route.fetch();
      if (lost >= 4) return route.continue();
      lost += 1;
      return route.abort();
    });
    await dialog.getByRole("button", { name: "Request payout", exact: true }).click();
    await dialog.getByText("The server cannot be reached.").waitFor({ timeout: 30_000 });
    await dialog.getByRole("button", { name: "Request payout", exact: true }).click();
    await page.getByText("$11.00 is requested.").waitFor({ timeout: 30_000 });
    expect(keys.size).toBe(1);
    expect((await client.referrals.payouts()).items).toHaveLength(1);
    await visitor.leave();
  });
});
