// Copies a built console to where the server embeds it, with the forms in which it travels:
//   node scripts/embed-console.mjs FROM TO
// Compressed here, once, as small as it gets, and not by the server for every browser.
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error("usage: embed-console.mjs FROM TO");

/** Fonts and images are compressed already. */
const TEXT = /\.(html|js|css|svg|json|txt|webmanifest)$/;
/** Below, the headers cost more than is saved. */
const LEAST_BYTES = 512;

mkdirSync(dirname(to), { recursive: true });
const made = `${to}.new`;
rmSync(made, { recursive: true, force: true });
cpSync(from, made, { recursive: true, filter: (path) => !/(^|\/)\.[^/]+$/.test(path) });
let files = 0;
const sent = { plain: 0, brotli: 0 };
for (const name of readdirSync(made, { recursive: true })) {
  const path = join(made, name);
  if (!statSync(path).isFile()) continue;
  files += 1;
  const plain = readFileSync(path);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  const forms = TEXT.test(name) && plain.length >= LEAST_BYTES
    ? { ".br": brotliCompressSync(plain, { params: quality }), ".gz": gzipSync(plain, { level: 9 }) }
    : {};
  for (const [suffix, bytes] of Object.entries(forms)) {
    if (bytes.length < plain.length) writeFileSync(path + suffix, bytes);
  }
  sent.plain += plain.length;
  sent.brotli += Math.min(plain.length, forms[".br"]?.length ?? plain.length);
}
// In one step, so that a build of the server beside this sees one console or the other.
rmSync(to, { recursive: true, force: true });
renameSync(made, to);
const kb = (bytes) => `${(bytes / 1_000).toFixed(0)} KB`;
console.error(`console: ${files} files, ${kb(sent.plain)}, ${kb(sent.brotli)} as browsers get them`);
