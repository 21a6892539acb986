// The two databases, each made afresh, and a second connection to them that can break things.
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A statement where the two databases differ. */
export type Sql = string | { sqlite: string; postgres: string };

export interface Database {
  url: string;
  /** A connection beside the server's. */
  connect(): Connection;
  remove(): void;
}

export interface Kind {
  name: "SQLite" | "PostgreSQL";
  create(): Database;
}

const superuser = process.env["TRIPORT_TEST_POSTGRES_URL"];

/** SQLite, and PostgreSQL if there is one. */
export const kinds: Kind[] = [
  { name: "SQLite", create: sqlite },
  ...(superuser ? [{ name: "PostgreSQL" as const, create: () => postgres(superuser) }] : []),
];

/** Executes a statement a line, and says so; Python, because Node 20 has no SQLite. */
const SQLITE_SHELL = `
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
for line in sys.stdin:
    connection.execute(line)
    print("done", flush=True)
`;

function sqlite(): Database {
  const directory = mkdtempSync(join(tmpdir(), "triport-ts-"));
  const file = join(directory, "test.db");
  return {
    url: `sqlite://${file}`,
    connect: () => new Connection("sqlite", spawn("python3", ["-c", SQLITE_SHELL, file])),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function postgres(server: string): Database {
  const name = `ts_${randomUUID().replaceAll("-", "")}`;
  const url = new URL(server);
  const psql = (...rest: string[]) => ["-X", "-q", "-v", "ON_ERROR_STOP=1", ...rest];
  execFileSync("psql", psql("-c", `CREATE DATABASE ${name}`, server));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    connect: () => new Connection("postgres", spawn("psql", psql(url.href))),
    remove: () => execFileSync("psql", psql("-c", `DROP DATABASE ${name} WITH (FORCE)`, server)),
  };
}

export class Connection {
  readonly #dialect: "sqlite" | "postgres";
  readonly #shell: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(dialect: "sqlite" | "postgres", shell: ChildProcessWithoutNullStreams) {
    this.#dialect = dialect;
    this.#shell = shell;
    shell.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]();
  }

  /** Runs one statement; an error ends the connection. */
  async run(sql: Sql): Promise<void> {
    const text = (typeof sql === "string" ? sql : sql[this.#dialect]).replace(/\s+/g, " ");
    this.#shell.stdin.write(this.#dialect === "sqlite" ? `${text}\n` : `${text};\n\\echo done\n`);
    const { value } = await this.#lines.next();
    if (value !== "done") throw new Error(`failed: ${text}`);
  }

  close(): void {
    this.#shell.kill();
  }
}
