// Every method, with success, against the real server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { TriportClient } from "@triport/sdk";
import { signInMethods } from "./methods/sign-in.js";
import { called } from "./support/server.js";
import { ADDRESS, earner, onEveryDatabase } from "./support/suite.js";

const HASH = "0xabc123";

onEveryDatabase("methods", (world) => {
  signInMethods(world);

  test("a member chooses, checks, lists and removes slugs", async () => {
    const { client, user } = await world.server.member("slugs@example.com");
    const { code } = await client.referrals.setSlug({ slug: " Trip-With-Me " });
    assert.deepEqual([code.Code, code.Kind, code.UserID, code.DisabledAt], ["trip-with-me", "custom", user.id, null]);
    assert.deepEqual((await client.referrals.setSlug({ slug: "trip-with-me" })).code, code);
    assert.deepEqual(await client.referrals.checkSlug({ slug: "ad-min" }), {
      slug: "ad-min",
      available: false,
      reason: "slug_reserved",
    });
    const { items } = await client.referrals.codes();
    assert.deepEqual(items.map((item) => [item.Kind, item.State]).sort(), [
      ["custom", "active"],
      ["uid", "active"],
    ]);
    assert.deepEqual(await client.referrals.deleteCode(), { ok: true });
    assert.equal((await client.referrals.me()).custom_slug, null);
  });

  test("anybody reads the programme's terms", async () => {
    const terms = await world.server.client().program.show();
    assert.deepEqual([terms.currency, terms.tiers[0]?.rate_bps, terms.sign_in_with[0]], ["USD", 1_000, "email"]);
  });

  test("a member signs in, changes the profile and signs out", async () => {
    const client = world.server.client();
    assert.equal(client.session === undefined, true);
    await world.server.signIn(client, "ada@example.com");
    assert.match(client.session?.session ?? "", /^[\w-]{20,}$/);
    assert.equal((await client.auth.me()).provider, "email");
    const { user } = await client.auth.changeMe({ display_name: "Ada", avatar_url: null });
    assert.equal(user.display_name, "Ada");
    assert.deepEqual(await client.auth.attribute(), { attributed: false, reason: "no_cookie" });
    const { session } = client.session ?? { session: "" };
    assert.deepEqual(await client.auth.logout(), { ok: true });
    assert.equal(client.session, undefined);
    await assert.rejects(world.server.client({ session }).auth.me(), { code: "unauthenticated" });
  });

  test("a member sees and ends sessions", async () => {
    const [first, second, third] = [world.server.client(), world.server.client(), world.server.client()];
    for (const client of [first, second, third]) await world.server.signIn(client, "everywhere@example.com");
    const { items } = await second.auth.sessions();
    assert.deepEqual(
      items.map(({ current, provider }) => [current, provider]),
      [false, true, false].map((current) => [current, "email"]),
    );
    assert.match(items[0]?.user_agent ?? "", /^triport-sdk-typescript/);
    assert.deepEqual(await second.auth.endSession({ id: items[0]?.id ?? "" }), { ok: true });
    await assert.rejects(third.auth.me(), { code: "unauthenticated" });
    assert.deepEqual(await second.auth.endOtherSessions(), { ended: 1 });
    assert.deepEqual(await second.auth.endSession({ id: items[1]?.id ?? "" }), { ok: true });
    assert.equal(second.session, undefined);
  });

  test("an inviter sees invitees, rewards and figures", async () => {
    const { client, invitee, payment_id } = await earner(world.server, "inviter");
    const me = await client.referrals.me();
    assert.deepEqual([me.paid_invitees, me.signups, me.balance.available_micro], [1, 1, 100_000_000]);
    const { items } = await client.referrals.rewards({ status: ["available", "pending"], limit: 5 });
    assert.deepEqual(
      items.map((reward) => [reward.payment_id, reward.amount_micro]),
      [[payment_id, 100_000_000]],
    );
    const [friend] = await client.referrals.invitees().toArray({ max: 10 });
    assert.equal(friend?.user_id, invitee.user.id);
    const { points } = await client.referrals.series({ metric: "earnings", bucket: "day" });
    assert.equal(points.at(-1)?.value, 100_000_000);
    const attribution = await invitee.client.referrals.attribution();
    assert.deepEqual([attribution.attributed, attribution.source], [true, "claim"]);
  });

  test("a member is paid out", async () => {
    const { client } = await earner(world.server, "paid");
    const { admin } = world.server.operator();
    const ask = () =>
      client.referrals.requestPayout({ amount_micro: 10_000_000, network: "polygon", address: ADDRESS });
    const first = await ask();
    assert.equal((await client.referrals.cancelPayout({ id: first.id })).status, "cancelled");
    const sent = await ask();
    assert.deepEqual(await admin.payoutProcessing({ id: sent.id }), { ok: true });
    assert.deepEqual(await admin.payoutSent({ id: sent.id, tx_hash: HASH }), { ok: true });
    const failed = await ask();
    assert.deepEqual(await admin.payoutFailed({ id: failed.id }), { ok: true });
    const { items } = await client.referrals.payouts();
    assert.deepEqual(
      items.map((payout) => payout.status),
      ["failed", "sent", "cancelled"],
    );
    assert.equal(items[1]?.tx_hash, HASH);
    const queue = await admin.payouts({ status: "sent" }).toArray({ max: 100 });
    assert.equal(queue.find((item) => item.id === sent.id)?.debt_micro, 0);
    const table = await admin.payoutsCsv({ status: "sent" });
    assert.match(table, new RegExp(`^id,.*\\r?\\n(.*\\n)*.*${sent.id}`));
  });

  test("an invoice is pushed, listed and paid with credit", async () => {
    const { client, user } = await earner(world.server, "bill");
    const { admin } = world.server.operator();
    const invoice = { invoice_id: "inv_1?&#%+", user_id: user.id, amount_micro: 19_000_000 };
    assert.equal((await admin.pushInvoice({ ...invoice, status: "open", description: "March" })).status, "open");
    const open = await client.referrals.invoices({ status: "open" });
    assert.deepEqual(
      open.items.map(({ id }) => id),
      [invoice.invoice_id],
    );
    const { invoice_id, amount_micro } = invoice;
    assert.deepEqual(await client.referrals.spendOnInvoice({ invoice_id, amount_micro }), { ok: true });
    assert.equal((await admin.invoice({ invoice_id })).paid_by, "credit");
    const paid = await admin.invoices({ status: "paid" }).toArray({ max: 10 });
    assert.ok(paid.some(({ id }) => id === invoice_id));
  });

  test("billing refunds, and takes a refund back", async () => {
    const { payment_id } = await earner(world.server, "refund");
    const { admin } = world.server.operator();
    const refund = { payment_id, refund_id: "re_1?&#%+", amount_micro: 500_000_000 };
    const { refund: kept, reward } = await admin.pushRefund(refund);
    assert.deepEqual([kept.refund_id, reward?.amount_micro], [refund.refund_id, 50_000_000]);
    await admin.pushRefund(refund);
    const { payment_id: of, refund_id } = refund;
    assert.equal((await admin.voidRefund({ payment_id: of, refund_id })).reward?.amount_micro, 100_000_000);
  });

  test("operators attribute, count, audit and verify", async () => {
    const { admin } = world.server.operator();
    const [inviter, invitee] = [
      await world.server.member("o1@example.com"),
      await world.server.member("o2@example.com"),
    ];
    const { primary_code } = await inviter.client.referrals.me();
    const answer = await admin.attribute({ invitee: { user_id: invitee.user.id }, code: primary_code, backfill: true });
    assert.equal(answer.attributed, true);
    assert.ok((await admin.totals()).accounts >= 2);
    assert.equal((await admin.series({ metric: "signups", bucket: "day" })).points.at(-1)?.at.slice(-10), "T00:00:00Z");
    const entries = await admin.audit({ user: invitee.user.id });
    assert.ok(entries.items.length > 0);
    const { clean, differences } = await admin.verifyLedger();
    assert.deepEqual([clean, differences], [true, []]);
  });

  test("the product pushes its accounts, and support looks after them", async () => {
    const { client } = await earner(world.server, "host");
    const { primary_code } = await client.referrals.me();
    const { admin } = world.server.operator();
    const account = { external_id: "customer_42?&#%+", display_name: "Eve", ref_code: primary_code };
    const pushed = await admin.pushUser(account);
    assert.equal(pushed.user.external_id, account.external_id);
    assert.equal((await admin.pushUser(account)).user.id, pushed.user.id);
    const user = `ext:${account.external_id}`;
    assert.equal((await admin.user({ user })).user_id, pushed.user.id);
    const found = await admin.users({ query: account.external_id }).toArray({ max: 10 });
    assert.ok(found.length > 0);
    assert.equal((await admin.setTier({ user, tier: 2, note: "agreed" })).new_tier, 2);
    assert.deepEqual(await admin.freezePayouts({ user, reason: "test" }), { ok: true });
    assert.deepEqual(await admin.unfreezePayouts({ user, reason: "test" }), { ok: true });
    await client.referrals.setSlug({ slug: "against-the-terms" });
    assert.deepEqual(await admin.disableCode({ code: "against-the-terms", reason: "test" }), { ok: true });
  });

  test("a list goes through all pages, and stays whole while rows arrive", async () => {
    const { client, invitee } = await earner(world.server, "pages");
    const { admin } = world.server.operator();
    const push = (n: number) =>
      admin.pushPayment({ payment_id: `p${n}`, user_id: invitee.user.id, amount_micro: 1_000_000 });
    for (let n = 0; n < 7; n += 1) await push(n);
    const seen: string[] = [];
    for await (const reward of client.referrals.rewards({ limit: 3 })) {
      seen.push(reward.payment_id);
      if (seen.length === 3) await push(99);
    }
    assert.deepEqual(seen, ["p6", "p5", "p4", "p3", "p2", "p1", "p0", "pay-pages"]);
    const pages: number[] = [];
    for await (const page of client.referrals.rewards({ limit: 5 }).pages()) pages.push(page.items.length);
    assert.deepEqual(pages, [5, 4]);
  });

  test("any endpoint can be called that has no method yet", async () => {
    const { client } = await world.server.member("raw@example.com");
    const me = await client.call<{ tier_label: string }>({ route: "GET /v1/referrals/me" });
    assert.equal(me.tier_label, "regular");
  });

  after(() => {
    const client = new TriportClient({ baseUrl: "http://localhost" }) as unknown as Record<
      string,
      Record<string, unknown>
    >;
    for (const [id, name] of Object.entries(methods())) {
      const [group = "", method = ""] = name.split(".");
      assert.equal(typeof client[group]?.[method], "function", `${name} (${id}) is missing`);
    }
    const missing = routes().filter((route) => !called.has(route));
    called.clear();
    assert.deepEqual(missing, [], "methods that no test called");
  });
});

function methods(): Record<string, string> {
  return JSON.parse(readFileSync("methods.json", "utf8")) as Record<string, string>;
}

/** The routes of the operations in the table of methods. */
function routes(): string[] {
  const { paths } = JSON.parse(readFileSync("../../api/openapi.json", "utf8")) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const wanted = methods();
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs)
      .filter(([, { operationId }]) => operationId in wanted)
      .map(([verb]) => `${verb.toUpperCase()} ${path}`),
  );
}
