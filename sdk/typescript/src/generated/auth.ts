// Generated from api/openapi.json by `npm run generate`. Do not edit.
import type { CallOptions } from "../operation.js";
import type { Transport } from "../transport.js";
import type {
  AccountExport,
  Attributed,
  ChallengeWallet,
  ChangeMe,
  Done,
  EmailStarted,
  Ended,
  GooglePage,
  Me,
  Sessions,
  SignInIdentities,
  SignInIdentity,
  StartEmail,
  UserAnswer,
  VerifyEmail,
  VerifyLink,
  VerifyWallet,
  WalletChallenge,
} from "./types.js";

/** Signing in and out, and the profile. */
export class Auth {
  readonly #api: Transport;

  constructor(api: Transport) {
    this.#api = api;
  }

  /**
   * Send a sign-in code.
   *
   * Sends a one-time code that is valid for 10 minutes. The answer never tells whether the address
   * has an account.
   *
   * `POST /v1/auth/email/start`
   *
   * @throws TriportError with `code` `invalid_email`, or one that any call can have
   */
  emailStart(input: StartEmail, options?: CallOptions): Promise<EmailStarted> {
    return this.#api.call({ route: "POST /v1/auth/email/start" }, input, options);
  }

  /**
   * Sign in with the code.
   *
   * Exchanges the code for a session and sets the cookies `nl_session` and `nl_csrf`. The first
   * sign-in makes the account and its `uid` code, and attributes the account to the code in the cookie
   * `ref_code`, if there is one; the cookies `ref_code` and `ref_touch` are removed then.
   *
   * `POST /v1/auth/email/verify`
   *
   * @throws TriportError with `code` `invalid_code`, `invalid_request`, or one that any call can have
   */
  emailVerify(input: VerifyEmail, options?: CallOptions): Promise<UserAnswer> {
    return this.#api.call({ route: "POST /v1/auth/email/verify" }, input, options);
  }

  /**
   * Where to send the browser: Begin to sign in with Google.
   *
   * To be navigated to: leads to Google's page, which leads back to `auth/google/callback`. Where
   * Google is not set up or does not answer, leads to `/login?error=google_<tag>`, as the callback
   * does. A browser that says it comes from another site is led to `/login`, to decide there.
   *
   * `GET /v1/auth/google/start`
   */
  googleStartUrl(): string {
    return this.#api.address("/v1/auth/google/start");
  }

  /**
   * Ask for a text to sign.
   *
   * The text can be signed within 5 minutes, and its signature used once. It has the form of EIP-4361,
   * with Solana the corresponding one, so that wallets recognise it and check its domain.
   *
   * `POST /v1/auth/wallet/challenge`
   *
   * @throws TriportError with `code` `invalid_address`, or one that any call can have
   */
  walletChallenge(input: ChallengeWallet, options?: CallOptions): Promise<WalletChallenge> {
    return this.#api.call({ route: "POST /v1/auth/wallet/challenge" }, input, options);
  }

  /**
   * Sign in with the signature.
   *
   * Exchanges the signature for a session, as `auth/email/verify` does a code. A wrong answer uses the
   * challenge up as well. Contract wallets (ERC-1271) cannot sign in, because their signatures cannot
   * be checked without asking a network.
   *
   * `POST /v1/auth/wallet/verify`
   *
   * @throws TriportError with `code` `address_mismatch`, `invalid_nonce`, `invalid_signature`, or one that any call can have
   */
  walletVerify(input: VerifyWallet, options?: CallOptions): Promise<UserAnswer> {
    return this.#api.call({ route: "POST /v1/auth/wallet/verify" }, input, options);
  }

  /**
   * List ways to sign in.
   *
   * The e-mail addresses, Google accounts and wallets that sign in to this account, the oldest first.
   *
   * `GET /v1/auth/identities`
   */
  identities(options?: CallOptions): Promise<SignInIdentities> {
    return this.#api.call({ route: "GET /v1/auth/identities" }, undefined, options);
  }

  /**
   * Add an e-mail address.
   *
   * Takes the code that `auth/email/start` has sent to the new address. Needs a fresh sign-in, unless
   * it is the first identity of an account of the product. The account's `email` becomes this address
   * if it had no verified one. An address that signs in to another account is refused: accounts are
   * never merged.
   *
   * `POST /v1/auth/identities/email`
   *
   * @throws TriportError with `code` `invalid_code`, `invalid_request`, `fresh_sign_in_required`, `identity_limit_reached`, `identity_taken`, or one that any call can have
   */
  linkEmail(input: VerifyEmail, options?: CallOptions): Promise<SignInIdentity> {
    return this.#api.call({ route: "POST /v1/auth/identities/email" }, input, options);
  }

  /**
   * Begin to add a Google account.
   *
   * Answers the page of Google to navigate to, which leads back to `auth/google/callback`. Needs a
   * fresh sign-in, unless it is the first identity of an account of the product. Only the session that
   * has asked can end it.
   *
   * `POST /v1/auth/identities/google`
   *
   * @throws TriportError with `code` `fresh_sign_in_required`, `google_disabled`, `google_unavailable`, or one that any call can have
   */
  linkGoogle(options?: CallOptions): Promise<GooglePage> {
    return this.#api.call({ route: "POST /v1/auth/identities/google" }, undefined, options);
  }

  /**
   * Add a wallet.
   *
   * Takes the signature of a text from `auth/wallet/challenge`. Needs a fresh sign-in, unless it is the
   * first identity of an account of the product.
   *
   * `POST /v1/auth/identities/wallet`
   *
   * @throws TriportError with `code` `address_mismatch`, `invalid_nonce`, `invalid_signature`, `fresh_sign_in_required`, `identity_limit_reached`, `identity_taken`, or one that any call can have
   */
  linkWallet(input: VerifyWallet, options?: CallOptions): Promise<SignInIdentity> {
    return this.#api.call({ route: "POST /v1/auth/identities/wallet" }, input, options);
  }

  /**
   * Give a way to sign in up.
   *
   * Needs a fresh sign-in. The last one stays. Sessions that it has opened go on; they can be ended
   * with `auth/sessions`.
   *
   * `DELETE /v1/auth/identities/{id}`
   *
   * @throws TriportError with `code` `fresh_sign_in_required`, `identity_not_found`, `last_identity`, or one that any call can have
   */
  unlinkIdentity(input: {
    /** The `id` of the identity. */
    id: string;
  }, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "DELETE /v1/auth/identities/{id}" }, input, options);
  }

  /**
   * Sign in with a link.
   *
   * Exchanges the token of a sign-in link of the product for a session, as `auth/email/verify` does
   * with a code. Such a session is never a fresh sign-in.
   *
   * `POST /v1/auth/link/verify`
   *
   * @throws TriportError with `code` `invalid_request`, or one that any call can have
   */
  linkVerify(input: VerifyLink, options?: CallOptions): Promise<UserAnswer> {
    return this.#api.call({ route: "POST /v1/auth/link/verify" }, input, options);
  }

  /**
   * Show the signed-in account.
   *
   * In the second half of a session's life this call extends it and sets both cookies again.
   *
   * `GET /v1/auth/me`
   */
  me(options?: CallOptions): Promise<Me> {
    return this.#api.call({ route: "GET /v1/auth/me" }, undefined, options);
  }

  /**
   * Change the profile.
   *
   * `POST /v1/auth/me`
   *
   * @throws TriportError with `code` `invalid_args`, or one that any call can have
   */
  changeMe(input: ChangeMe, options?: CallOptions): Promise<UserAnswer> {
    return this.#api.call({ route: "POST /v1/auth/me", body: true }, input, options);
  }

  /**
   * Erase the account.
   *
   * For ever: who it was is forgotten, its sessions end, its codes bring nobody any more and nobody
   * else gets them. What was paid stays in the books without a name. Money that is left, pending or
   * available, is forfeited, and only if the call says so.
   *
   * `DELETE /v1/auth/me`
   *
   * @throws TriportError with `code` `fresh_sign_in_required`, `balance_would_be_forfeited`, `payout_in_flight`, or one that any call can have
   */
  eraseMe(input?: {
    /**
     * `true`: money that the account still holds goes back to the programme. Anything else counts as
     * not said.
     */
    forfeit?: boolean;
  }, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "DELETE /v1/auth/me", query: ["forfeit"] }, input, options);
  }

  /**
   * Export everything about the account.
   *
   * One JSON document as a download, written while it is read: however much an account owns, all of it
   * is there. Of others it holds what the account sees of them anyway. Ten exports a day.
   *
   * `GET /v1/auth/me/export`
   */
  exportMe(options?: CallOptions): Promise<AccountExport> {
    return this.#api.call({ route: "GET /v1/auth/me/export" }, undefined, options);
  }

  /**
   * Sign out.
   *
   * Ends the session and clears both cookies. With a live session the header `X-CSRF-Token` is
   * always needed; without one the call succeeds and changes nothing.
   *
   * `POST /v1/auth/logout`
   *
   * @throws TriportError with `code` `logout_failed`, or one that any call can have
   */
  logout(options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "POST /v1/auth/logout", csrf: true, repeat: true }, undefined, options);
  }

  /**
   * List sessions.
   *
   * Where the account is signed in, the newest sign-in first. An account has at most 20 sessions: with
   * one more sign-in the oldest ends.
   *
   * `GET /v1/auth/sessions`
   */
  sessions(options?: CallOptions): Promise<Sessions> {
    return this.#api.call({ route: "GET /v1/auth/sessions" }, undefined, options);
  }

  /**
   * End all other sessions.
   *
   * Everywhere but here the account is signed out at once.
   *
   * `DELETE /v1/auth/sessions`
   */
  endOtherSessions(options?: CallOptions): Promise<Ended> {
    return this.#api.call({ route: "DELETE /v1/auth/sessions" }, undefined, options);
  }

  /**
   * End a session.
   *
   * It stops working at once. Ending the one that asks is signing out: its cookies are cleared.
   *
   * `DELETE /v1/auth/sessions/{id}`
   *
   * @throws TriportError with `code` `session_not_found`, or one that any call can have
   */
  endSession(input: {
    /** The session. */
    id: string;
  }, options?: CallOptions): Promise<Done> {
    return this.#api.call({ route: "DELETE /v1/auth/sessions/{id}" }, input, options);
  }

  /**
   * Attribute the account to the code in the browser.
   *
   * Takes the cookie `ref_code`, which a share link or a page with `?ref=` has set, and removes it
   * together with `ref_touch` whatever comes of it, unless the reason is `internal`. The first
   * sign-in does the same by itself. A body is ignored. The header `X-CSRF-Token` is always needed.
   *
   * `POST /v1/auth/attribute`
   */
  attribute(options?: CallOptions): Promise<Attributed> {
    return this.#api.call({ route: "POST /v1/auth/attribute", csrf: true }, undefined, options);
  }
}
