import type { Page } from "playwright-core";
import type { Server } from "../../../sdk/typescript/test/support/server";

/** The code that the next call of this page sends: call it before, await it after the click. */
export async function codeFor(server: Server, page: Page): Promise<string> {
  const answer = await page.waitForResponse((response) => response.url().endsWith("/v1/auth/email/start"));
  const requestId = answer.headers()["x-request-id"];
  if (requestId === undefined) throw new Error(`no code was sent: ${answer.status()}`);
  return server.codeOf(requestId);
}
