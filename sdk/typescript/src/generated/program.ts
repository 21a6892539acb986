// Generated from api/openapi.json by `npm run generate`. Do not edit.
import type { CallOptions } from "../operation.js";
import type { Transport } from "../transport.js";
import type {
  ProgramTerms,
} from "./types.js";

/** The programme's terms. */
export class Program {
  readonly #api: Transport;

  constructor(api: Transport) {
    this.#api = api;
  }

  /**
   * Show the programme's terms.
   *
   * Currency, tiers, periods and the ways to sign in, as the operator configured them. Needs no
   * session, so that a page can explain the programme before anybody signs in.
   *
   * `GET /v1/program`
   */
  show(options?: CallOptions): Promise<ProgramTerms> {
    return this.#api.call({ route: "GET /v1/program" }, undefined, options);
  }
}
