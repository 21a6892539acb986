// Somebody with a browser. Whatever the browser complains about, and whatever it asks of another host, fails the test.
import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import type { Server } from "../../../sdk/typescript/test/support/server";
import { codeFor } from "./codes";

export interface VisitorOptions {
  theme?: "light" | "dark";
  phone?: boolean;
  /** Statuses of answers that belong to the test: Chromium counts each as an error. */
  refusals?: readonly number[];
  /** The network fails on purpose. */
  failing?: boolean;
  /** Other origins to which the person goes. */
  elsewhere?: readonly string[];
}

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly server: Server;
  /** What should not have happened. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page, server: Server, options: VisitorOptions) {
    this.context = context;
    this.page = page;
    this.server = server;
    this.#watch(options);
  }

  static async come(browser: Browser, server: Server, options: VisitorOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: options.phone ? PHONE : DESKTOP,
      hasTouch: options.phone ?? false,
      colorScheme: options.theme ?? "light",
      permissions: ["clipboard-read", "clipboard-write"],
      baseURL: server.url,
    });
    context.setDefaultTimeout(15_000);
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        console.error(`content security policy: ${violatedDirective} ${blockedURI}`);
      });
    });
    return new Visitor(context, await context.newPage(), server, options);
  }

  /** Signs in as a person does. */
  async signIn(email: string): Promise<void> {
    const { page } = this;
    await page.goto("/login");
    await page.getByLabel("Email", { exact: true }).fill(email);
    const code = codeFor(this.server, page);
    await page.getByRole("button", { name: "Send code" }).click();
    await page.getByLabel("Code", { exact: true }).fill(await code);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByLabel("Share link").waitFor();
  }

  /** Takes over a session that was opened elsewhere. */
  async carry(session: { session: string; csrfToken: string | undefined } | undefined): Promise<void> {
    if (session === undefined) throw new Error("not signed in");
    const { url } = this.server;
    await this.context.addCookies([
      { name: "nl_session", value: session.session, url, httpOnly: true, sameSite: "Lax" },
      { name: "nl_csrf", value: session.csrfToken ?? "", url, sameSite: "Lax" },
    ]);
  }

  /** Sets all text as wide as readers may (WCAG 2.2, 1.4.12), on every page from now on. */
  async spaceText(): Promise<void> {
    await this.context.addInitScript(() => {
      const wide = new CSSStyleSheet();
      wide.replaceSync(
        "* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }",
      );
      document.addEventListener("DOMContentLoaded", () => document.adoptedStyleSheets.push(wide));
    });
  }

  /** Fails if anything on the page cannot be used by everybody, or stands out of the window. */
  async accessible(): Promise<void> {
    // What fades in has less contrast on its way.
    await this.page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter(({ effect }) => effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
          .map(({ finished }) => finished.catch(() => undefined)),
      ),
    );
    await this.page.evaluate(axe.source);
    const violations = await this.page.evaluate(async (tags) => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const result = await axe.run(document, { runOnly: { type: "tag", values: tags } });
      return result.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`,
      );
    }, AA);
    expect(violations).toEqual([]);
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, "pixels out of the window").toBeLessThanOrEqual(0);
    // What stands at a fixed place makes the page no wider.
    const outside = await this.page.evaluate(() =>
      [...document.querySelectorAll("a[href], button, input, select")]
        .filter((one) => one.checkVisibility())
        .filter((one) => one.getBoundingClientRect().left < -1 || one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.outerHTML),
    );
    expect(outside, "cannot be pressed whole").toEqual([]);
  }

  async leave(): Promise<void> {
    await this.context.close();
    expect(this.complaints).toEqual([]);
  }

  #watch({ refusals = [], failing = false, elsewhere = [] }: VisitorOptions): void {
    const origins = [new URL(this.server.url).origin, ...elsewhere];
    /** Pages of others ask for what they like. */
    const isOurs = () => this.page.url().startsWith(this.server.url);
    this.page.on("pageerror", (error) => this.complaints.push(error.stack || String(error)));
    this.page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      const text = message.text();
      const status = /status of (\d+)/.exec(text)?.[1];
      if (status !== undefined && refusals.includes(Number(status))) return;
      if (failing && /net::ERR_|status of 50\d/.test(text)) return;
      this.complaints.push(`${text} ${message.location().url}`);
    });
    this.page.on("request", (request) => {
      const url = request.url();
      if (/^(data|blob):/.test(url) || origins.includes(new URL(url).origin)) return;
      if (elsewhere.length === 0 || isOurs()) this.complaints.push(`asked ${url}`);
    });
  }
}
