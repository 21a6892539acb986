// A newcomer: an empty folder, the package from its built file, the README pasted. It compiles under `strict` and runs, as an ES
// module and as CommonJS.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { run, runtimes } from "./support/program.js";
import { ADDRESS, earner, onEveryDatabase } from "./support/suite.js";

const PAYOUT = { amount_micro: 10_000_000, network: "polygon", address: ADDRESS } as const;
let folder: string;

describe("a newcomer", () => {
  before(() => {
    folder = installed();
    writeFileSync(join(folder, "esm.mts"), newcomersProgram());
    writeFileSync(join(folder, "cjs.cts"), newcomersProgram());
    compile(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  onEveryDatabase("the README, pasted", (world) => {
    for (const runtime of runtimes)
      for (const file of ["esm.mjs", "cjs.cjs"])
        test(`${file}, with ${runtime}`, async () => {
          const at = runtimes.indexOf(runtime);
          const name = `${file}-${at}`;
          const { client, invitee } = await earner(world.server, name);
          const { admin } = world.server.operator();
          await admin.pushUser({ external_id: "customer-42" });
          const { id } = await client.referrals.requestPayout(PAYOUT);
          const token = world.server.operatorToken(`pushes-${file[0]}-${at}`, "full");
          const env = { TRIPORT_TOKEN: token, EMAIL: `${name}@example.com`, PAYOUT_ID: id };
          const output = await run({ runtime, folder, file, server: world.server, env });
          assert.match(output, /through\n$/);
          assert.equal((await invitee.client.referrals.attribution()).attributed, true);
          const payouts = await client.referrals.payouts().toArray({ max: 10 });
          assert.deepEqual(
            payouts.map(({ status }) => status),
            ["requested", "cancelled"],
          );
        });
  });
});

/** Packs what is built and installs the file into an empty folder, without a network. */
function installed(): string {
  const empty = mkdtempSync(join(tmpdir(), "triport-newcomer-"));
  const npm = (args: string[], cwd: string) =>
    execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const [packed] = JSON.parse(
    npm(["pack", "--json", "--ignore-scripts", "--pack-destination", empty], resolve(".")),
  ) as [{ filename: string }];
  const app = join(empty, "app");
  mkdirSync(app);
  npm(["install", "--offline", "--no-audit", "--no-fund", "--silent", join("..", packed.filename)], app);
  return app;
}

/** All TypeScript blocks of the README, each as a scope of its own, after what their text takes for granted. */
function newcomersProgram(): string {
  const readme = readFileSync("README.md", "utf8");
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  assert.ok(blocks.length > 8);
  // The first one names api.triport.io; snippets.test.ts runs it there, word for word.
  const usable = blocks.filter((code) => !code.includes("https://api.triport.io"));
  assert.equal(usable.length, blocks.length - 1);
  const typed = usable.map((code) =>
    code.replace('"055476"', "await typed(email)").replace('"ada@example.com"', "email"),
  );
  assert.notDeepEqual(typed, usable);
  const isImport = (line: string) => line.startsWith("import ");
  const names = usable.flatMap((code) => code.split("\n").filter(isImport)).flatMap(imported);
  const bodies = typed.map((code) =>
    code
      .split("\n")
      .filter((line) => !isImport(line))
      .join("\n"),
  );
  return `
import { createInterface } from "node:readline/promises";
import { ${[...new Set(["TriportClient", "type RequestPayout", ...names])].join(", ")} } from "@triport/sdk";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
async function typed(email: string): Promise<string> {
  process.stdout.write(\`The code for \${email}: \`);
  return String((await lines.next()).value);
}
async function main() {
  const baseUrl = process.env["TRIPORT_URL"] ?? "";
  const [email, id] = [process.env["EMAIL"] ?? "", process.env["PAYOUT_ID"] ?? ""];
  const client = new TriportClient({ baseUrl });
  const payout: RequestPayout = ${JSON.stringify(PAYOUT)};
  const [slug, job] = [\`newcomer-\${Date.now()}\`, { id: Date.now() }];
${bodies.map((body) => `  await (async () => {\n${body}  })();`).join("\n")}
}
void main().then(() => {
  console.log("through");
  process.exit();
});
`;
}

/** The names in `import { a, b } from "…";`. */
function imported(line: string): string[] {
  const [, names = ""] = /^import \{ (.*) \} from "@triport\/sdk";$/.exec(line) ?? assert.fail(line);
  return names.split(", ");
}

function compile(app: string): void {
  const options = [
    "--strict",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--typeRoots",
    resolve("node_modules/@types"),
  ];
  const { status, stdout } = spawnSync(
    process.execPath,
    [resolve("node_modules/typescript/bin/tsc"), ...options, "--types", "node", "esm.mts", "cjs.cts"],
    { cwd: app, encoding: "utf8" },
  );
  assert.equal(status, 0, stdout);
}
