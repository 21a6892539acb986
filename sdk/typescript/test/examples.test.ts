// The example runs to its end, and every block of the README is a program that the compiler takes.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { ADMIN_TOKEN } from "./support/server.js";
import { onEveryDatabase } from "./support/suite.js";

/** Node, and the commands of other runtimes: `TRIPORT_TEST_RUNTIMES="bun:deno run -A:/opt/node18/bin/node"`. */
const runtimes = [process.execPath, ...(process.env["TRIPORT_TEST_RUNTIMES"]?.split(":") ?? [])];

onEveryDatabase("examples", (world) => {
  let app: string;
  before(() => {
    app = mkdtempSync(join(tmpdir(), "triport-tour-"));
    mkdirSync(join(app, "node_modules/@triport"), { recursive: true });
    symlinkSync(resolve("."), join(app, "node_modules/@triport/sdk"));
    copyFileSync("examples/tour.mjs", join(app, "tour.mjs"));
    writeFileSync(join(app, "package.json"), '{ "dependencies": { "@triport/sdk": "*" } }');
  });
  after(() => rmSync(app, { recursive: true, force: true }));

  for (const runtime of runtimes)
    test(`the tour, with ${runtime}`, async () => {
      const [program = "", ...rest] = runtime.split(" ");
      const env = { PATH: process.env["PATH"], TRIPORT_URL: world.server.url, TRIPORT_ADMIN_TOKEN: ADMIN_TOKEN };
      const child = spawn(program, [...rest, join(app, "tour.mjs")], {
        env,
        cwd: app,
        stdio: ["pipe", "pipe", "inherit"],
      });
      let output = "";
      let answered = 0;
      child.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
      while (answered < 2) {
        await pause(20);
        if (child.exitCode !== null) assert.fail(output);
        if (output.split("The code for").length - 1 <= answered) continue;
        answered += 1;
        // The line of the log may come a moment after the answer.
        await pause(300);
        child.stdin.write(`${world.server.newestCode()}\n`);
      }
      const [status] = (await once(child, "close")) as [number];
      assert.equal(status, 0, output);
      assert.match(output, /Ada shares trip-with-me|Somebody has trip-with-me already/);
      assert.match(output, /of which Ada earns 10\.00/);
      assert.match(output, /Member \w+: 10\.00/);
    });
});

test("every block of the README compiles", () => {
  const blocks = [...readFileSync("README.md", "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
  assert.ok(blocks.length > 8);
  const directory = "build/readme";
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [at, code] of blocks.entries()) writeFileSync(`${directory}/block-${at}.ts`, program(code));
  const options = [
    "--noEmit",
    "--strict",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--types",
    "node",
    "--skipLibCheck",
  ];
  const files = blocks.map((_, at) => `${directory}/block-${at}.ts`);
  const { status, stdout } = spawnSync(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "--ignoreConfig", ...options, ...files],
    { encoding: "utf8" },
  );
  assert.equal(status, 0, stdout);
});

/** A block with what the text around it takes for granted. */
function program(code: string): string {
  const given: Record<string, string> = {
    TriportClient: "",
    baseUrl: "declare const baseUrl: string;",
    client: 'declare const client: import("@triport/sdk").TriportClient;',
    session: "declare const session: string;",
    id: "declare const id: string;",
    slug: "declare const slug: string;",
    job: "declare const job: { id: number };",
    payout: 'declare const payout: import("@triport/sdk").RequestPayout;',
  };
  const missing = Object.entries(given).filter(
    ([name, text]) =>
      text &&
      new RegExp(`\\b${name}\\b`).test(code) &&
      !new RegExp(`(const|let) (${name}|\\{[^}]*\\b${name}\\b[^}]*\\}) =`).test(code),
  );
  const imports = /import .*TriportClient/.test(code) ? "" : 'import { TriportClient } from "@triport/sdk";\n';
  const lines = code.split("\n");
  const body = lines.filter((line) => !line.startsWith("import ")).join("\n");
  const heads = lines.filter((line) => line.startsWith("import ")).join("\n");
  const declared = missing.map(([, text]) => text).join("\n");
  return `${imports}${heads}\n${declared}\nexport async function block() {\n${body}\n}\nexport { TriportClient };\n`;
}
