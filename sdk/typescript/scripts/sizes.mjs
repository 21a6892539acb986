// How many bytes of the package a page downloads, minified and compressed.
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";

/**
 * Bundles from a folder where the package can be found.
 * @param {string} folder
 */
export function sizes(folder) {
  const of = (/** @type {string} */ names) => bundle(folder, `export { ${names} } from "@triport/sdk";`);
  return {
    client: of("TriportClient"),
    signInAndReferrals: of("Auth, Referrals, Transport, isTriportError"),
    resource: of("Referrals, Transport"),
    nothing: bundle(folder, 'import "@triport/sdk";'),
  };
}

/** @param {string} folder @param {string} contents */
function bundle(folder, contents) {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0]?.contents ?? "").length;
}
