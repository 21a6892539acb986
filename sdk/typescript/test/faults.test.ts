// Answers that are lost, late, cut off or garbled: nothing happens twice, nothing hangs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { InvalidAnswerError, isTriportError, TransportError, type TriportClient, TriportError } from "@triport/sdk";
import { FAULTS, type Fault, FaultyProxy } from "./support/proxy.js";
import { ADMIN_TOKEN } from "./support/server.js";
import { ADDRESS, earner, onEveryDatabase } from "./support/suite.js";

const AMOUNT = 10_000_000;
const PAYOUT = { amount_micro: AMOUNT, network: "polygon", address: ADDRESS } as const;
/** Short, but long enough for an answer of a busy machine. */
const QUICK = { timeoutMs: 1_000, maxRetries: 4 };
/** What a slow machine may add to any time that is measured. */
const PATIENCE_MS = 5_000;

onEveryDatabase("faults", (world) => {
  let proxy: FaultyProxy;
  before(async () => {
    proxy = await FaultyProxy.start(world.server.url);
  });
  after(() => proxy.stop());

  /** The same member, with the proxy in between. */
  function through(client: TriportClient, options: object = {}): TriportClient {
    return world.server.client({
      ...client.session,
      baseUrl: proxy.url,
      adminToken: ADMIN_TOKEN,
      ...QUICK,
      ...options,
    });
  }

  for (const fault of FAULTS) {
    test(`${fault}: a payout happens once, and its answer arrives`, async () => {
      const { client } = await earner(world.server, `one-${fault}`);
      proxy.reset((request) => (request <= 2 ? fault : undefined));
      const payout = await through(client).referrals.requestPayout(PAYOUT);
      assert.equal(proxy.requests, 3);
      assert.equal(new Set(proxy.keys).size, 1);
      assert.match(proxy.keys[0] ?? "", /^[0-9a-f]{32}$/);
      const { items } = await client.referrals.payouts();
      assert.deepEqual(
        items.map(({ id }) => id),
        [payout.id],
      );
      assert.equal((await client.referrals.me()).balance.available_micro, 9 * AMOUNT);
    });

    test(`${fault}: a call that could happen twice is made once`, async () => {
      const { client } = await earner(world.server, `never-${fault}`);
      const { id } = await client.referrals.requestPayout(PAYOUT);
      proxy.reset(() => fault);
      const started = Date.now();
      const error = await through(client)
        .referrals.cancelPayout({ id })
        .catch((thrown: unknown) => thrown);
      assert.ok(error instanceof TriportError, String(error));
      assert.match(error.code, /^(connection_failed|timed_out|invalid_answer)$/);
      assert.equal(proxy.requests, 1);
      assert.ok(Date.now() - started < QUICK.timeoutMs + PATIENCE_MS);
    });

    test(`${fault}: for ever, and the call still ends`, async () => {
      const { client } = await earner(world.server, `ever-${fault}`);
      proxy.reset(() => fault);
      const started = Date.now();
      await assert.rejects(through(client, { maxRetries: 2 }).referrals.requestPayout(PAYOUT), TriportError);
      assert.equal(proxy.requests, 3);
      assert.ok(Date.now() - started < 3 * QUICK.timeoutMs + PATIENCE_MS);
      assert.ok((await client.referrals.payouts()).items.length <= 1);
    });
  }

  test("a storm: as many payouts as keys, and the ledger agrees", async () => {
    const { client } = await earner(world.server, "storm");
    const random = numbers(42);
    proxy.reset(() => (random() < 0.6 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined));
    const stormy = through(client, { timeoutMs: 500 });
    const keys = Array.from({ length: 8 }, (_, at) => `storm-${at}`);
    const ids = await Promise.all(
      keys.map((idempotencyKey) => insist(() => stormy.referrals.requestPayout(PAYOUT, { idempotencyKey }))),
    );
    const { items } = await client.referrals.payouts();
    assert.deepEqual(items.map(({ id }) => id).sort(), ids.map(({ id }) => id).sort());
    assert.equal((await client.referrals.me()).balance.available_micro, (10 - keys.length) * AMOUNT);
    assert.equal((await world.server.operator().admin.verifyLedger()).clean, true);
  });

  test("slugs, invoices and billing pushes are tried again too", async () => {
    const { client, user } = await earner(world.server, "again");
    const faulty = through(client);
    const twice = async (fault: Fault, call: () => Promise<unknown>) => {
      proxy.reset((request) => (request === 1 ? fault : undefined));
      await call();
      assert.equal(proxy.requests, 2);
    };
    await twice("drop", () => faulty.referrals.setSlug({ slug: "once-more" }));
    await twice("cut", () => faulty.referrals.deleteCode());
    await twice("drop", () => faulty.referrals.me());
    const payment = { payment_id: "again", user_id: user.id, amount_micro: 5 };
    await twice("garble", () => faulty.admin.pushPayment(payment));
    await twice("drop", () => faulty.admin.pushRefund({ payment_id: "again", refund_id: "r", amount_micro: 5 }));
    await twice("drop", () => faulty.admin.voidRefund({ payment_id: "again", refund_id: "r" }));
    const invoice = { invoice_id: "again", user_id: user.id, amount_micro: AMOUNT };
    await twice("shorten", () => faulty.admin.pushInvoice({ ...invoice, status: "open" }));
    await twice("drop", () => faulty.referrals.spendOnInvoice({ invoice_id: "again", amount_micro: AMOUNT }));
    assert.equal((await client.referrals.me()).balance.available_micro, 9 * AMOUNT);
  });

  test("Retry-After is honoured, and a long one is not waited for", async () => {
    const { client } = await world.server.member("patient@example.com");
    const events: number[] = [];
    const faulty = through(client, { log: (event: { retryInMs?: number }) => events.push(event.retryInMs ?? -1) });
    proxy.reset((request) => (request === 1 ? 503 : undefined));
    const started = Date.now();
    await faulty.referrals.me();
    assert.ok(Date.now() - started >= 1_000);
    assert.ok((events[0] ?? 0) >= 1_000 && events[1] === -1);
    proxy.retryAfter = "3600";
    proxy.reset(() => 429);
    const error = await faulty.referrals.me().catch((thrown: unknown) => thrown);
    assert.ok(isTriportError(error, "invalid_answer") && error.status === 429 && error.retryAfter === 3_600);
    proxy.retryAfter = new Date(Date.now() + 1_500).toUTCString();
    proxy.reset((request) => (request === 1 ? 503 : undefined));
    await faulty.referrals.me();
    assert.equal(proxy.requests, 2);
  });

  test("a fetch that ignores its signal, and a server that is not there", async () => {
    const deaf = world.server.client({ fetch: () => new Promise(() => undefined), timeoutMs: 50, maxRetries: 1 });
    await assert.rejects(deaf.referrals.me(), { name: "RequestTimeoutError", code: "timed_out", status: 0 });
    const nowhere = world.server.client({ baseUrl: "http://127.0.0.1:9", maxRetries: 1 });
    await assert.rejects(nowhere.referrals.me(), TransportError);
  });

  test("the caller's signal ends a call, a pause and a call that has not begun", async () => {
    const { client } = await world.server.member("impatient@example.com");
    const reason = new Error("changed my mind");
    const faulty = through(client, { timeoutMs: 60_000 });
    for (const fault of ["stall", 503] as const) {
      proxy.retryAfter = "20";
      proxy.reset(() => fault);
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 100);
      await assert.rejects(faulty.referrals.me({ signal: controller.signal }), reason);
    }
    proxy.reset(() => undefined);
    await assert.rejects(faulty.referrals.me({ signal: AbortSignal.abort(reason) }), reason);
    assert.equal(proxy.requests, 0);
  });

  test("an integer that a number cannot hold is an error, not a rounded amount", async () => {
    const { client } = await earner(world.server, "rich");
    const pays = (micro: string) =>
      world.server.beside((sql) => sql.run(`UPDATE invitees SET total_paid_micro = ${micro}`));
    await pays("9007199254740993");
    const error = await client.referrals.invitees().catch((thrown: unknown) => thrown);
    assert.ok(error instanceof InvalidAnswerError && error.code === "unsafe_integer");
    assert.match(error.message, /9007199254740993/);
    await pays("9007199254740991");
    assert.equal((await client.referrals.invitees()).items[0]?.total_paid_micro, Number.MAX_SAFE_INTEGER);
  });
});

/** Calls until there is an answer; what a careful caller does with a key of its own. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (tries === 20 || !(error instanceof TriportError)) throw error;
    }
  }
}

/** Random numbers that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
