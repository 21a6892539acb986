// The methods of signing in, and of what belongs to an account: called by methods.test.ts.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { World } from "../support/suite.js";

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
}
