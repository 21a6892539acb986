// The snippets of the README, word for word: in Node, and in Chromium on a page of another allowed origin.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { kinds } from "./support/database.js";
import { Stage } from "./support/stage.js";

const CHROMIUM = process.env["TRIPORT_TEST_CHROMIUM"] ?? "/usr/bin/chromium";
const BASE = { baseUrl: "https://api.triport.io" };

for (const kind of kinds) {
  describe(`snippets, on ${kind.name}`, () => {
    let stage: Stage;
    let browser: Browser;
    let page: Page;
    before(async () => {
      stage = await Stage.start(kind);
      browser = await launch(stage);
      const context = await browser.newContext();
      page = await context.newPage();
      await page.goto(stage.page);
    });
    after(async () => {
      await browser?.close();
      await stage?.stop();
    });

    test("the SDK's snippet in Node, with a sign-in after its second line", async () => {
      const lines = snippet("sdk").split("\n");
      const at = lines.findIndex((line) => line.startsWith("const client"));
      lines.splice(at + 1, 0, 'await signIn(client, "ada@example.com");');
      assert.equal(await runInNode(stage, lines.join("\n")), "trip-with-me custom\n");
    });

    test("both snippets in Chromium, untouched, after a sign-in with the SDK", async () => {
      await signIn(page, stage, "ada@example.com");
      assert.deepEqual(await runInPage(page, snippet("fetch")), ["trip-with-me"]);
      assert.deepEqual(await runInPage(page, snippet("sdk")), ["trip-with-me custom"]);
    });

    test("a page that knows no CSRF token fetches it once when a call needs it", async () => {
      stage.requests.length = 0;
      const answers = await page.evaluate(async (base) => {
        const { TriportClient } = await import("@triport/sdk");
        const client = new TriportClient(base);
        return [await client.auth.attribute(), await client.auth.attribute(), await client.referrals.deleteCode()];
      }, BASE);
      assert.deepEqual(answers[2], { ok: true });
      const seen = stage.requests.filter((request) => !request.startsWith("OPTIONS"));
      const attribute = "POST /v1/auth/attribute";
      assert.deepEqual(seen, ["GET /v1/auth/me", attribute, attribute, "DELETE /v1/referrals/code"]);
    });

    test("a token that another tab made stale is replaced, once", async () => {
      const other = await page.context().newPage();
      await other.goto(stage.page);
      await page.evaluate(async (base) => {
        const { TriportClient } = await import("@triport/sdk");
        const client = new TriportClient(base);
        await client.auth.me();
        Object.assign(globalThis, { client });
      }, BASE);
      await signIn(other, stage, "bob@example.com");
      stage.requests.length = 0;
      const { items } = await page.evaluate(async () => {
        const { client } = globalThis as unknown as { client: import("@triport/sdk").TriportClient };
        await client.referrals.setSlug({ slug: "second-tab" });
        return client.referrals.codes();
      });
      assert.ok(items.some(({ Code }) => Code === "second-tab"));
      const seen = stage.requests.filter((request) => !request.startsWith("OPTIONS"));
      const [set, me] = ["POST /v1/referrals/code", "GET /v1/auth/me"];
      assert.deepEqual(seen, [set, me, set, "GET /v1/referrals/codes"]);
      await other.close();
    });

    test("errors, money and lists across origins, and a sign-out", async () => {
      const seen = await page.evaluate(async (base) => {
        const { TriportClient, isTriportError } = await import("@triport/sdk");
        const client = new TriportClient(base);
        const ask = { amount_micro: 10_000_000, network: "solana", address: "1".repeat(32) } as const;
        const error = await client.referrals.requestPayout(ask).catch((thrown: unknown) => thrown);
        if (!isTriportError(error)) throw error;
        const rewards = await client.referrals.rewards().toArray({ max: 5 });
        const out = await client.auth.logout();
        const again = await client.auth.logout();
        const after = await client.auth.me().catch((thrown: unknown) => isTriportError(thrown) && thrown.code);
        return { code: error.code, requestId: error.requestId, kept: client.session, rewards, out, again, after };
      }, BASE);
      assert.match(seen.requestId ?? "", /^req_/);
      assert.deepEqual(
        [seen.code, seen.kept, seen.rewards, seen.out, seen.again, seen.after],
        ["balance_insufficient", undefined, [], { ok: true }, { ok: true }, "unauthenticated"],
      );
    });

    test("in a browser a session cannot be given", async () => {
      const message = await page.evaluate(async (base) => {
        const { TriportClient } = await import("@triport/sdk");
        try {
          return String(new TriportClient({ ...base, session: "x" }));
        } catch (error) {
          return String(error);
        }
      }, BASE);
      assert.match(message, /^TypeError: session: /);
    });
  });
}

/** A block of the README that is marked to be run. */
function snippet(name: string): string {
  const block = new RegExp(`<!-- run: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(
    readFileSync("README.md", "utf8"),
  );
  return block?.[1] ?? assert.fail(`the README has no snippet ${name}`);
}

function launch(stage: Stage): Promise<Browser> {
  const rules = stage.hosts.map((host) => `MAP ${host}:443 127.0.0.1:${stage.port}`).join(",");
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--ignore-certificate-errors",
      `--host-resolver-rules=${rules}`,
    ],
  });
}

/** Signs the page in, as a page would. */
async function signIn(page: Page, stage: Stage, email: string): Promise<void> {
  const input = { ...BASE, email };
  const request_id = await page.evaluate(async ({ baseUrl, email }) => {
    const { TriportClient } = await import("@triport/sdk");
    return (await new TriportClient({ baseUrl }).auth.emailStart({ email })).request_id;
  }, input);
  const verify = { ...BASE, request_id, code: await stage.mailbox.code() };
  await page.evaluate(async ({ baseUrl, ...input }) => {
    const { TriportClient } = await import("@triport/sdk");
    await new TriportClient({ baseUrl }).auth.emailVerify(input);
  }, verify);
}

/** Runs a module in the page; answers what it wrote to the console. */
async function runInPage(page: Page, source: string): Promise<string[]> {
  const said: string[] = [];
  const listen = (message: { text(): string }) => said.push(message.text());
  page.on("console", listen);
  const failed = new Promise<never>((_, reject) => {
    page.once("pageerror", reject);
  });
  const done = page.waitForEvent("console", { predicate: (message) => message.text() === "done" });
  // The snippet is a module of its own: what follows it is run when it is through.
  await page.addScriptTag({ type: "module", content: `${source}\nconsole.log("done");` });
  await Promise.race([done, failed]);
  failed.catch(() => undefined);
  page.off("console", listen);
  return said.filter((text) => text !== "done");
}

/** Runs a module in a Node of its own, in a directory where the package is installed. */
async function runInNode(stage: Stage, source: string): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "triport-snippet-"));
  mkdirSync(join(directory, "node_modules/@triport"), { recursive: true });
  symlinkSync(resolve("."), join(directory, "node_modules/@triport/sdk"));
  writeFileSync(join(directory, "snippet.mjs"), source);
  const child = fork(join(directory, "snippet.mjs"), {
    execArgv: ["--require", resolve("test/support/preload.cjs")],
    env: { PATH: process.env["PATH"], NODE_EXTRA_CA_CERTS: stage.certificate, STAGE_PORT: String(stage.port) },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.once("message", () => void stage.mailbox.code().then((code) => child.send(code)));
  const [status] = (await once(child, "close")) as [number];
  rmSync(directory, { recursive: true, force: true });
  assert.equal(status, 0);
  return output;
}
