// Generated from api/openapi.json by `npm run generate`. Do not edit.
import type { List } from "../list.js";
import type { CallOptions } from "../operation.js";
import type { Transport } from "../transport.js";
import type {
  AttributeAccount,
  Attributed,
  AuditEntry,
  DirectoryUser,
  Done,
  FailedPayout,
  MakeSignInLink,
  OwnedInvoice,
  PaymentAnswer,
  PushAnswer,
  PushInvoice,
  PushPayment,
  PushRefund,
  PutUser,
  QueueItem,
  Reason,
  RefundAnswer,
  SentPayout,
  Series,
  SetTier,
  ShownUser,
  SignInLink,
  TierAnswer,
  Totals,
  Verification,
} from "./types.js";

/** What operators and the product's own back end do; needs `adminToken`. */
export class Admin {
  readonly #api: Transport;

  constructor(api: Transport) {
    this.#api = api;
  }

  /**
   * Push a payment.
   *
   * The inviter of the account earns its share. Pushing the same again changes nothing and answers the
   * same, so a sender that is not sure repeats the call.
   *
   * `POST /v1/admin/payments`
   *
   * @throws TriportError with `code` `invalid_args`, `user_not_found`, `payment_conflict`, or one that any call can have
   */
  pushPayment(input: PushPayment, options?: CallOptions): Promise<PaymentAnswer> {
    return this.#api.call({ route: "POST /v1/admin/payments", auth: "admin", repeat: true }, input, options);
  }

  /**
   * Push a refund.
   *
   * Takes back the inviter's share of it; what was used already becomes debt, which later rewards
   * pay. A refund whose payment is not known yet is `payment_not_found`: try again later.
   *
   * `POST /v1/admin/payments/{payment_id}/refund`
   *
   * @throws TriportError with `code` `invalid_args`, `payment_not_found`, `refund_conflict`, `refund_exceeds_payment`, or one that any call can have
   */
  pushRefund(input: {
    /** The product's id of the payment. */
    payment_id: string;
  } & PushRefund, options?: CallOptions): Promise<RefundAnswer> {
    return this.#api.call({ route: "POST /v1/admin/payments/{payment_id}/refund", auth: "admin", repeat: true }, input, options);
  }

  /**
   * Void a refund.
   *
   * For a dispute that was won: the refund is no longer in force, and the share of it is earned again.
   * Voiding twice changes nothing.
   *
   * `POST /v1/admin/payments/{payment_id}/refund/{refund_id}/void`
   *
   * @throws TriportError with `code` `payment_not_found`, `refund_not_found`, or one that any call can have
   */
  voidRefund(input: {
    /** The product's id of the payment. */
    payment_id: string;
    /** The product's id of the refund. */
    refund_id: string;
  }, options?: CallOptions): Promise<RefundAnswer> {
    return this.#api.call({ route: "POST /v1/admin/payments/{payment_id}/refund/{refund_id}/void", auth: "admin", repeat: true }, input, options);
  }

  /**
   * List everybody's invoices.
   *
   * The last changed first: with `since`, what a billing system needs to learn which were paid by
   * credit.
   *
   * Await it for one page, or iterate over it for every item.
   *
   * `GET /v1/admin/invoices`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  invoices(input?: {
    /** Only those of this status; an unknown one matches nothing. */
    status?: string;
    /**
     * Only those whose status changed at this time or later. Reach back a minute before the last
     * question: a change has the time at which it was asked for, and is seen when it is done.
     */
    since?: string;
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): List<OwnedInvoice> {
    return this.#api.list({ route: "GET /v1/admin/invoices", auth: "admin" }, input, options);
  }

  /**
   * Show an invoice.
   *
   * `GET /v1/admin/invoices/{invoice_id}`
   *
   * @throws TriportError with `code` `invoice_not_found`, or one that any call can have
   */
  invoice(input: {
    /** The product's id of the invoice. */
    invoice_id: string;
  }, options?: CallOptions): Promise<OwnedInvoice> {
    return this.#api.call({ route: "GET /v1/admin/invoices/{invoice_id}", auth: "admin" }, input, options);
  }

  /**
   * Push an invoice, or a change of its status.
   *
   * Only the status may change: open to paid, open to void, paid to void. A late `open` for a paid or
   * void one changes nothing. Voiding an invoice that credit had paid gives the credit back.
   *
   * `PUT /v1/admin/invoices/{invoice_id}`
   *
   * @throws TriportError with `code` `invalid_args`, `user_not_found`, `invoice_conflict`, or one that any call can have
   */
  pushInvoice(input: {
    /** The product's id of the invoice. */
    invoice_id: string;
  } & PushInvoice, options?: CallOptions): Promise<OwnedInvoice> {
    return this.#api.call({ route: "PUT /v1/admin/invoices/{invoice_id}", auth: "admin", repeat: true }, input, options);
  }

  /**
   * List everybody's payouts.
   *
   * Newest first.
   *
   * Await it for one page, or iterate over it for every item.
   *
   * `GET /v1/admin/referrals/payouts`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  payouts(input?: {
    /** Only those of this status; an unknown one matches nothing. */
    status?: string;
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): List<QueueItem> {
    return this.#api.list({ route: "GET /v1/admin/referrals/payouts", auth: "admin" }, input, options);
  }

  /**
   * List everybody's payouts, as a CSV table.
   *
   * Newest first.
   *
   * One page of the list; `limit` and `cursor` choose it.
   *
   * `GET /v1/admin/referrals/payouts`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  payoutsCsv(input?: {
    /** Only those of this status; an unknown one matches nothing. */
    status?: string;
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): Promise<string> {
    return this.#api.call({ route: "GET /v1/admin/referrals/payouts", auth: "admin", text: true }, { ...input, format: "csv" }, options);
  }

  /**
   * Note that a payout is being sent.
   *
   * The member can no longer cancel it.
   *
   * `POST /v1/admin/referrals/payouts/{id}/processing`
   *
   * @throws TriportError with `code` `invalid_payout_id`, `payout_not_found`, `payout_not_actionable`, or one that any call can have
   */
  payoutProcessing(input: {
    /** The payout. */
    id: string;
  }, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "POST /v1/admin/referrals/payouts/{id}/processing", auth: "admin" }, input, options);
  }

  /**
   * Note that a payout was sent.
   *
   * The member learns of it by mail.
   *
   * `POST /v1/admin/referrals/payouts/{id}/sent`
   *
   * @throws TriportError with `code` `invalid_args`, `invalid_payout_id`, `tx_hash_required`, `payout_not_found`, `payout_not_actionable`, or one that any call can have
   */
  payoutSent(input: {
    /** The payout. */
    id: string;
  } & SentPayout, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "POST /v1/admin/referrals/payouts/{id}/sent", auth: "admin" }, input, options);
  }

  /**
   * Note that a payout could not be sent.
   *
   * The amount goes back to the member's balance, and the member learns of it by mail.
   *
   * `POST /v1/admin/referrals/payouts/{id}/failed`
   *
   * @throws TriportError with `code` `invalid_args`, `invalid_payout_id`, `payout_not_found`, `payout_not_actionable`, or one that any call can have
   */
  payoutFailed(input: {
    /** The payout. */
    id: string;
  } & FailedPayout, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "POST /v1/admin/referrals/payouts/{id}/failed", auth: "admin", body: true }, input, options);
  }

  /**
   * Verify the ledger.
   *
   * Computes every balance, reward, payout and counter again from the entries and rows behind it,
   * account by account, for a few seconds; repeat with the cursor until it is null.
   * `triport-referrals ledger verify` does the same at once.
   *
   * `POST /v1/admin/ledger/verify`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  verifyLedger(input?: {
    /** `next_cursor` of the call before. */
    cursor?: string;
  }, options?: CallOptions): Promise<Verification> {
    return this.#api.call({ route: "POST /v1/admin/ledger/verify", auth: "admin", query: ["cursor"] }, input, options);
  }

  /**
   * Attribute an account.
   *
   * By the rules of a claim, but for the age of the account and payments that it made already.
   *
   * `POST /v1/admin/referrals/attributions`
   *
   * @throws TriportError with `code` `invalid_args`, `user_not_found`, or one that any call can have
   */
  attribute(input: AttributeAccount, options?: CallOptions): Promise<Attributed> {
    return this.#api.call({ route: "POST /v1/admin/referrals/attributions", auth: "admin" }, input, options);
  }

  /**
   * Show what everything has come to.
   *
   * `GET /v1/admin/totals`
   */
  totals(options?: CallOptions): Promise<Totals> {
    return this.#api.call({ route: "GET /v1/admin/totals", auth: "admin" }, undefined, options);
  }

  /**
   * Show what all members have come to over time.
   *
   * `GET /v1/admin/series`
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
    return this.#api.call({ route: "GET /v1/admin/series", auth: "admin" }, input, options);
  }

  /**
   * Search accounts.
   *
   * The first page holds the account whose address, id, product's id or code is exactly the text, if
   * there is one; further pages hold those whose address, name or product's id contains it, newest
   * first.
   *
   * Await it for one page, or iterate over it for every item.
   *
   * `GET /v1/admin/users`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  users(input?: {
    /** An address, a name, the product's id, an id, or a code; all accounts if empty. */
    query?: string;
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): List<DirectoryUser> {
    return this.#api.list({ route: "GET /v1/admin/users", auth: "admin" }, input, options);
  }

  /**
   * Create or update an account of the product.
   *
   * The product's own id names the account; a new one gets its `uid` code at once. Pushing the same
   * again changes nothing. With `email_verified` the address signs in to this account, unless it
   * signs in to another: then nothing changes.
   *
   * `PUT /v1/admin/users/{external_id}`
   *
   * @throws TriportError with `code` `invalid_args`, `invalid_email`, `invalid_user_id`, `email_taken`, `user_erased`, or one that any call can have
   */
  pushUser(input: {
    /** The product's own id: 1 to 200 printable ASCII characters without `/`. */
    external_id: string;
  } & PutUser, options?: CallOptions): Promise<PushAnswer> {
    return this.#api.call({ route: "PUT /v1/admin/users/{external_id}", auth: "admin", repeat: true, body: true }, input, options);
  }

  /**
   * Erase an account.
   *
   * The same as its owner may do, for a person who cannot sign in any more. Payments and refunds of the
   * account are still taken in afterwards, under the same names.
   *
   * `DELETE /v1/admin/users/{external_id}`
   *
   * @throws TriportError with `code` `invalid_user_id`, `user_not_found`, `balance_would_be_forfeited`, `payout_in_flight`, or one that any call can have
   */
  eraseUser(input: {
    /** A UUID, `ext:<external id>` or `email:<address>`. */
    external_id: string;
    /**
     * `true`: money that the account still holds goes back to the programme. Anything else counts as
     * not said.
     */
    forfeit?: boolean;
  }, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "DELETE /v1/admin/users/{external_id}", auth: "admin", query: ["forfeit"] }, input, options);
  }

  /**
   * Make a sign-in link.
   *
   * For a member whom the product has signed in itself: redirect its browser to `url`. The link works
   * once, within 60 seconds. What needs a fresh sign-in is not possible with it.
   *
   * `POST /v1/admin/sign-in-links`
   *
   * @throws TriportError with `code` `invalid_args`, `user_not_found`, or one that any call can have
   */
  signInLink(input: MakeSignInLink, options?: CallOptions): Promise<SignInLink> {
    return this.#api.call({ route: "POST /v1/admin/sign-in-links", auth: "admin" }, input, options);
  }

  /**
   * Show an account.
   *
   * What the member sees of itself, and what was decided about it lately.
   *
   * `GET /v1/admin/referrals/users/{user}`
   *
   * @throws TriportError with `code` `invalid_user_id`, `user_not_found`, or one that any call can have
   */
  user(input: {
    /** A UUID, `ext:<external id>` or `email:<address>`. */
    user: string;
  }, options?: CallOptions): Promise<ShownUser> {
    return this.#api.call({ route: "GET /v1/admin/referrals/users/{user}", auth: "admin" }, input, options);
  }

  /**
   * Set an account's tier.
   *
   * Payments from now on earn at the new rate; rewards that exist keep theirs.
   *
   * `POST /v1/admin/referrals/users/{user}/tier`
   *
   * @throws TriportError with `code` `invalid_args`, `invalid_tier`, `invalid_user_id`, `user_not_found`, or one that any call can have
   */
  setTier(input: {
    /** A UUID, `ext:<external id>` or `email:<address>`. */
    user: string;
  } & SetTier, options?: CallOptions): Promise<TierAnswer> {
    return this.#api.call({ route: "POST /v1/admin/referrals/users/{user}/tier", auth: "admin" }, input, options);
  }

  /**
   * Disable a code.
   *
   * A slug, an alias or a `uid` code: it attributes nobody any more, for good. The account keeps it,
   * so that nobody else gets it, and cannot take it back.
   *
   * `POST /v1/admin/codes/{code}/disable`
   *
   * @throws TriportError with `code` `invalid_args`, `code_not_found`, or one that any call can have
   */
  disableCode(input: {
    /** Any code. */
    code: string;
  } & Reason, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "POST /v1/admin/codes/{code}/disable", auth: "admin" }, input, options);
  }

  /**
   * Hold an account's payouts back.
   *
   * Until they are let through again its requests for payouts are refused with `payouts_frozen`.
   *
   * `POST /v1/admin/users/{user}/freeze-payouts`
   *
   * @throws TriportError with `code` `invalid_args`, `invalid_user_id`, `user_not_found`, or one that any call can have
   */
  freezePayouts(input: {
    /** A UUID, `ext:<external id>` or `email:<address>`. */
    user: string;
  } & Reason, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "POST /v1/admin/users/{user}/freeze-payouts", auth: "admin" }, input, options);
  }

  /**
   * Let an account's payouts through again.
   *
   * `POST /v1/admin/users/{user}/unfreeze-payouts`
   *
   * @throws TriportError with `code` `invalid_args`, `invalid_user_id`, `user_not_found`, or one that any call can have
   */
  unfreezePayouts(input: {
    /** A UUID, `ext:<external id>` or `email:<address>`. */
    user: string;
  } & Reason, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "POST /v1/admin/users/{user}/unfreeze-payouts", auth: "admin" }, input, options);
  }

  /**
   * List what operators did.
   *
   * Newest first. Every write of an operator is here, in the same transaction as the write itself,
   * and entries never change.
   *
   * Await it for one page, or iterate over it for every item.
   *
   * `GET /v1/admin/audit`
   *
   * @throws TriportError with `code` `invalid_args`, `invalid_user_id`, `user_not_found`, or one that any call can have
   */
  audit(input?: {
    /** Only what concerns this account: a UUID, `ext:<external id>` or `email:<address>`. */
    user?: string;
    /** 1 to 200 items, 50 unless given; other values count as not given. */
    limit?: number;
    /** Items to skip, up to 10 000; other values count as not given. Better use `cursor`. */
    offset?: number;
    /** `next_cursor` of the page before. Stable while items arrive. */
    cursor?: string;
  }, options?: CallOptions): List<AuditEntry> {
    return this.#api.list({ route: "GET /v1/admin/audit", auth: "admin" }, input, options);
  }
}
