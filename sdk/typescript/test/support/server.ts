// The real server in a process of its own.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { type ClientOptions, type LogEvent, TriportClient, type User } from "@triport/sdk";
import type { Connection, Database, Kind } from "./database.js";

export const ADMIN_TOKEN = "test-admin-token-0123456789abcdef0123456789";
const BINARY = process.env["TRIPORT_BINARY"] ?? "";

interface LogLine {
  code?: string;
  request_id?: string;
}

/** Routes that any client of these tests called with success, to show that none was forgotten. */
export const called = new Set<string>();

export class Server {
  readonly url: string;
  readonly database: Database;
  readonly #process: ChildProcess;
  readonly #env: NodeJS.ProcessEnv;
  readonly #codes = new Map<string, string>();
  #started = "";
  readonly #tail: string[] = [];

  private constructor(url: string, database: Database, env: NodeJS.ProcessEnv) {
    this.url = url;
    this.database = database;
    this.#env = env;
    this.#process = spawn(BINARY, ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
    // Also when the tests end without their last words.
    process.once("exit", () => this.#process.kill("SIGKILL"));
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", (line) => this.#read(line));
    }
  }

  /** Starts one and waits until it answers. */
  static async start(kind: Kind, settings: Record<string, string> = {}): Promise<Server> {
    const port = await freePort();
    const database = kind.create();
    const server = new Server(`http://localhost:${port}`, database, {
      PATH: process.env["PATH"],
      TRIPORT_DATABASE_URL: database.url,
      TRIPORT_LISTEN: `127.0.0.1:${port}`,
      TRIPORT_PUBLIC_URL: `http://localhost:${port}`,
      TRIPORT_ADMIN_TOKEN: ADMIN_TOKEN,
      TRIPORT_PROGRAM__HOLD_PERIOD: "0s",
      TRIPORT_RATE_LIMIT_RPS: "0",
      TRIPORT_LOG_FORMAT: "json",
      ...settings,
    });
    await server.#ready(port);
    return server;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      this.#process.kill("SIGTERM");
      await once(this.#process, "exit");
    }
    this.database.remove();
  }

  /** A client that counts what it calls. */
  client(options: Partial<ClientOptions> = {}): TriportClient {
    return new TriportClient({ baseUrl: this.url, ...options, log: this.#watch(options.log) });
  }

  /** A client with the token of the configuration. */
  operator(options: Partial<ClientOptions> = {}): TriportClient {
    return this.client({ adminToken: ADMIN_TOKEN, ...options });
  }

  /** A client that has signed in, and its account. */
  async member(email: string, options: Partial<ClientOptions> = {}): Promise<{ client: TriportClient; user: User }> {
    const client = this.client(options);
    return { client, user: await this.signIn(client, email) };
  }

  /** Signs a client in with the code from the log, which names the request that asked for it. */
  async signIn(client: TriportClient, email: string): Promise<User> {
    const { request_id } = await client.auth.emailStart({ email });
    const { user } = await client.auth.emailVerify({ request_id, code: await this.lastCode() });
    return user;
  }

  /** The code that was sent last, whoever asked for it. */
  newestCode(): string | undefined {
    return [...this.#codes.values()].at(-1);
  }

  /** The token of a new operator. */
  operatorToken(name: string, role: string): string {
    const output = execFileSync(BINARY, ["operator", "add", "--role", role, name], {
      env: this.#env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.trim().split(/\s+/).at(-1) ?? "";
  }

  /** Runs something with a second connection to the database. */
  async beside<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = this.database.connect();
    try {
      return await use(connection);
    } finally {
      connection.close();
    }
  }

  /** The code that the last successful start of a sign-in sent. */
  lastCode(): Promise<string> {
    return this.codeOf(this.#started);
  }

  /** The code that a request sent, once it is in the log. */
  async codeOf(requestId: string): Promise<string> {
    for (let tries = 0; tries < 500; tries += 1) {
      const code = this.#codes.get(requestId);
      if (code !== undefined) return code;
      await pause(10);
    }
    throw new Error(`no code in the log: ${this.#tail.join("\n")}`);
  }

  #watch(log: ((event: LogEvent) => void) | undefined): (event: LogEvent) => void {
    return (event) => {
      if (event.code === undefined) called.add(`${event.method} ${event.route}`);
      if (event.route === "/v1/auth/email/start") this.#started = event.requestId ?? "";
      log?.(event);
    };
  }

  #read(line: string): void {
    this.#tail.push(line);
    if (this.#tail.length > 30) this.#tail.shift();
    if (!line.startsWith("{")) return;
    const { code, request_id = "" } = JSON.parse(line) as LogLine;
    if (code !== undefined) this.#codes.set(request_id, code);
  }

  async #ready(port: number): Promise<void> {
    for (let tries = 0; tries < 600; tries += 1) {
      if (this.#process.exitCode !== null) break;
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`the server did not start:\n${this.#tail.join("\n")}`);
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
