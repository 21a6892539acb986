// Methods as the source of one class.
import { doc, type } from "./types.mjs";

/** @typedef {import("./operations.mjs").Method} Method */
/** @typedef {import("./types.mjs").Schema} Schema */

const ABOUT = {
  program: "The programme's terms.",
  auth: "Signing in and out, and the profile.",
  referrals: "What a member sees and does: codes, invitees, rewards, payouts.",
  admin: "What operators and the product's own back end do; needs `adminToken`.",
};
/** Parameters that the document gives as one text, and that are easier as a list. */
const LISTS = new Map([["referrals_rewards.status", "string | readonly string[]"]]);

/** @param {string} group @param {Method[]} methods */
export function resourceFile(group, methods) {
  const name = (group[0] ?? "").toUpperCase() + group.slice(1);
  const body = methods.map(method).join("\n");
  return [
    "// Generated from api/openapi.json by `npm run generate`. Do not edit.",
    ...imports(body),
    "",
    `/** ${ABOUT[/** @type {keyof typeof ABOUT} */ (group)]} */`,
    `export class ${name} {`,
    "  readonly #api: Transport;",
    "",
    "  constructor(api: Transport) {",
    "    this.#api = api;",
    "  }",
    "",
    `${body}}`,
    "",
  ].join("\n");
}

/** @param {string} body */
function imports(body) {
  // Comments and addresses may hold the same words.
  const code = body.replace(/\/\*\*[\s\S]*?\*\//g, "").replace(/"[^"]*"/g, "");
  const used = (/** @type {string[]} */ names) =>
    names.filter((name) => new RegExp(`\\b${name}\\b`).test(code)).join(", ");
  const types = [...new Set([...code.matchAll(/\b[A-Z]\w+\b/g)].map(([name]) => name))]
    .filter((name) => !["List", "Page", "CallOptions", "MoneyCallOptions", "Promise", "Array", "Record"].includes(name))
    .sort();
  const lines = [];
  if (used(["List"])) lines.push('import type { List } from "../list.js";');
  lines.push(`import type { ${used(["CallOptions", "MoneyCallOptions"])} } from "../operation.js";`);
  lines.push('import type { Transport } from "../transport.js";');
  lines.push(`import type {\n${types.map((name) => `  ${name},`).join("\n")}\n} from "./types.js";`);
  return lines;
}

/** @param {Method} method */
function method(method) {
  if (method.address) return address(method);
  const input = argument(method);
  const options = method.repeat === "key" ? "MoneyCallOptions" : "CallOptions";
  const parameters = [input && `input${input.optional ? "?" : ""}: ${input.type}`, `options?: ${options}`].filter(
    Boolean,
  );
  const verb = method.item ? "list" : "call";
  const answer = method.text ? "string" : type(method.answer ?? {}, "  ");
  const result = method.item ? `List<${method.item}>` : `Promise<${answer}>`;
  const given = input ? "input" : "undefined";
  const call = `return this.#api.${verb}(${descriptor(method)}, ${method.text ? '{ ...input, format: "csv" }' : given}, options);`;
  return `${doc(about(method), "  ")}  ${method.name}(${parameters.join(", ")}): ${result} {\n    ${call}\n  }\n`;
}

/** The method of a redirect. @param {Method} method */
function address({ name, summary, description, route }) {
  const text = [`Where to send the browser: ${summary}`, "", ...description.split("\n"), "", `\`${route}\``].join("\n");
  const path = route.split(" ")[1];
  return `${doc(text, "  ")}  ${name}(): string {\n    return this.#api.address("${path}");\n  }\n`;
}

/** @param {Method} method */
function about({ summary, description, route, repeat, tags, text, item }) {
  const parts = [summary];
  if (description) parts.push("", ...description.split("\n"));
  if (text) parts.push("", "One page of the list; `limit` and `cursor` choose it.");
  if (item) parts.push("", "Await it for one page, or iterate over it for every item.");
  if (repeat === "key")
    parts.push("", "Carries an idempotency key, so that it happens once however often it is tried.");
  parts.push("", `\`${route}\``);
  if (tags.length > 0)
    parts.push(
      "",
      `@throws TriportError with \`code\` ${tags.map((tag) => `\`${tag}\``).join(", ")}, or one that any call can have`,
    );
  return parts.join("\n");
}

/** All arguments in one object. @param {Method} method */
function argument(method) {
  const named = [...method.path, ...method.query];
  if (new Set(named.map((one) => one["name"])).size < named.length)
    throw new Error(`${method.id}: two arguments of one name`);
  const fields = named.map((one) => {
    const optional = one["in"] === "query" && one["required"] !== true;
    const wanted =
      LISTS.get(`${method.id}.${one["name"]}`) ?? type(one["schema"] ?? {}, "    ").replace(/ \| null$/, "");
    return `${doc(one["description"], "    ")}    ${one["name"]}${optional ? "?" : ""}: ${wanted};`;
  });
  const parts = [];
  if (fields.length > 0) parts.push(`{\n${fields.join("\n")}\n  }`);
  if (method.body) parts.push(type(method.body, "  "));
  if (parts.length === 0) return;
  const optional = method.path.length === 0 && !method.body && method.query.every((one) => one["required"] !== true);
  return { type: parts.join(" & "), optional };
}

/** What the transport has to know. @param {Method} method */
function descriptor(method) {
  const verb = method.route.split(" ")[0];
  const parts = [`route: "${method.route}"`];
  if (method.admin) parts.push('auth: "admin"');
  if (method.csrf) parts.push("csrf: true");
  if (method.repeat === "key") parts.push('repeat: "key"');
  else if (method.repeat === "yes" && verb !== "GET") parts.push("repeat: true");
  if (verb !== "GET" && method.query.length > 0) {
    parts.push(`query: [${method.query.map((one) => JSON.stringify(one["name"])).join(", ")}]`);
  }
  if (method.emptyBody) parts.push("body: true");
  if (method.text) parts.push("text: true");
  return `{ ${parts.join(", ")} }`;
}
