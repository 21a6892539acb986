// docs/sdks.md: which method of which SDK calls which endpoint.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { snake } from "./operations.mjs";

/** @typedef {import("./operations.mjs").Method} Method */

const HEAD = `# SDKs

<!-- Generated from api/openapi.json; \`npm run generate\` in sdk/typescript rewrites it, its \`npm run check\` compares it. -->

Two packages call this server's API, with the same methods, the same errors and the same rules for
trying again:

| | |
|---|---|
| TypeScript and JavaScript | [\`@triport/sdk\`](../sdk/typescript/README.md), for browsers, Node, Deno, Bun and workers |
| Python | [\`triport-sdk\`](../sdk/python/README.md) |

Arguments and answers have the names of the API in both. A method takes one object in TypeScript, and in
Python what names the thing followed by keyword arguments.

"Tried again" says what happens when an answer is lost or asks to wait: *yes* because repeating the
call changes nothing, *key* because the package sends an \`Idempotency-Key\` of its own making with it,
*no* because the call could happen twice, and nothing where the method makes no call and answers the address to
which a browser is sent. *List* marks methods that can be iterated over, page by page.

The calls for whoever runs the server (\`/livez\`, \`/healthz\`, \`/readyz\`, \`/metrics\`) have no method.
`;
const TITLES = { program: "Programme", auth: "Sign-in", referrals: "Members", admin: "Operators and back ends" };

/**
 * The methods that the Python package lacks, read from its source, if it is there.
 * @param {Method[]} table @param {URL} source
 */
export function missingInPython(table, source) {
  if (!existsSync(source)) return [];
  const files = readdirSync(source).filter((name) => name.endsWith(".py"));
  const text = files.map((name) => readFileSync(new URL(name, source), "utf8")).join("\n");
  return table
    .filter(({ name }) => !text.includes(`    def ${snake(name)}(`))
    .map(({ group, name }) => `${group}.${snake(name)}`);
}

/** @param {Method[]} table */
export function methodsPage(table) {
  const parts = [HEAD];
  for (const [group, title] of Object.entries(TITLES)) {
    parts.push(`## ${title}\n`, "| Endpoint | TypeScript | Python | List | Tried again |", "|---|---|---|---|---|");
    for (const method of table.filter((one) => one.group === group)) parts.push(row(method));
    parts.push("");
  }
  return `${parts.join("\n").trimEnd()}\n`;
}

/** @param {Method} method */
function row({ group, name, route, item, repeat, text, address }) {
  const again = address ? "" : { yes: "yes", key: "key", "": "no" }[repeat];
  const endpoint = text ? `${route}?format=csv` : route;
  return `| \`${endpoint}\` | \`${group}.${name}\` | \`${group}.${snake(name)}\` | ${item ? "list" : ""} | ${again} |`;
}
