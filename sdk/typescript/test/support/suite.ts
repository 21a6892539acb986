// One description, run on every database.
import { after, before, describe } from "node:test";
import { type Kind, kinds } from "./database.js";
import { Server } from "./server.js";

export interface World {
  readonly kind: Kind;
  readonly server: Server;
}

/** Describes something of a server, once for each database; each gets a server of its own. */
export function onEveryDatabase(
  what: string,
  tests: (world: World) => void,
  settings: Record<string, string> = {},
): void {
  for (const kind of kinds) {
    describe(`${what}, on ${kind.name}`, () => {
      let server: Server | undefined;
      before(async () => {
        server = await Server.start(kind, settings);
      });
      after(() => server?.stop());
      tests({
        kind,
        get server() {
          if (server === undefined) throw new Error("the server has not started");
          return server;
        },
      });
    });
  }
}

/** The account that has earned something: an inviter, an invitee, and a payment between them. */
export async function earner(server: Server, name: string, paidMicro = 1_000_000_000) {
  const inviter = await server.member(`${name}@example.com`);
  const { primary_code } = await inviter.client.referrals.me();
  const invitee = await server.member(`${name}-friend@example.com`);
  await invitee.client.referrals.claim({ code: primary_code });
  const payment_id = `pay-${name}`;
  await server.operator().admin.pushPayment({ payment_id, user_id: invitee.user.id, amount_micro: paidMicro });
  return { ...inviter, invitee, payment_id };
}

/** A valid address to be paid at. */
export const ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
