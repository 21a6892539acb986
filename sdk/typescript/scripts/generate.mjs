#!/usr/bin/env node
// Writes what follows from api/openapi.json: src/generated/*, src/version.ts, methods.json and docs/sdks.md.
//   node scripts/generate.mjs           writes
//   node scripts/generate.mjs --check   compares, and fails if anything differs
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { methodsPage, missingInPython } from "./generate/docs.mjs";
import { operations } from "./generate/operations.mjs";
import { resourceFile } from "./generate/resources.mjs";
import { typesFile } from "./generate/types.mjs";

const here = new URL("../", import.meta.url);
const repository = new URL("../../", here);
const read = (/** @type {URL} */ url) => JSON.parse(readFileSync(url, "utf8"));
const document = read(new URL("api/openapi.json", repository));
const { version } = read(new URL("package.json", here));
const table = operations(document);

/** @type {Map<URL, string>} */
const files = new Map([
  [new URL("src/generated/types.ts", here), typesFile(document)],
  [new URL("src/version.ts", here), versionFile(version)],
  [new URL("methods.json", here), `${JSON.stringify(methods(), null, 2)}\n`],
]);
for (const group of ["program", "auth", "referrals", "admin"]) {
  const ours = table.filter((operation) => operation.group === group);
  files.set(new URL(`src/generated/${group}.ts`, here), resourceFile(group, ours));
}
// The package alone (sdk/ and api/) has no docs/.
if (existsSync(new URL("docs/", repository))) files.set(new URL("docs/sdks.md", repository), methodsPage(table));

let different = 0;
for (const [url, wanted] of files) {
  const present = existsSync(url) ? readFileSync(url, "utf8") : undefined;
  if (present === wanted) continue;
  different += 1;
  const path = fileURLToPath(url);
  if (process.argv.includes("--check")) console.error(`${path} differs from api/openapi.json: run npm run generate`);
  else {
    writeFileSync(url, wanted);
    console.error(`wrote ${path}`);
  }
}
// The table names the Python methods by the same rule; it has to be true.
const missing = missingInPython(table, new URL("sdk/python/src/triport/_sync/", repository));
if (missing.length > 0) console.error(`sdk/python has no ${missing.join(", ")}, which docs/sdks.md names`);
if (missing.length > 0 && process.argv.includes("--check")) process.exit(1);
if (different > 0 && process.argv.includes("--check")) process.exit(1);

/** The table of methods for machines: which method calls which operation. */
function methods() {
  return Object.fromEntries(table.map(({ id, group, name }) => [id, `${group}.${name}`]));
}

/** @param {string} number */
function versionFile(number) {
  return `/** Version of this package; written by \`npm run generate\`. */\nexport const VERSION = "${number}";\n`;
}
