// What the client sends and keeps, seen on the way to the real server.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inspect } from "node:util";
import { isTriportError, type LogEvent, TriportClient, VERSION } from "@triport/sdk";
import { ADMIN_TOKEN } from "./support/server.js";
import { ADDRESS, earner, onEveryDatabase } from "./support/suite.js";

interface Sent {
  target: string;
  headers: Record<string, string>;
}

/** The runtime's fetch, and what went through it. */
function recorder(change: (answer: Response) => Response = (answer) => answer) {
  const sent: Sent[] = [];
  const record: typeof fetch = async (url, init) => {
    const headers = init?.headers as Record<string, string>;
    sent.push({ target: `${init?.method} ${new URL(String(url)).pathname}`, headers });
    return change(await fetch(url, init));
  };
  return { sent, fetch: record };
}

onEveryDatabase("client", (world) => {
  test("with only a session no CSRF header is sent, and calls that need one fetch it once", async () => {
    const { client } = await world.server.member("only@example.com");
    const session = client.session?.session ?? "";
    const { sent, fetch } = recorder();
    const other = world.server.client({ session, fetch });
    await other.referrals.setSlug({ slug: "only-session" });
    assert.deepEqual(
      [sent[0]?.headers["Cookie"], sent[0]?.headers["X-CSRF-Token"]],
      [`nl_session=${session}`, undefined],
    );
    await other.auth.attribute();
    await other.auth.attribute();
    await other.auth.logout();
    const targets = ["GET /v1/auth/me", "POST /v1/auth/attribute", "POST /v1/auth/attribute", "POST /v1/auth/logout"];
    assert.deepEqual(
      sent.slice(1).map(({ target }) => target),
      targets,
    );
    await assert.rejects(client.referrals.me(), { code: "unauthenticated" });
  });

  test("after a sign-in both cookies are kept and sent, the token as a header too", async () => {
    const { sent, fetch } = recorder();
    const { client } = await world.server.member("both@example.com", { fetch });
    const kept = client.session;
    assert.ok(kept?.csrfToken);
    await client.referrals.me();
    await client.referrals.deleteCode();
    const [read, write] = sent.slice(-2);
    const cookies = `nl_session=${kept.session}; nl_csrf=${kept.csrfToken}; nl_browser=${client.browserToken}`;
    assert.deepEqual([read?.headers["Cookie"], read?.headers["X-CSRF-Token"]], [cookies, undefined]);
    assert.deepEqual([write?.headers["Cookie"], write?.headers["X-CSRF-Token"]], [cookies, kept.csrfToken]);
    assert.equal(write?.headers["User-Agent"], `triport-sdk-typescript/${VERSION}`);
    const again = world.server.client({ ...kept, fetch });
    await again.auth.logout();
    assert.equal(sent.at(-2)?.target, "DELETE /v1/referrals/code", "a token that was given need not be fetched");
    await client.auth.logout();
  });

  test("a wrong CSRF token is replaced without a word", async () => {
    const { client } = await world.server.member("stale@example.com");
    const { sent, fetch: record } = recorder();
    const session = client.session?.session ?? "";
    // As a browser: the cookies are not the client's, and the token that it remembers is an old one.
    const withCookies: typeof fetch = (url, init) =>
      record(url, {
        ...init,
        headers: {
          ...(init?.headers as object),
          Cookie: `nl_session=${session}; nl_csrf=${client.session?.csrfToken}`,
        },
      });
    const page = world.server.client({ browser: true, csrfToken: "stale", fetch: withCookies });
    assert.deepEqual(await page.referrals.claim({ code: "nobodys" }), { attributed: false, reason: "unknown_code" });
    const targets = ["POST /v1/referrals/claim", "GET /v1/auth/me", "POST /v1/referrals/claim"];
    assert.deepEqual(
      sent.map(({ target }) => target),
      targets,
    );
  });

  test("an old runtime that joins Set-Cookie headers keeps the session too", async () => {
    const { fetch } = recorder((answer) => {
      Object.defineProperty(answer.headers, "getSetCookie", { value: undefined });
      return answer;
    });
    const { client } = await world.server.member("old@example.com", { fetch });
    assert.equal((await client.auth.me()).provider, "email");
    assert.ok(client.session?.csrfToken);
    await client.auth.logout();
    assert.equal(client.session, undefined);
  });

  test("the operator's token goes with operators' calls only, and no cookie does", async () => {
    const { sent, fetch } = recorder();
    const { client } = await world.server.member("who@example.com", { fetch, adminToken: ADMIN_TOKEN });
    await client.referrals.me();
    assert.equal(sent.at(-1)?.headers["X-Admin-Token"], undefined);
    await client.admin.totals();
    assert.deepEqual([sent.at(-1)?.headers["X-Admin-Token"], sent.at(-1)?.headers["Cookie"]], [ADMIN_TOKEN, undefined]);
  });

  test("the log hook sees every try and no secret, and may be broken", async () => {
    const events: LogEvent[] = [];
    const log = (event: LogEvent) => {
      events.push(event);
      throw new Error("broken hook");
    };
    const { client } = await world.server.member("secret-name@example.com", { log, adminToken: ADMIN_TOKEN });
    await client.referrals.setSlug({ slug: "secret-slug" });
    await client.admin.audit({ user: "email:secret-name@example.com" });
    const payout = { amount_micro: 1, network: "polygon", address: ADDRESS } as const;
    const error = await client.referrals
      .requestPayout(payout, { idempotencyKey: "secret-key" })
      .catch((thrown: unknown) => thrown);
    assert.ok(isTriportError(error, "payout_below_min") && error.idempotencyKey === "secret-key");
    const { session = "", csrfToken = "" } = client.session ?? {};
    const told = JSON.stringify(events);
    for (const secret of [session, csrfToken, ADMIN_TOKEN, "secret-", ADDRESS])
      assert.ok(!told.includes(secret), secret);
    const shown = inspect(client, { depth: 9, showHidden: true });
    for (const secret of [session, csrfToken, ADMIN_TOKEN])
      assert.ok(!shown.includes(secret), "inspect shows a secret");
    const last = events.at(-1);
    assert.deepEqual(
      [last?.route, last?.status, last?.code, last?.attempt],
      ["/v1/referrals/payouts", 400, "payout_below_min", 1],
    );
    assert.equal(last?.requestId, error.requestId);
  });

  test("a repeated key is told as such", async () => {
    const events: LogEvent[] = [];
    const { client } = await earner(world.server, "replay");
    const other = world.server.client({ ...client.session, log: (event) => events.push(event) });
    const payout = { amount_micro: 10_000_000, network: "polygon", address: ADDRESS } as const;
    const first = await other.referrals.requestPayout(payout, { idempotencyKey: "k" });
    assert.deepEqual(await other.referrals.requestPayout(payout, { idempotencyKey: "k" }), first);
    assert.deepEqual(
      events.map(({ replayed }) => replayed),
      [undefined, true],
    );
  });

  test("redirects are not followed", async () => {
    const error = await world.server
      .operator()
      .call({ route: "GET /r/{code}", auth: "admin" }, { code: "nobodys-code" })
      .catch((thrown: unknown) => thrown);
    assert.ok(isTriportError(error, "invalid_answer"));
    assert.ok(error.status >= 300 && error.status < 400);
  });

  test("wrong arguments are refused before anything is sent", async () => {
    const { sent, fetch } = recorder();
    for (const wrong of [
      { baseUrl: "api.triport.io" },
      { baseUrl: "ftp://api.triport.io" },
      { baseUrl: "https://user@api.triport.io" },
      { baseUrl: "https://api.triport.io/?x" },
      { timeoutMs: 0 },
      { maxRetries: -1 },
      { maxRetries: 1.5 },
      { session: "a; nl_csrf=b" },
      { csrfToken: "a\r\nX-Other: 1" },
    ]) {
      assert.throws(() => new TriportClient({ baseUrl: world.server.url, ...wrong }), TypeError, JSON.stringify(wrong));
    }
    const { admin } = world.server.operator({ fetch });
    for (const invoice_id of ["..", ".", ""]) await assert.rejects(admin.invoice({ invoice_id }), TypeError);
    await assert.rejects(admin.totals({ timeoutMs: -1 }), TypeError);
    assert.deepEqual(sent, []);
    await assert.rejects(admin.invoice({ invoice_id: "../totals" }), { code: "invoice_not_found" });
  });

  test("a base address with a path and a slash at its end", async () => {
    const { sent, fetch } = recorder();
    const client = world.server.client({ baseUrl: `${world.server.url}/some/where//`, fetch });
    await assert.rejects(client.auth.me(), { code: "not_found" });
    assert.equal(sent[0]?.target, "GET /some/where/v1/auth/me");
  });

  test("an error of a second copy of the package is recognised", async () => {
    const copy = createRequire(import.meta.url)("@triport/sdk") as typeof import("@triport/sdk");
    assert.notEqual(copy.TriportClient, TriportClient);
    const client = new copy.TriportClient({ baseUrl: world.server.url });
    const error = await client.auth.me().catch((thrown: unknown) => thrown);
    assert.ok(isTriportError(error, "unauthenticated"));
    assert.equal(error.name, "UnauthorizedError");
    assert.ok(!isTriportError(error, "not_found") && !isTriportError(new Error("x")) && !isTriportError(null));
  });
});
