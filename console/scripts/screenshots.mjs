// Takes the pictures in docs/screenshots: the demo, seen in both themes.
//   node console/scripts/screenshots.mjs SERVER-BINARY FOLDER
// Needs Chromium (TRIPORT_TEST_CHROMIUM, or /usr/bin/chromium) and the packages of console/.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [binary, folder] = process.argv.slice(2);
if (!binary || !folder) throw new Error("usage: screenshots.mjs SERVER-BINARY FOLDER");
const EMAIL = "ada@travels.example";
const WIDE = { width: 1280, height: 960 };
/** For pages that end in a chart, which is not cut. */
const TALL = { width: 1280, height: 1240 };
const PHONE = { width: 390, height: 844 };

/** What is taken of a member: name, address, and what has to be seen first. */
const MEMBER = [
  ["overview", "/", "Earnings"],
  ["rewards", "/rewards", "Rewards"],
  ["payouts", "/payouts", "Payouts"],
  ["codes", "/codes", "Codes"],
];
/** The same of an operator, whose token a new address would forget: by the name in the navigation. */
const OPERATOR = [
  ["operator", "Programme", "Over time"],
  ["operator-payouts", "Payouts", "Payouts"],
];

const work = mkdtempSync(join(tmpdir(), "triport-screenshots-"));
/** The one of the README, unless somebody uses it: it stands in the links. */
const port = (await freePort(8080)) ?? (await freePort(0));
const url = `http://localhost:${port}`;
const env = {
  PATH: process.env.PATH,
  TRIPORT_DATABASE_URL: `sqlite://${join(work, "demo.db")}`,
  TRIPORT_LISTEN: `127.0.0.1:${port}`,
  TRIPORT_PUBLIC_URL: url,
  TRIPORT_LOG_FORMAT: "json",
};
console.error("a made-up year");
const token = execFileSync(binary, ["demo"], { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
const server = spawn(binary, ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
const codes = [];
for (const stream of [server.stdout, server.stderr]) createInterface({ input: stream }).on("line", note);
const browser = await chromium.launch({
  executablePath: process.env.TRIPORT_TEST_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
});
try {
  mkdirSync(folder, { recursive: true });
  await ready();
  for (const theme of ["light", "dark"]) await take(theme);
} finally {
  await browser.close();
  server.kill();
  rmSync(work, { recursive: true, force: true });
}

/** Every picture in one theme. */
async function take(theme) {
  const context = await browser.newContext({ colorScheme: theme, viewport: WIDE, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.getByRole("textbox", { name: "Email" }).waitFor();
  await shoot(page, `login-${theme}`);
  await signIn(page);
  for (const [name, path, heading] of MEMBER) {
    await page.setViewportSize(name === "overview" ? TALL : WIDE);
    await page.goto(url + path);
    await page.getByRole("heading", { name: heading }).first().waitFor();
    await shoot(page, `${name}-${theme}`);
  }
  await page.setViewportSize(PHONE);
  await page.goto(url);
  await page.getByRole("textbox", { name: "Share link" }).waitFor();
  await shoot(page, `phone-${theme}`);
  await page.setViewportSize(WIDE);
  await page.goto(`${url}/operator`);
  await page.getByLabel("Operator token").fill(token);
  await page.getByRole("button", { name: "Sign in" }).click();
  for (const [name, place, heading] of OPERATOR) {
    await page.setViewportSize(name === "operator" ? TALL : WIDE);
    await page.getByRole("navigation").getByRole("link", { name: place, exact: true }).click();
    await page.getByRole("heading", { name: heading }).first().waitFor();
    // What is done already makes the better picture.
    if (place === "Payouts") await page.getByRole("button", { name: "All", exact: true }).click();
    await shoot(page, `${name}-${theme}`);
  }
  await page.getByRole("navigation").getByRole("link", { name: "Accounts", exact: true }).click();
  await page.getByLabel("Search accounts").fill("Jonas");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Jonas Weber" }).click();
  await page.getByRole("heading", { name: "Why" }).waitFor();
  await shoot(page, `operator-account-${theme}`);
  await context.close();
}

async function signIn(page) {
  const before = codes.length;
  await page.getByRole("textbox", { name: "Email" }).fill(EMAIL);
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByRole("textbox", { name: "Code" }).waitFor();
  while (codes.length === before) await new Promise((resolve) => setTimeout(resolve, 20));
  await page.getByRole("textbox", { name: "Code" }).fill(codes.at(-1));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("textbox", { name: "Share link" }).waitFor();
}

/** What is on its way has arrived, and nothing moves any more. */
async function shoot(page, name) {
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled", caret: "hide" });
  console.error(`${name}.png`);
}

function note(line) {
  if (!line.startsWith("{")) return;
  const { code } = JSON.parse(line);
  if (code) codes.push(code);
}

async function ready() {
  for (let tries = 0; tries < 500; tries += 1) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the server does not answer");
}

/** A port if nobody listens there; 0 is any. */
function freePort(wanted) {
  return new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(undefined));
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
