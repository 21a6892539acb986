#!/usr/bin/env node
// Builds dist/ with the compiler alone, once as ES modules and once as CommonJS: file by file, so that a bundler can leave out
// what is not used.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";

process.chdir(new URL("..", import.meta.url).pathname);
const tsc = (/** @type {string} */ project) =>
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", project], { stdio: "inherit" });

rmSync("dist", { recursive: true, force: true });
tsc("tsconfig.json");
tsc("tsconfig.cjs.json");
// The package is of type "module"; these files are not.
writeFileSync("dist/cjs/package.json", '{ "type": "commonjs", "sideEffects": false }\n');
