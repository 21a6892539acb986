// A tour in Node: an inviter, an invitee, a payment, a payout. Against a server on this machine without a mail server
// (`make run`), whose log shows the codes that this program asks for.
//
//   TRIPORT_ADMIN_TOKEN=… make run
//   npm run build && TRIPORT_ADMIN_TOKEN=… node examples/tour.mjs
import { createInterface } from "node:readline/promises";
import { formatMicro, isTriportError, TriportClient } from "@triport/sdk";

const baseUrl = process.env["TRIPORT_URL"] ?? "http://localhost:8080";
const adminToken = process.env["TRIPORT_ADMIN_TOKEN"];
const terminal = createInterface({ input: process.stdin, output: process.stdout });
const lines = terminal[Symbol.asyncIterator]();

/** @param {string} email */
async function signIn(email) {
  const client = new TriportClient({ baseUrl });
  const { request_id } = await client.auth.emailStart({ email });
  process.stdout.write(`The code for ${email}, from the server's log: `);
  const { value: code } = await lines.next();
  const { user } = await client.auth.emailVerify({ request_id, code: String(code).trim() });
  return { client, user };
}

const ada = await signIn(`ada-${Date.now()}@example.com`);
try {
  const { code } = await ada.client.referrals.setSlug({ slug: "trip-with-me" });
  console.log(`Ada shares ${code.Code}`);
} catch (error) {
  if (!isTriportError(error, "slug_taken")) throw error;
  console.log("Somebody has trip-with-me already; Ada shares her uid code");
}
const { primary_code, share_url } = await ada.client.referrals.me();
console.log(`Her link: ${share_url}`);

const bob = await signIn(`bob-${Date.now()}@example.com`);
console.log("Bob claims:", await bob.client.referrals.claim({ code: primary_code }));

const { admin } = new TriportClient({ baseUrl, ...(adminToken && { adminToken }) });
const payment = { payment_id: `pay_${Date.now()}`, user_id: bob.user.id, amount_micro: 100_000_000 };
const { reward } = await admin.pushPayment(payment);
console.log(`Bob paid 100.00, of which Ada earns ${formatMicro(reward?.amount_micro ?? 0)}, from ${reward?.unlock_at}`);

for await (const { invitee_display, amount_micro, status } of ada.client.referrals.rewards()) {
  console.log(`${invitee_display}: ${formatMicro(amount_micro)} (${status})`);
}
for (const { client } of [ada, bob]) await client.auth.logout();
terminal.close();
