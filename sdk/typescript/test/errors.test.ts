// Every error tag, reached once with the real server, and the class that goes with its status.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import * as sdk from "@triport/sdk";
import { isTriportError, TriportError } from "@triport/sdk";
import { fetchUnder } from "./support/host.js";
import { Server } from "./support/server.js";
import { ADDRESS, earner, onEveryDatabase } from "./support/suite.js";
import { answered, evmWallet, solanaWallet } from "./support/wallets.js";

const NOBODY = "01999c3e-8a52-7b31-9d6a-5f1c2e7b4a90";
/** Ways to sign in of one account. */
const MOST_WAYS = 20;
const reached = new Set<string>();

/** Asserts that a call fails with a tag and with the class of a status. */
async function fails(code: string, status: number, call: () => Promise<unknown>): Promise<TriportError> {
  const error = await call().then(
    () => assert.fail(`${code}: the call succeeded`),
    (thrown: unknown) => thrown,
  );
  assert.ok(isTriportError(error, code), `${code}: ${String(error)} ${isTriportError(error) ? error.code : ""}`);
  assert.ok(error instanceof TriportError && error instanceof Error);
  assert.equal(error.status, status);
  assert.match(error.requestId ?? "", /^req_[0-9a-f]{16}$/);
  assert.notEqual(error.message, "");
  const Class = (sdk as unknown as Record<string, new () => Error>)[error.name];
  assert.ok(Class && error instanceof Class && error.name !== "ApiError", error.name);
  reached.add(code);
  return error;
}

onEveryDatabase(
  "errors",
  (world) => {
    const member = (name: string) => world.server.member(`${name}@example.com`);
    /** A client whose requests get another header, as a proxy or a page might do it. */
    const meddled = (name: string, value: string, session?: string) =>
      world.server.client({
        maxRetries: 0,
        ...(session && { session }),
        fetch: (url, init) =>
          fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), [name]: value } }),
      });

    test("sign-in", async () => {
      const { auth } = world.server.client();
      await fails("invalid_email", 400, () => auth.emailStart({ email: "nobody" }));
      await fails("invalid_request", 400, () => auth.emailVerify({ request_id: NOBODY, code: "123456" }));
      const { request_id } = await auth.emailStart({ email: "wrong@example.com" });
      await fails("invalid_code", 400, () => auth.emailVerify({ request_id, code: "abcdef" }));
      await fails("unauthenticated", 401, () => auth.me());
      const session = (await member("csrf")).client.session?.session;
      await fails("csrf_invalid", 403, () => meddled("X-CSRF-Token", "x", session).referrals.deleteCode());
      await fails("csrf_missing", 403, () =>
        meddled("Origin", "https://elsewhere.test", session).referrals.deleteCode(),
      );
    });

    test("Google", async () => {
      const { client } = await member("no-google");
      await fails("google_disabled", 503, () => client.auth.linkGoogle());
      const away = await Server.start(world.kind, {
        TRIPORT_GOOGLE_CLIENT_ID: "triport",
        TRIPORT_GOOGLE_CLIENT_SECRET: "not-asked-for",
        TRIPORT_GOOGLE_ISSUER_URL: "http://127.0.0.1:9",
      });
      try {
        const other = await away.member("google-is-away@example.com");
        await fails("google_unavailable", 503, () => other.client.auth.linkGoogle());
      } finally {
        await away.stop();
      }
    });

    test("addresses and bodies", async () => {
      const under = (host: string) => world.server.client({ fetch: fetchUnder(host) });
      const { client } = await member("frame");
      await fails("not_found", 404, () => client.call({ route: "GET /v1/nothing" }));
      await fails("method_not_allowed", 405, () => client.call({ route: "PUT /v1/referrals/me" }));
      await fails("invalid_json", 400, () => client.referrals.setSlug({ slug: 5 as unknown as string }));
      const heavy = world.server.client({ session: "x".repeat(20_000) });
      await fails("invalid_host", 400, () => under("some@where").program.show());
      await fails("misdirected_request", 421, () => under("elsewhere.test").program.show());
      await fails("headers_too_large", 431, () => heavy.auth.me());
    });

    test("slugs", async () => {
      const [ada, bob] = [(await member("ada")).client, (await member("bob")).client];
      await fails("slug_invalid", 400, () => ada.referrals.setSlug({ slug: "-x" }));
      await fails("slug_reserved", 409, () => ada.referrals.setSlug({ slug: "admin" }));
      await ada.referrals.setSlug({ slug: "first-one" });
      await fails("slug_taken", 409, () => bob.referrals.setSlug({ slug: "first-one" }));
      await ada.referrals.setSlug({ slug: "second-one" });
      await fails("slug_limit_reached", 409, () => ada.referrals.setSlug({ slug: "third-one" }));
    });

    test("payouts", async () => {
      const { client, user } = await earner(world.server, "money");
      const payout = { amount_micro: 10_000_000, network: "polygon", address: ADDRESS } as const;
      const ask = (change: object, idempotencyKey?: string) =>
        client.referrals.requestPayout({ ...payout, ...change }, idempotencyKey ? { idempotencyKey } : {});
      await fails("invalid_args", 400, () => ask({ amount_micro: 0 }));
      await fails("invalid_network", 400, () => ask({ network: "bitcoin" }));
      await fails("invalid_address", 400, () => ask({ address: "0x12" }));
      await fails("payout_below_min", 400, () => ask({ amount_micro: 1 }));
      await fails("balance_insufficient", 400, () => ask({ amount_micro: 99_000_000_000 }));
      const { id } = await ask({}, "my-key");
      assert.equal((await ask({}, "my-key")).id, id);
      await fails("idempotency_conflict", 422, () => ask({ amount_micro: 11_000_000 }, "my-key"));
      await client.referrals.cancelPayout({ id });
      await fails("payout_not_actionable", 409, () => client.referrals.cancelPayout({ id }));
      await fails("payout_not_found", 404, () => client.referrals.cancelPayout({ id: NOBODY }));
      const { admin } = world.server.operator();
      await fails("invalid_payout_id", 400, () => admin.payoutProcessing({ id: "x" }));
      await fails("tx_hash_required", 400, () => admin.payoutSent({ id, tx_hash: " " }));
      await admin.freezePayouts({ user: user.id, reason: "test" });
      await fails("payouts_frozen", 403, () => ask({}));
    });

    test("a sign-in that is not fresh", async () => {
      const { client } = await earner(world.server, "stale", 2_000_000_000);
      await world.server.beside((sql) => sql.run("UPDATE sessions SET created_at = 0"));
      const payout = { amount_micro: 150_000_000, network: "polygon", address: ADDRESS } as const;
      await fails("fresh_sign_in_required", 403, () => client.referrals.requestPayout(payout));
      await fails("session_not_found", 404, () => client.auth.endSession({ id: NOBODY }));
    });

    test("an account that still has something cannot be erased", async () => {
      const { client } = await earner(world.server, "leaving");
      await client.referrals.requestPayout({ amount_micro: 10_000_000, network: "polygon", address: ADDRESS });
      await fails("payout_in_flight", 409, () => client.auth.eraseMe({ forfeit: true }));
      const { items } = await client.referrals.payouts();
      await client.referrals.cancelPayout({ id: items[0]?.id ?? "" });
      const error = await fails("balance_would_be_forfeited", 409, () => client.auth.eraseMe());
      assert.deepEqual(error.extra, { forfeit_micro: 100_000_000 });
    });

    test("an account that was erased is not made again", async () => {
      const { admin } = world.server.operator();
      await admin.pushUser({ external_id: "gone" });
      await admin.eraseUser({ external_id: "ext:gone" });
      await fails("user_erased", 409, () => admin.pushUser({ external_id: "gone" }));
    });

    test("wallets and ways to sign in", async () => {
      const { client } = await member("ways");
      const { auth } = world.server.client();
      const wallet = evmWallet();
      const answer = await answered(auth, wallet);
      await fails("invalid_nonce", 400, () => auth.walletVerify({ ...answer, nonce: NOBODY }));
      await fails("address_mismatch", 400, () => auth.walletVerify({ ...answer, address: evmWallet().address }));
      const unsigned = { ...(await answered(auth, wallet)), signature: "00".repeat(65) };
      await fails("invalid_signature", 400, () => auth.walletVerify(unsigned));
      await auth.walletVerify(await answered(auth, wallet));
      await fails("identity_taken", 409, async () => client.auth.linkWallet(await answered(client.auth, wallet)));
      const [only] = (await client.auth.identities()).items;
      await fails("last_identity", 409, () => client.auth.unlinkIdentity({ id: only?.id ?? "" }));
      await fails("identity_not_found", 404, () => client.auth.unlinkIdentity({ id: NOBODY }));
      const link = async () => client.auth.linkWallet(await answered(client.auth, solanaWallet()));
      for (let ways = 1; ways < MOST_WAYS; ways += 1) await link();
      await fails("identity_limit_reached", 409, link);
    });

    test("billing", async () => {
      const { client, user, payment_id } = await earner(world.server, "billing");
      const { admin } = world.server.operator();
      const payment = { payment_id: "conflict", user_id: user.id, amount_micro: 5 };
      await admin.pushPayment(payment);
      await fails("payment_conflict", 409, () => admin.pushPayment({ ...payment, amount_micro: 6 }));
      await fails("user_not_found", 404, () => admin.pushPayment({ ...payment, user_id: NOBODY }));
      await fails("payment_not_found", 404, () =>
        admin.pushRefund({ payment_id: "no", refund_id: "r", amount_micro: 1 }),
      );
      const refund = { payment_id, refund_id: "r1", amount_micro: 7 };
      await admin.pushRefund(refund);
      await fails("refund_conflict", 409, () => admin.pushRefund({ ...refund, amount_micro: 8 }));
      await fails("refund_exceeds_payment", 409, () =>
        admin.pushRefund({ ...refund, refund_id: "r2", amount_micro: 1_000_000_000 }),
      );
      await fails("refund_not_found", 404, () => admin.voidRefund({ payment_id, refund_id: "none" }));
      const invoice = { invoice_id: "i1", user_id: user.id, amount_micro: 9, status: "open" } as const;
      await admin.pushInvoice(invoice);
      await fails("invoice_conflict", 409, () => admin.pushInvoice({ ...invoice, amount_micro: 10 }));
      await fails("invoice_not_found", 404, () => admin.invoice({ invoice_id: "none" }));
      const spend = (change: object) =>
        client.referrals.spendOnInvoice({ invoice_id: "i1", amount_micro: 9, ...change });
      await fails("invoice_not_eligible", 404, () => spend({ invoice_id: "none" }));
      await fails("amount_mismatch", 400, () => spend({ amount_micro: 8 }));
    });

    test("operators", async () => {
      await fails("admin_token_invalid", 401, () => world.server.client({ adminToken: "wrong" }).admin.totals());
      const reader = world.server.client({ adminToken: world.server.operatorToken("eve", "read") });
      await reader.admin.totals();
      await fails("forbidden", 403, () =>
        reader.admin.pushPayment({ payment_id: "x", user_id: NOBODY, amount_micro: 1 }),
      );
      await fails("invalid_user_id", 400, () => world.server.operator().admin.audit({ user: "nobody" }));
      const { admin } = world.server.operator();
      const { user } = await member("somebody");
      await fails("user_not_found", 404, () => admin.user({ user: "ext:nobody" }));
      await fails("invalid_tier", 400, () => admin.setTier({ user: user.id, tier: 99 }));
      await fails("code_not_found", 404, () => admin.disableCode({ code: "nobodys-code", reason: "test" }));
      const push = { email: "somebody@example.com", email_verified: true };
      await fails("email_taken", 409, () => admin.pushUser({ external_id: "customer-1", ...push }));
    });

    test("a database that fails, or that somebody else holds", async () => {
      const { client } = await earner(world.server, "broken");
      const payout = { amount_micro: 10_000_000, network: "polygon", address: ADDRESS } as const;
      const once = { maxRetries: 0 };
      await world.server.beside(async (sql) => {
        await sql.run("ALTER TABLE referral_codes RENAME TO away");
        await fails("internal", 500, () => client.referrals.me(once));
        await sql.run("ALTER TABLE away RENAME TO referral_codes");
        for (const statement of NO_LOGOUT) await sql.run(statement);
        await fails("logout_failed", 500, () => client.auth.logout(once));
        await sql.run({ sqlite: "DROP TRIGGER stay", postgres: "DROP TRIGGER stay ON sessions" });
        await sql.run({ sqlite: "BEGIN IMMEDIATE", postgres: "BEGIN" });
        await sql.run({ sqlite: "SELECT 1", postgres: "LOCK TABLE payouts, referral_codes IN EXCLUSIVE MODE" });
        const [, held] = await Promise.all([
          fails("unavailable", 503, () => client.referrals.setSlug({ slug: "held-up" }, once)),
          fails("idempotency_in_flight", 409, () => client.referrals.requestPayout(payout, once)),
        ]);
        assert.equal(held.retryAfter, 1);
        await sql.run("ROLLBACK");
      });
      assert.equal((await client.referrals.requestPayout(payout)).status, "requested");
    });

    after(() => {
      reached.add("rate_limited").add("admin_token_unset");
      const wanted = tags().filter((tag) => !reached.has(tag));
      reached.clear();
      assert.deepEqual(wanted, [], "tags that no test reached");
    });
  },
  { TRIPORT_PROGRAM__MAX_SLUGS_PER_ACCOUNT: "2" },
);

onEveryDatabase(
  "errors of a busy server without operators",
  (world) => {
    test("admin_token_unset", async () => {
      await fails("admin_token_unset", 401, () => world.server.client({ adminToken: "x" }).admin.totals());
    });

    test("rate_limited says how long to wait", async () => {
      const { client } = await world.server.member("fast@example.com");
      const calls = Array.from({ length: 10 }, () => client.referrals.me({ maxRetries: 0 }));
      const error = await fails("rate_limited", 429, () => Promise.all(calls));
      assert.ok((error.retryAfter ?? 0) >= 1);
      await Promise.allSettled(calls);
      assert.equal((await client.referrals.me({ maxRetries: 5 })).tier, 1);
    });
  },
  { TRIPORT_ADMIN_TOKEN: "", TRIPORT_RATE_LIMIT_RPS: "1" },
);

/** Keeps sessions from being ended. */
const NO_LOGOUT = [
  {
    sqlite: "SELECT 1",
    postgres: "CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''stay''; END'",
  },
  {
    sqlite: "CREATE TRIGGER stay BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'stay'); END",
    postgres: "CREATE TRIGGER stay BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION stay()",
  },
];

function tags(): string[] {
  const { components } = JSON.parse(readFileSync("../../api/openapi.json", "utf8")) as {
    components: { schemas: { Error: { properties: { error: { enum: string[] } } } } };
  };
  return components.schemas.Error.properties.error.enum;
}
