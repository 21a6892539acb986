import type { ClientSession } from "./credentials.js";
import { Admin } from "./generated/admin.js";
import { Auth } from "./generated/auth.js";
import { Program } from "./generated/program.js";
import { Referrals } from "./generated/referrals.js";
import type { MoneyCallOptions, Operation } from "./operation.js";
import { type ClientOptions, Transport } from "./transport.js";

/**
 * A client of one server.
 *
 * ```ts
 * const client = new TriportClient({ baseUrl: "https://api.triport.io" });
 * const { code } = await client.referrals.setSlug({ slug: "trip-with-me" });
 * ```
 *
 * In a browser the browser keeps the session. Elsewhere the client keeps it after a sign-in: one client is one member,
 * so a server that acts for many makes one for each, with `session`.
 */
export class TriportClient {
  /** The programme's terms. */
  readonly program: Program;
  /** What a member sees and does: codes, invitees, rewards, payouts. */
  readonly referrals: Referrals;
  /** Signing in and out, and the profile. */
  readonly auth: Auth;
  /** What operators and the product's own back end do; needs `adminToken`. */
  readonly admin: Admin;
  readonly #transport: Transport;

  constructor(options: ClientOptions) {
    this.#transport = new Transport(options);
    this.program = new Program(this.#transport);
    this.referrals = new Referrals(this.#transport);
    this.auth = new Auth(this.#transport);
    this.admin = new Admin(this.#transport);
  }

  /** What a sign-in left with this client, to be kept and given back as `session` and `csrfToken`; undefined in a browser. */
  get session(): ClientSession | undefined {
    return this.#transport.session;
  }

  /** By which the server knows this program again at its next sign-in, to be kept likewise and for longer; undefined in a browser. */
  get browserToken(): string | undefined {
    return this.#transport.browserToken;
  }

  /**
   * Calls an endpoint that this version does not know yet, with everything that the methods do.
   *
   * ```ts
   * await client.call({ route: "GET /v1/referrals/me" });
   * ```
   */
  call<T>(operation: Operation, input?: object, options?: MoneyCallOptions): Promise<T> {
    return this.#transport.call<T>(operation, input, options);
  }
}
