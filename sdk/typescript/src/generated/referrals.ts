// Generated from api/openapi.json by `npm run generate`. Do not edit.
import type { List } from "../list.js";
import type { CallOptions, MoneyCallOptions } from "../operation.js";
import type { Transport } from "../transport.js";
import type {
  Attributed,
  AttributionAnswer,
  ClaimCode,
  CodeAnswer,
  Codes,
  Done,
  Invitee,
  Invoice,
  Overview,
  Payout,
  RequestPayout,
  RewardItem,
  Series,
  SetSlug,
  SlugChecked,
  SpendOnInvoice,
} from "./types.js";

/** What a member sees and does: codes, invitees, rewards, payouts. */
export class Referrals {
  readonly #api: Transport;

  constructor(api: Transport) {
    this.#api = api;
  }

  /**
   * Set the custom referral slug.
   *
   * The first call makes the account's custom code, a later one replaces its slug. The replaced slug
   * stays with the account and links with it keep working. Repeating the call changes nothing.
   *
   * `POST /v1/referrals/code`
   *
   * @throws TriportError with `code` `slug_invalid`, `slug_limit_reached`, `slug_reserved`, `slug_taken`, or one that any call can have
   */
  setSlug(input: SetSlug, options?: CallOptions): Promise<CodeAnswer> {
    return this.#api.call({ route: "POST /v1/referrals/code", repeat: true }, input, options);
  }

  /**
   * Remove the custom slug.
   *
   * Disables the custom code and all its aliases; the `uid` code goes on. Nobody else can take the
   * slugs, the account can take them back.
   *
   * `DELETE /v1/referrals/code`
   */
  deleteCode(options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "DELETE /v1/referrals/code", repeat: true }, undefined, options);
  }

  /**
   * List every code of the account.
   *
   * Newest first: the `uid` code, the custom one, aliases and disabled ones. An account holds a
   * bounded number, so there are no pages.
   *
   * `GET /v1/referrals/codes`
   */
  codes(options?: CallOptions): Promise<Codes> {
    return this.#api.call({ route: "GET /v1/referrals/codes" }, undefined, options);
  }

  /**
   * Check whether a slug is available.
   *
   * Decides exactly as setting it would, and claims nothing. A session may check a fifth as often as
   * it may call: enough while a person types. After 60 answers within an hour that a slug is taken an
   * account has to wait.
   *
   * `GET /v1/referrals/code/check`
   */
  checkSlug(input: {
    /** As a person types it. */
    slug: string;
  }, options?: CallOptions): Promise<SlugChecked> {
    return this.#api.call({ route: "GET /v1/referrals/code/check" }, input, options);
  }

  /**
   * Attribute the account to a code that a member types.
   *
   * Works without any cookie, inside the attribution window and before the account's first payment.
   *
   * `POST /v1/referrals/claim`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  claim(input: ClaimCode, options?: CallOptions): Promise<Attributed> {
    return this.#api.call({ route: "POST /v1/referrals/claim" }, input, options);
  }

  /**
   * Show how the account was attributed.
   *
   * Who invited it, since when and by which way, and the attempts that were refused with the rule that
   * decided.
   *
   * `GET /v1/referrals/attribution`
   */
  attribution(options?: CallOptions): Promise<AttributionAnswer> {
    return this.#api.call({ route: "GET /v1/referrals/attribution" }, undefined, options);
  }

  /**
   * Show a member's standing.
   *
   * Codes, the link to share, tier, counters and balance. Costs the same however much an account has
   * earned.
   *
   * `GET /v1/referrals/me`
   */
  me(options?: CallOptions): Promise<Overview> {
    return this.#api.call({ route: "GET /v1/referrals/me" }, undefined, options);
  }

  /**
   * List rewards.
   *
   * Newest first. Time alone moves a reward from `pending` to `available`.
   *
   * Await it for one page, or iterate over it for every item.
   *
   * `GET /v1/referrals/rewards`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  rewards(input?: {
    /** Only these statuses, separated by commas; unknown ones match nothing. */
    status?: string | readonly string[];
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): List<RewardItem> {
    return this.#api.list({ route: "GET /v1/referrals/rewards" }, input, options);
  }

  /**
   * List payouts.
   *
   * Await it for one page, or iterate over it for every item.
   *
   * `GET /v1/referrals/payouts`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  payouts(input?: {
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): List<Payout> {
    return this.#api.list({ route: "GET /v1/referrals/payouts" }, input, options);
  }

  /**
   * Ask for a payout.
   *
   * Takes the amount out of the balance at once and puts the payout before the operators. With an
   * `Idempotency-Key` the call can be repeated safely: it happens once.
   *
   * Carries an idempotency key, so that it happens once however often it is tried.
   *
   * `POST /v1/referrals/payouts`
   *
   * @throws TriportError with `code` `balance_insufficient`, `invalid_address`, `invalid_args`, `invalid_network`, `payout_below_min`, `fresh_sign_in_required`, `payouts_frozen`, `idempotency_in_flight`, `idempotency_conflict`, or one that any call can have
   */
  requestPayout(input: RequestPayout, options?: MoneyCallOptions): Promise<Payout> {
    return this.#api.call({ route: "POST /v1/referrals/payouts", repeat: "key" }, input, options);
  }

  /**
   * Cancel a payout.
   *
   * Only while nobody works on it; the amount goes back to the balance.
   *
   * `POST /v1/referrals/payouts/{id}/cancel`
   *
   * @throws TriportError with `code` `payout_not_found`, `payout_not_actionable`, or one that any call can have
   */
  cancelPayout(input: {
    /** The payout. */
    id: string;
  }, options?: CallOptions): Promise<Payout> {
    return this.#api.call({ route: "POST /v1/referrals/payouts/{id}/cancel" }, input, options);
  }

  /**
   * List invoices.
   *
   * Await it for one page, or iterate over it for every item.
   *
   * `GET /v1/referrals/invoices`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  invoices(input?: {
    /** Only those of this status; an unknown one matches nothing. */
    status?: string;
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): List<Invoice> {
    return this.#api.list({ route: "GET /v1/referrals/invoices" }, input, options);
  }

  /**
   * Pay an invoice with credit.
   *
   * Whole or not at all, and together with the invoice's state. With an `Idempotency-Key` the call can
   * be repeated safely: it happens once.
   *
   * Carries an idempotency key, so that it happens once however often it is tried.
   *
   * `POST /v1/referrals/spend-on-invoice`
   *
   * @throws TriportError with `code` `amount_mismatch`, `balance_insufficient`, `invalid_args`, `invoice_not_eligible`, `idempotency_in_flight`, `idempotency_conflict`, or one that any call can have
   */
  spendOnInvoice(input: SpendOnInvoice, options?: MoneyCallOptions): Promise<Done> {
    return this.#api.call({ route: "POST /v1/referrals/spend-on-invoice", repeat: "key" }, input, options);
  }

  /**
   * List the invitees.
   *
   * Accounts that are attributed to this one, the youngest first.
   *
   * Await it for one page, or iterate over it for every item.
   *
   * `GET /v1/referrals/invitees`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  invitees(input?: {
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): List<Invitee> {
    return this.#api.list({ route: "GET /v1/referrals/invitees" }, input, options);
  }

  /**
   * Show what has come of the codes over time.
   *
   * Buckets are whole: the first and the last one hold all of their days, whatever `from` and `to` say.
   * At most 400 points and ten years.
   *
   * `GET /v1/referrals/series`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  series(input: {
    /** `clicks`, `signups`, or `earnings` in micro-units, net of refunds. */
    metric: string;
    /** `day`, `week` from Monday on, or `month`; all in UTC. */
    bucket?: string;
    /** A date, or a time in RFC 3339; 30 days are shown unless given. */
    from?: string;
    /** The last day, included; today unless given. */
    to?: string;
  }, options?: CallOptions): Promise<Series> {
    return this.#api.call({ route: "GET /v1/referrals/series" }, input, options);
  }
}
