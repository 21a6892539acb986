import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The console in a real browser, from the real server: `scripts/test-console`.
export default defineConfig({
  root: at("."),
  // The server and the databases are started as the SDK's own tests do it, and those name their package.
  resolve: { alias: { "@triport/sdk": at("../../sdk/typescript/src/index.ts") } },
  test: {
    environment: "node",
    include: ["**/*.test.ts"],
    // Two cores: a browser and a server for each of two files are as much as they carry.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
