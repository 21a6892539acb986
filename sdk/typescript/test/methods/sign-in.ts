// The methods of signing in, and of what belongs to an account: called by methods.test.ts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Provider } from "../support/provider.js";
import { called, Server } from "../support/server.js";
import { earner, type World } from "../support/suite.js";
import { answered, evmWallet, solanaWallet } from "../support/wallets.js";

export function signInMethods(world: World): void {
  test("the product signs a member in with a link", async () => {
    const { user } = await world.server.member("linked@example.com");
    const { url } = await world.server.operator().admin.signInLink({ user_id: user.id });
    const client = world.server.client();
    const token = new URL(url).hash.replace("#link=", "");
    assert.equal((await client.auth.linkVerify({ token })).user.id, user.id);
    assert.equal((await client.auth.me()).provider, "link");
    await assert.rejects(world.server.client().auth.linkVerify({ token }), { code: "invalid_request" });
  });

  test("what a program keeps of a sign-in is given back at the next one", async () => {
    const { client } = await world.server.member("again@example.com");
    const { browserToken } = client;
    assert.match(browserToken ?? "", /^[0-9a-f]{64}$/);
    await client.auth.logout();
    assert.deepEqual([client.session, client.browserToken], [undefined, browserToken]);
    const later = world.server.client({ browserToken });
    await world.server.signIn(later, "again@example.com");
    assert.equal(later.browserToken, browserToken);
  });

  test("a wallet signs in, of either chain", async () => {
    for (const wallet of [evmWallet(), solanaWallet()]) {
      const client = world.server.client();
      const { user } = await client.auth.walletVerify(await answered(client.auth, wallet));
      assert.deepEqual([user.email, (await client.auth.me()).provider], [null, "wallet"]);
    }
  });

  test("a browser is sent to Google", async () => {
    const provider = await Provider.start();
    const server = await Server.start(world.kind, provider.settings);
    try {
      await provider.knows(server);
      const { auth, program } = server.client();
      assert.deepEqual((await program.show()).sign_in_with, ["email", "google", "wallet"]);
      const sent = await fetch(auth.googleStartUrl(), { redirect: "manual" });
      const cookies = sent.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
      const back = await provider.agree(sent.headers.get("location") ?? "", "ada@example.com");
      const arrived = await fetch(back, { redirect: "manual", headers: { cookie: cookies.join("; ") } });
      assert.deepEqual([arrived.status, arrived.headers.get("location")], [302, "/"]);
      const session = /nl_session=(\w+)/.exec(arrived.headers.getSetCookie().join())?.[1] ?? "";
      const client = server.client({ session });
      const me = await client.auth.me();
      assert.deepEqual([me.provider, me.user.email], ["google", "ada@example.com"]);
      assert.ok((await client.auth.linkGoogle()).url.startsWith(provider.issuer));
      // Answers an address instead of making a call, so nothing has noted it.
      called.add("GET /v1/auth/google/start");
    } finally {
      await server.stop();
      await provider.stop();
    }
  });

  test("a member adds and gives up ways to sign in", async () => {
    const { client, user } = await world.server.member("many-ways@example.com");
    const wallet = evmWallet();
    const added = await client.auth.linkWallet(await answered(client.auth, wallet));
    assert.deepEqual([added.provider, added.chain], ["wallet", "evm"]);
    const { request_id } = await client.auth.emailStart({ email: "second-way@example.com" });
    const email = await client.auth.linkEmail({ request_id, code: await world.server.lastCode() });
    assert.equal(email.subject, "second-way@example.com");
    const { items } = await client.auth.identities();
    assert.deepEqual(
      items.map(({ provider }) => provider),
      ["email", "wallet", "email"],
    );
    const other = world.server.client();
    assert.equal((await other.auth.walletVerify(await answered(other.auth, wallet))).user.id, user.id);
    assert.deepEqual(await client.auth.unlinkIdentity({ id: email.id }), { ok: true });
  });

  test("an account is taken along, and erased", async () => {
    const { client, user } = await earner(world.server, "leaving");
    const all = await client.auth.exportMe();
    assert.equal(all.account.user_id, user.id);
    await assert.rejects(client.auth.eraseMe(), {
      code: "balance_would_be_forfeited",
      extra: { forfeit_micro: 100_000_000 },
    });
    assert.deepEqual(await client.auth.eraseMe({ forfeit: true }), { ok: true });
    assert.equal(client.session, undefined);
    const other = await world.server.member("erased-by-operator@example.com");
    const { admin } = world.server.operator();
    assert.deepEqual(await admin.eraseUser({ external_id: other.user.id }), { ok: true });
    await assert.rejects(other.client.auth.me(), { code: "unauthenticated" });
  });
}
