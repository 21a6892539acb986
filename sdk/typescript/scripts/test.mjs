#!/usr/bin/env node
// Builds the package, compiles the tests and runs them against the real server: TRIPORT_BINARY on SQLite, and on PostgreSQL too
// if TRIPORT_TEST_POSTGRES_URL names a superuser on one (`scripts/with-postgres npm test`). Arguments choose test files.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";

process.chdir(new URL("..", import.meta.url).pathname);
const { TRIPORT_BINARY, TRIPORT_TEST_POSTGRES_URL } = process.env;
if (!TRIPORT_BINARY || !existsSync(TRIPORT_BINARY)) {
  console.error("TRIPORT_BINARY has to name the server's binary, such as target/debug/triport-referrals");
  process.exit(2);
}
if (!TRIPORT_TEST_POSTGRES_URL) console.error("TRIPORT_TEST_POSTGRES_URL is not set: SQLite only");
rmSync("build", { recursive: true, force: true });
execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.test.json"], { stdio: "inherit" });

const wanted = process.argv.slice(2);
const files = readdirSync("build/test")
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .map((name) => `build/test/${name}`);
const { status } = spawnSync(process.execPath, ["--test", "--test-concurrency=2", "--test-reporter=spec", ...files], {
  stdio: "inherit",
});
process.exit(status ?? 1);
