// Schemas of the API's document as TypeScript types.

const HEAD = "// Generated from api/openapi.json by `npm run generate`. Do not edit.\n";
/** Pages are written as `Page<Item>`. */
const PAGE = /^Items_(\w+)$/;

/** @typedef {Record<string, any>} Schema */

/** @param {Schema} document */
export function typesFile(document) {
  const { schemas } = document["components"];
  const parts = [HEAD, errorTags(schemas["Error"])];
  for (const [name, schema] of Object.entries(schemas)) {
    if (PAGE.test(name) || name === "Error") continue;
    parts.push(named(name, schema));
  }
  return `${parts.join("\n")}`;
}

/** @param {Schema} error */
function errorTags(error) {
  const tags = error["properties"].error.enum.map((/** @type {string} */ tag) => `  | ${JSON.stringify(tag)}`);
  return `/** The closed list of the server's error tags. */\nexport type ErrorTag =\n${tags.join("\n")};\n`;
}

/** @param {string} name @param {Schema} schema */
function named(name, schema) {
  const head = doc(schema["description"], "");
  if (name === "NamedAccount") return `${head}export type NamedAccount =\n${oneOf(schema["properties"])};\n`;
  if (schema["properties"] && !schema["allOf"]) return `${head}export interface ${name} ${object(schema, "")}\n`;
  return `${head}export type ${name} = ${type(schema, "")};\n`;
}

/** Exactly one of the properties. @param {Record<string, Schema>} properties */
function oneOf(properties) {
  const names = Object.keys(properties);
  const variant = (/** @type {string} */ chosen) =>
    names
      .map((name) => (name === chosen ? `${name}: ${type(properties[name] ?? {}, "")}` : `${name}?: never`))
      .join("; ");
  return names
    .map((chosen) => `${doc(properties[chosen]?.["description"], "  ")}  | { ${variant(chosen)} }`)
    .join("\n");
}

/** @param {Schema} schema @param {string} indent @returns {string} */
export function type(schema, indent) {
  if (schema["$ref"]) return reference(schema["$ref"]);
  if (schema["allOf"]) return schema["allOf"].map((/** @type {Schema} */ part) => type(part, indent)).join(" & ");
  if (schema["oneOf"]) return schema["oneOf"].map((/** @type {Schema} */ part) => type(part, indent)).join(" | ");
  if (schema["enum"]) return schema["enum"].map((/** @type {unknown} */ value) => JSON.stringify(value)).join(" | ");
  const types = [schema["type"]].flat();
  return types.map((one) => simple(one, schema, indent)).join(" | ");
}

/** @param {string | undefined} name @param {Schema} schema @param {string} indent */
function simple(name, schema, indent) {
  switch (name) {
    case "string":
    case "boolean":
    case "null":
      return name;
    case "integer":
    case "number":
      return "number";
    case "array": {
      const item = type(schema["items"] ?? {}, indent);
      return /[ {]/.test(item) ? `Array<${item}>` : `${item}[]`;
    }
    case "object":
      return schema["properties"] ? object(schema, indent) : "Record<string, unknown>";
    default:
      return "unknown";
  }
}

/** @param {Schema} schema @param {string} indent */
function object(schema, indent) {
  const required = new Set(schema["required"] ?? []);
  const inner = `${indent}  `;
  const lines = Object.entries(schema["properties"]).map(([name, property]) => {
    const mark = required.has(name) ? "" : "?";
    return `${doc(describe(property), inner)}${inner}${name}${mark}: ${type(property, inner)};`;
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

/** @param {Schema} property */
function describe(property) {
  const limits = [];
  if (property["maximum"] === Number.MAX_SAFE_INTEGER) limits.push("1 to 2^53-1.");
  return [property["description"], ...limits].filter(Boolean).join(" ") || undefined;
}

/** @param {string} ref */
function reference(ref) {
  const name = ref.split("/").at(-1) ?? "";
  const page = PAGE.exec(name);
  return page ? `Page<${page[1]}>` : name;
}

/** The item's type, if a schema is a page of a list. @param {Schema | undefined} schema */
export function pageItem(schema) {
  return PAGE.exec(schema?.["$ref"]?.split("/").at(-1) ?? "")?.[1];
}

/** A doc comment. @param {string | undefined} text @param {string} indent */
export function doc(text, indent) {
  if (!text) return "";
  const lines = text.replaceAll("*/", "*\\/").split("\n");
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join("\n")}\n${indent} */\n`;
}
