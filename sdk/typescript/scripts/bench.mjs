#!/usr/bin/env node
// What the client costs beside a bare fetch: the same call by both, turn by turn in one process, so that whatever disturbs the
// machine disturbs both. For `make bench`, which starts the server; prints a line of JSON for the call and one for the bundle.
//
//   npm run build && TRIPORT_URL=… TRIPORT_SESSION=… node scripts/bench.mjs ROUNDS PAIRS_OF_A_ROUND
import { TriportClient } from "@triport/sdk";
import { sizes } from "./sizes.mjs";

const [rounds = 5, pairs = 1_000] = process.argv.slice(2).map(Number);
const baseUrl = process.env["TRIPORT_URL"] ?? "";
const session = process.env["TRIPORT_SESSION"] ?? "";
const client = new TriportClient({ baseUrl, session });
const headers = { Accept: "application/json", Cookie: `nl_session=${session}` };

async function bare() {
  const answer = await fetch(`${baseUrl}/v1/referrals/me`, { headers });
  if (!answer.ok) throw new Error(`HTTP status ${answer.status}`);
  return answer.json();
}
const ours = () => client.referrals.me();

/** Microseconds of one call. @param {() => Promise<unknown>} call */
async function timed(call) {
  const start = performance.now();
  await call();
  return (performance.now() - start) * 1_000;
}

/** @param {number[]} values */
function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** The median of each side in one round. */
async function round() {
  const taken = { ours: /** @type {number[]} */ ([]), theirs: /** @type {number[]} */ ([]) };
  for (let pair = 0; pair < pairs; pair += 1) {
    // Each goes first half of the time: the second of two may find something warm.
    if (pair % 2 === 0) taken.ours.push(await timed(ours));
    taken.theirs.push(await timed(bare));
    if (pair % 2 === 1) taken.ours.push(await timed(ours));
  }
  return { ours: median(taken.ours), theirs: median(taken.theirs) };
}

await round(); // The compiler of the runtime has done its work after this one.
/** @type {{ ours: number, theirs: number }[]} */
const done = [];
for (let at = 0; at < rounds; at += 1) done.push(await round());
const side = (/** @type {"ours" | "theirs"} */ name) => done.map((one) => one[name]);
console.log(JSON.stringify({ name: "typescript", ours: side("ours"), theirs: side("theirs") }));
console.log(JSON.stringify({ name: "bundle", ...sizes(new URL(".", import.meta.url).pathname) }));
