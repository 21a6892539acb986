// One description, run against the real server on every database, in one Chromium.
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";
import { type Kind, kinds } from "../../../sdk/typescript/test/support/database";
import { Server } from "../../../sdk/typescript/test/support/server";
import { Visitor, type VisitorOptions } from "./visitor";

export interface World {
  readonly server: Server;
  /** Somebody with a browser of their own. */
  visitor(options?: VisitorOptions): Promise<Visitor>;
}

const CHROMIUM = process.env["TRIPORT_TEST_CHROMIUM"] ?? "/usr/bin/chromium";

export function onEveryDatabase(
  what: string,
  tests: (world: World) => void,
  settings: Record<string, string> = {},
): void {
  for (const kind of kinds) describe(`${what}, on ${kind.name}`, () => inWorld(kind, tests, settings));
}

/** For what has nothing to do with the database. */
export function onOneDatabase(
  what: string,
  tests: (world: World) => void,
  settings: Record<string, string> = {},
): void {
  const [kind] = kinds;
  if (kind) describe(what, () => inWorld(kind, tests, settings));
}

function inWorld(kind: Kind, tests: (world: World) => void, settings: Record<string, string>): void {
  let server: Server | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [server, browser] = await Promise.all([Server.start(kind, settings), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  tests({
    get server() {
      if (server === undefined) throw new Error("the server has not started");
      return server;
    },
    visitor(options) {
      if (server === undefined || browser === undefined) throw new Error("the browser has not started");
      return Visitor.come(browser, server, options);
    },
  });
}

function launch(): Promise<Browser> {
  // Root, as in containers, has no sandbox, and their shared memory is small.
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
}
