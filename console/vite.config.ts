import { fileURLToPath } from "node:url";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstLoad } from "./build/first-load.ts";

const sdk = fileURLToPath(new URL("../sdk/typescript/src/index.ts", import.meta.url));
/** Where the server runs during `npm run dev`. */
const server = process.env["TRIPORT_SERVER"] ?? "http://localhost:8080";

export default defineConfig({
  plugins: [
    tanstackRouter({
      codeSplittingOptions: {
        // The overview is where nearly everybody arrives: it is part of the program. The other pages are loaded when somebody goes
        // there.
        splitBehavior: ({ routeId }) => (routeId === "/_member" || routeId === "/_member/" ? [] : undefined),
      },
    }),
    react(),
    firstLoad(),
  ],
  // The SDK is bundled from its sources, so that nothing has to be built before, and what the console does not call is left out.
  resolve: {
    alias: {
      "@triport/sdk": sdk,
      // React has it itself: what stands in for it in old versions is left out.
      "use-sync-external-store/shim/with-selector": "use-sync-external-store/with-selector",
    },
    dedupe: ["react", "react-dom"],
  },
  build: {
    outDir: "dist",
    // Names carry a hash of the content: the server lets browsers keep these files for ever.
    assetsDir: "assets",
    // The content security policy allows no data: scripts, styles or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    // All of it is less than one of the scripts: one file, asked for at once.
    cssCodeSplit: false,
    rolldownOptions: {
      // Reading a text does nothing: a page's own are not kept in the first load because its address is.
      treeshake: { propertyReadSideEffects: false },
      output: {
        codeSplitting: {
          // Each takes what it needs that none before it has. Few files: each costs a turn before the first paint. What reads and
          // draws long lists comes with the pages that have some.
          groups: [
            { name: "early", test: /\/src\/early\.ts$/ },
            {
              name: "libraries",
              test: /\/node_modules\/(react|react-dom|scheduler|@tanstack\/(?!.*(virtual|[Ii]nfinite)).*)\//,
            },
            { name: "program", test: /\/src\/main\.tsx$/ },
          ],
        },
      },
    },
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
