import { fileURLToPath } from "node:url";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const sdk = fileURLToPath(new URL("../sdk/typescript/src/index.ts", import.meta.url));
/** Where the server runs during `npm run dev`. */
const server = process.env["TRIPORT_SERVER"] ?? "http://localhost:8080";

export default defineConfig({
  plugins: [tanstackRouter(), react()],
  // The SDK is bundled from its sources, so that nothing has to be built before, and what the console does not call is left out.
  resolve: { alias: { "@triport/sdk": sdk }, dedupe: ["react", "react-dom"] },
  build: {
    outDir: "dist",
    // Names carry a hash of the content: the server lets browsers keep these files for ever.
    assetsDir: "assets",
    // The content security policy allows no data: scripts, styles or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(["/v1", "/r/", "/docs", "/openapi.json"].map((path) => [path, { target: server }])),
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
