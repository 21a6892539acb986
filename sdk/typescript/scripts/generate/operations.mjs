// Operations of the API's document as the methods of the SDKs.
import { pageItem } from "./types.mjs";

/** @typedef {import("./types.mjs").Schema} Schema */
/**
 * @typedef {object} Method
 * @property {string} id  the operation's id in the document
 * @property {string} group  `program`, `auth`, `referrals` or `admin`
 * @property {string} name  the method's name
 * @property {boolean} address  answers the address instead of calling it
 * @property {string} route  `POST /v1/referrals/code`
 * @property {string} summary
 * @property {string} description
 * @property {boolean} admin
 * @property {boolean} csrf  the CSRF token is always needed
 * @property {"" | "yes" | "key"} repeat  whether it may be repeated
 * @property {Schema[]} path
 * @property {Schema[]} query
 * @property {Schema | undefined} body
 * @property {boolean} emptyBody  every field of the body may be left out
 * @property {Schema | undefined} answer
 * @property {string | undefined} item  what a list lists
 * @property {boolean} text  the answer is a table as text
 * @property {string[]} tags  error tags
 */

/** Not for programs that use the API, but for whoever runs the server, or for the address bar of a browser. */
const LEFT_OUT = new Set(["live", "healthy", "ready", "metrics"]);
/** Redirects to which a page sends its visitor: their methods make no call and answer the address. */
const ADDRESSES = new Set(["auth_google_start"]);
/** Writes that may be repeated because the same call again changes nothing. All PUT calls are; money writes carry a key. */
const SAFE_TO_REPEAT = new Set([
  "referrals_set_slug",
  "referrals_delete_code",
  "auth_logout",
  "admin_push_payment",
  "admin_push_refund",
  "admin_void_refund",
]);
const GROUPS = new Set(["program", "auth", "referrals", "admin"]);

/** @param {Schema} document @returns {Method[]} */
export function operations(document) {
  const methods = [];
  for (const [path, item] of Object.entries(document["paths"])) {
    for (const [verb, operation] of Object.entries(item)) {
      const id = operation.operationId;
      if (!id || LEFT_OUT.has(id) || (isPage(operation) && !ADDRESSES.has(id))) continue;
      methods.push(...method(document, id, verb.toUpperCase(), path, operation));
    }
  }
  return methods.sort((a, b) => order(a.group) - order(b.group));
}

/** Answers that are redirects are for the address bar. @param {Schema} operation */
function isPage(operation) {
  return !Object.keys(operation["responses"]).some((status) => status.startsWith("2"));
}

/** @param {string} group */
const order = (group) => [...GROUPS].indexOf(group);

/** @param {Schema} document @param {string} id @param {string} verb @param {string} path @param {Schema} operation @returns {Method[]} */
function method(document, id, verb, path, operation) {
  const [group = "", ...words] = id.split("_");
  if (!GROUPS.has(group)) throw new Error(`${id}: no group of methods is called ${group}`);
  const answer = success(operation);
  const parameters = operation["parameters"] ?? [];
  const query = parameters.filter((/** @type {Schema} */ one) => one["in"] === "query");
  const item = pageItem(answer);
  /** @type {Method} */
  const plain = {
    id,
    group,
    name: ADDRESSES.has(id) ? camel([...words, "url"]) : camel(words),
    address: ADDRESSES.has(id),
    route: `${verb} ${path}`,
    summary: operation["summary"] ?? "",
    description: operation["description"] ?? "",
    ...demands(operation),
    repeat: repeat(id, verb, parameters),
    path: parameters.filter((/** @type {Schema} */ one) => one["in"] === "path"),
    query: query.filter((/** @type {Schema} */ one) => one["name"] !== "format"),
    ...content(document, operation),
    answer,
    item,
    text: false,
    tags: tags(operation),
  };
  if (query.length === plain.query.length) return [plain];
  const table = { ...plain, id: `${id}?format=csv`, name: `${plain.name}Csv`, item: undefined, text: true };
  return [plain, { ...table, summary: `${plain.summary.replace(/\.$/, "")}, as a CSV table.` }];
}

/** The body that a call takes. @param {Schema} document @param {Schema} operation */
function content(document, operation) {
  /** @type {Schema | undefined} */
  const body = operation["requestBody"]?.content["application/json"].schema;
  const name = body?.["$ref"]?.split("/").at(-1);
  const schema = document["components"].schemas[name] ?? body;
  const emptyBody = schema !== undefined && !schema.allOf && (schema.required ?? []).length === 0;
  return { body, emptyBody };
}

/** @param {string[]} words */
function camel(words) {
  return words.map((word, at) => (at === 0 ? word : (word[0] ?? "").toUpperCase() + word.slice(1))).join("");
}

/** The same name in Python. @param {string} name */
export function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** @param {Schema} operation @returns {Schema | undefined} */
function success(operation) {
  const [, response] = Object.entries(operation["responses"]).find(([status]) => status.startsWith("2")) ?? [];
  return response?.content?.["application/json"]?.schema;
}

/** What the call has to carry. @param {Schema} operation */
function demands(operation) {
  /** @type {Record<string, unknown>[]} */
  const ways = operation["security"] ?? [];
  const withSession = ways.filter((way) => "session" in way);
  return {
    admin: ways.some((way) => "admin_token" in way),
    csrf: withSession.length > 0 && withSession.every((way) => "csrf" in way),
  };
}

/** @param {string} id @param {string} verb @param {Schema[]} parameters @returns {Method["repeat"]} */
function repeat(id, verb, parameters) {
  if (parameters.some((one) => one["name"] === "Idempotency-Key")) return "key";
  return verb === "GET" || verb === "PUT" || SAFE_TO_REPEAT.has(id) ? "yes" : "";
}

/** @param {Schema} operation @returns {string[]} */
function tags(operation) {
  const everywhere = new Set(["rate_limited", "headers_too_large", "internal", "unavailable", "invalid_json"]);
  // What only a proxy or a wrong address brings about.
  for (const tag of ["invalid_host", "misdirected_request"]) everywhere.add(tag);
  const all = Object.entries(operation["responses"])
    .filter(([status]) => /^[45]/.test(status))
    .flatMap(([, response]) => Object.keys(response.content?.["application/json"]?.examples ?? {}));
  return all.filter((tag) => !everywhere.has(tag) && !/^csrf_|^admin_token_|^forbidden$|^unauthenticated$/.test(tag));
}
