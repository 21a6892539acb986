// An OpenID provider in a process of its own, and the people who sign in there.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Where the scripts that run the tests have put the programs of others. */
const PEERS = process.env["TRIPORT_TEST_PEERS"] ?? "";
const SECRET = "the-secret-of-the-tests-0123456789";

export class Provider {
  readonly issuer: string;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(process: ChildProcess, lines: AsyncIterator<string>, issuer: string) {
    this.#process = process;
    this.#lines = lines;
    this.issuer = issuer;
  }

  static async start(): Promise<Provider> {
    const child = spawn(process.execPath, ["openid.mjs"], { cwd: PEERS, stdio: ["pipe", "pipe", "ignore"] });
    process.once("exit", () => child.kill("SIGKILL"));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { issuer } = JSON.parse(String((await lines.next()).value)) as { issuer: string };
    return new Provider(child, lines, issuer);
  }

  /** What a server that uses it is started with. */
  get settings(): Record<string, string> {
    return {
      TRIPORT_GOOGLE_CLIENT_ID: "triport",
      TRIPORT_GOOGLE_CLIENT_SECRET: SECRET,
      TRIPORT_GOOGLE_ISSUER_URL: this.issuer,
    };
  }

  /** Lets it lead back to a server, whose port is known once it has started. */
  async knows(server: { url: string }): Promise<void> {
    await this.#ask({ back: `${server.url}/v1/auth/google/callback` });
  }

  /** Somebody signs in on that page and agrees; answers the address to come back to. */
  async agree(page: string, name: string): Promise<string> {
    return (await this.#ask({ visit: page, as: name })).callback ?? "";
  }

  /** What it says about somebody from now on. */
  async says(person: string, claims: object): Promise<void> {
    await this.#ask({ person, claims });
  }

  async stop(): Promise<void> {
    this.#process.kill();
    await once(this.#process, "exit");
  }

  async #ask(order: object): Promise<{ callback?: string }> {
    this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
    return JSON.parse(String((await this.#lines.next()).value)) as { callback?: string };
  }
}
