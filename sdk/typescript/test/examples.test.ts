// The example runs to its end, in every runtime.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { run, runtimes } from "./support/program.js";
import { onEveryDatabase } from "./support/suite.js";

onEveryDatabase("examples", (world) => {
  let app: string;
  before(() => {
    app = mkdtempSync(join(tmpdir(), "triport-tour-"));
    mkdirSync(join(app, "node_modules/@triport"), { recursive: true });
    symlinkSync(resolve("."), join(app, "node_modules/@triport/sdk"));
    copyFileSync("examples/tour.mjs", join(app, "tour.mjs"));
    writeFileSync(join(app, "package.json"), '{ "dependencies": { "@triport/sdk": "*" } }');
  });
  after(() => rmSync(app, { recursive: true, force: true }));

  for (const runtime of runtimes)
    test(`the tour, with ${runtime}`, async () => {
      const output = await run({ runtime, folder: app, file: "tour.mjs", server: world.server });
      assert.match(output, /Ada shares trip-with-me|Somebody has trip-with-me already/);
      assert.match(output, /of which Ada earns 10\.00/);
      assert.match(output, /Member \w+: 10\.00/);
    });
});
