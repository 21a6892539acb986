// Programs that somebody writes with the package: run in a folder of their own, by any runtime.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { ADMIN_TOKEN, type Server } from "./server.js";

/** Node, and the commands of other runtimes: `TRIPORT_TEST_RUNTIMES="bun:deno run -A:/opt/node18/bin/node"`. */
export const runtimes = [process.execPath, ...(process.env["TRIPORT_TEST_RUNTIMES"]?.split(":") ?? [])];

/** What a program is run with. */
export interface Run {
  runtime: string;
  folder: string;
  file: string;
  server: Server;
  env?: Record<string, string>;
}

/** Runs a program to its end and types the newest code whenever it asks for one; answers what it printed. */
export async function run({ runtime, folder, file, server, env = {} }: Run): Promise<string> {
  const [program = "", ...rest] = runtime.split(" ");
  const child = spawn(program, [...rest, file], {
    env: { PATH: process.env["PATH"], TRIPORT_URL: server.url, TRIPORT_ADMIN_TOKEN: ADMIN_TOKEN, ...env },
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  let output = "";
  let answered = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    void answer();
  });
  const answer = async () => {
    if (output.split("The code for").length - 1 <= answered) return;
    answered += 1;
    // The line of the log may come a moment after the answer.
    await pause(300);
    child.stdin.write(`${server.newestCode()}\n`);
  };
  const [status] = (await once(child, "close")) as [number];
  assert.equal(status, 0, output);
  return output;
}
