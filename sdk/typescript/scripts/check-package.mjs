#!/usr/bin/env node
// Checks what would be published: packs it, looks at the tarball with publint and attw, loads it from a foreign directory both ways,
// measures it, and looks for what must not be in it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sizes } from "./sizes.mjs";

process.chdir(new URL("..", import.meta.url).pathname);
const CLIENT_MOST_BYTES = 10_000;
/** What a page of a member needs. */
const PAGE_MOST_BYTES = 6_000;
const RESOURCE_MOST_BYTES = 5_000;

const run = (/** @type {string} */ file, /** @type {string[]} */ args, options = {}) =>
  execFileSync(file, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], ...options });
const work = mkdtempSync(join(tmpdir(), "triport-sdk-"));
try {
  noDependencies();
  const tarball = pack();
  console.log(run("node_modules/.bin/publint", ["run", tarball, "--strict"]).trim());
  console.log(run("node_modules/.bin/attw", [tarball, "--format", "ascii", "--no-emoji"]).trim());
  const app = install(tarball);
  load(app);
  measure(app);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function noDependencies() {
  const manifest = JSON.parse(readFileSync("package.json", "utf8"));
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"]) {
    if (manifest[kind]) throw new Error(`package.json: no ${kind}`);
  }
  if (/"resolved"/.test(readFileSync("package-lock.json", "utf8")))
    throw new Error("package-lock.json names a registry");
}

function pack() {
  run(process.execPath, ["scripts/build.mjs"]);
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", work]));
  return join(work, packed.filename);
}

/** @param {string} tarball */
function install(tarball) {
  const app = join(work, "app");
  mkdirSync(join(app, "node_modules/@triport/sdk"), { recursive: true });
  run("tar", ["-xzf", tarball, "-C", join(app, "node_modules/@triport/sdk"), "--strip-components=1"]);
  return app;
}

/** @param {string} app */
function load(app) {
  const use =
    'const c = new TriportClient({ baseUrl: "http://localhost" }); if (!c.referrals.setSlug) throw new Error("incomplete");';
  writeFileSync(join(app, "esm.mjs"), `import { TriportClient } from "@triport/sdk"; ${use}`);
  writeFileSync(join(app, "cjs.cjs"), `const { TriportClient } = require("@triport/sdk"); ${use}`);
  for (const file of ["esm.mjs", "cjs.cjs"]) run(process.execPath, [join(app, file)]);
  console.log("loads as an ES module and as CommonJS");
}

/** @param {string} app */
function measure(app) {
  const { client, signInAndReferrals, resource, nothing } = sizes(app);
  console.log(
    `gzip: whole client ${client} bytes, auth and referrals ${signInAndReferrals} bytes, one resource ${resource} bytes, nothing used ${nothing} bytes`,
  );
  if (client > CLIENT_MOST_BYTES) throw new Error(`the client is over ${CLIENT_MOST_BYTES} bytes`);
  if (signInAndReferrals > PAGE_MOST_BYTES) throw new Error(`auth and referrals are over ${PAGE_MOST_BYTES} bytes`);
  if (resource > RESOURCE_MOST_BYTES) throw new Error(`one resource is over ${RESOURCE_MOST_BYTES} bytes`);
  if (nothing > 50) throw new Error("an unused import leaves something behind");
}
