// Generated from api/openapi.json by `npm run generate`. Do not edit.

/** The closed list of the server's error tags. */
export type ErrorTag =
  | "invalid_json"
  | "invalid_args"
  | "invalid_email"
  | "invalid_request"
  | "invalid_code"
  | "invalid_nonce"
  | "address_mismatch"
  | "invalid_signature"
  | "invalid_user_id"
  | "invalid_payout_id"
  | "invalid_tier"
  | "invalid_network"
  | "invalid_address"
  | "tx_hash_required"
  | "payout_below_min"
  | "balance_insufficient"
  | "amount_mismatch"
  | "slug_invalid"
  | "unauthenticated"
  | "admin_token_unset"
  | "admin_token_invalid"
  | "csrf_invalid"
  | "csrf_missing"
  | "payouts_frozen"
  | "fresh_sign_in_required"
  | "forbidden"
  | "not_found"
  | "user_not_found"
  | "session_not_found"
  | "identity_not_found"
  | "code_not_found"
  | "payment_not_found"
  | "refund_not_found"
  | "invoice_not_found"
  | "invoice_not_eligible"
  | "payout_not_found"
  | "method_not_allowed"
  | "slug_reserved"
  | "slug_taken"
  | "slug_limit_reached"
  | "email_taken"
  | "identity_taken"
  | "last_identity"
  | "identity_limit_reached"
  | "payout_not_actionable"
  | "payout_in_flight"
  | "balance_would_be_forfeited"
  | "user_erased"
  | "payment_conflict"
  | "refund_exceeds_payment"
  | "refund_conflict"
  | "invoice_conflict"
  | "idempotency_in_flight"
  | "idempotency_conflict"
  | "rate_limited"
  | "google_disabled"
  | "google_unavailable"
  | "invalid_host"
  | "misdirected_request"
  | "headers_too_large"
  | "internal"
  | "logout_failed"
  | "unavailable";

/** Everything about an account. Amounts are micro-units of the programme's currency. */
export type AccountExport = ExportBegin & {
  /** What was decided about the account, oldest first. */
  decisions: ExportedDecision[];
  /** Accounts attributed to this one, the youngest first; nothing else of them. */
  invitees: Invitee[];
  /** Newest first. */
  rewards: RewardItem[];
  /** What the account paid, by id. */
  payments: ExportedPayment[];
  /** What was refunded of it, by id. */
  refunds: ExportedRefund[];
  /** Newest first. */
  payouts: Payout[];
  /** Newest first. */
  invoices: Invoice[];
  /** Every line of the ledger of this account; those of one transaction sum to zero. */
  ledger: ExportedLine[];
};

/** What a member and operators see alike of an account. */
export interface AccountStanding {
  /** The permanent `uid` code. */
  primary_code: string;
  /** The chosen slug; null while there is none. */
  custom_slug: string | null;
  /** Number of the tier. */
  tier: number;
  /** Name of the tier. */
  tier_label: string;
  /** Share of payments in basis points (1500 = 15 %). */
  rate_bps: number;
  balance: Balance;
  /** When the first of what is pending becomes available; null while nothing is pending. */
  next_unlock_at: string | null;
  /** The name of the member who invited this one; null if nobody did. */
  inviter_display: string | null;
  /** The link to share: with the slug, or with the `uid` code while there is no slug. */
  share_url: string;
  /** Visits through the codes of this account. */
  clicks: number;
  /** Accounts attributed to this one. */
  signups: number;
}

/** Who was brought by which code. */
export interface AttributeAccount {
  invitee: NamedAccount;
  /** A code of the inviter. */
  code: string;
  /**
   * Whether earlier payments earn something too: what is left of them after refunds, at most
   * 1 000, at today's rate, unlocked after a hold period from now. What comes
   * back when a refund is voided later earns as well.
   */
  backfill?: boolean;
}

/** What became of an attempt. */
export interface Attributed {
  /** Whether the account has an inviter through this attempt. */
  attributed: boolean;
  /** Why not; the first that holds, in this order. Left out on success. */
  reason?: "no_cookie" | "already_attributed" | "too_many_tries" | "unknown_code" | "self_referral" | "inviter_too_new" | "account_too_old" | "already_paid" | "erased_before" | "internal";
}

/** How the account was attributed. */
export interface AttributionAnswer {
  /** Whether the account has an inviter. */
  attributed: boolean;
  /** What the inviter calls itself; null if there is none. */
  inviter_display: string | null;
  /** When the attribution was made; null if there is none. */
  at: string | null;
  /** Where the code came from; null if there is no inviter. */
  source: "cookie" | "claim" | "server" | "operator" | null;
  /** Attempts that were refused, newest first; the last fifty. */
  refusals: RefusedAttempt[];
}

/** One thing that an operator did. */
export interface AuditEntry {
  /** Later entries have greater ids. */
  id: string;
  /** When it was done. */
  at: string;
  /** The name of the token; `admin` is that of the configuration, `command-line` the program itself. */
  operator: string;
  /** What was done. */
  action: string;
  /** The account that it concerns; null if it concerns none. */
  user_id: string | null;
  /** Ids, numbers, names of changed fields, and the reason that the operator gave. */
  fields: Record<string, unknown>;
}

/** What a member has earned. */
export interface Balance {
  /** Not yet unlocked. */
  pending_micro: number;
  /** Ready to be paid out or spent. */
  available_micro: number;
  /** All rewards, net of refunds. */
  lifetime_micro: number;
  /** What refunds took back after it had been used; later rewards pay it first. */
  debt_micro: number;
}

/** Who will sign. */
export interface ChallengeWallet {
  /** evm: 0x and 40 hex digits; solana: base58 of 32 bytes. */
  address: string;
  /** Whose form the address has. */
  chain: "evm" | "solana";
}

/** What to change; what is left out stays. */
export interface ChangeMe {
  /** 1 to 80 characters; others see it. */
  display_name?: string;
  /** An https address, or null for none. */
  avatar_url?: string | null;
}

/** A code that the member was told. */
export interface ClaimCode {
  /** A `uid` code or a slug; trimmed and lower-cased. */
  code: string;
}

/** An answer that holds a code. */
export interface CodeAnswer {
  code: ReferralCode;
}

/** Every code of the account. */
export interface Codes {
  /** All of them, never null. */
  items: ListedCode[];
}

/** Something that was decided about an account; what its kind does not have is null. */
export interface DecidedEvent {
  /** `signup`, `first_paid`, `rejected` or `tier_changed`. */
  kind: string;
  /** When. */
  at: string;
  /** The code as it was seen. */
  code: string | null;
  /** Where the code came from: `cookie`, `claim`, `server` or `operator`. */
  source: string | null;
  /** The rule that refused. */
  reason: string | null;
  /** When a link was followed before, as the visitor's browser says. */
  click_at: string | null;
  /** The page on which that visit began. */
  click_path: string | null;
  /** The account on the other side. */
  counterpart_user_id: string | null;
  /** The tier before. */
  old_tier: number | null;
  /** The tier after. */
  new_tier: number | null;
  /** What the operator said about it. */
  note: string | null;
}

/** Two figures that should be equal. */
export interface Difference {
  /** The account. */
  user_id: string;
  /** What was compared. */
  what: string;
  /** The row, if it is one of many. */
  subject_id: string | null;
  /** What is kept: micro-units, or a number of what is counted. */
  kept_micro: number;
  /** What the entries and rows behind it say. */
  explained_micro: number;
}

/** An account in the directory. */
export interface DirectoryUser {
  /** Never changes. */
  user_id: string;
  /** The id by which the product knows it; null if the product does not. */
  external_id: string | null;
  /** Where it can be reached. */
  email: string | null;
  /** What others see. */
  display_name: string;
  /** When it was made. */
  created_at: string;
  /** Number of the tier. */
  tier: number;
  /** The permanent `uid` code. */
  primary_code: string;
  /** The chosen slug; null while there is none. */
  custom_slug: string | null;
  /** When the account was erased; null if it was not. */
  erased_at: string | null;
}

/** The answer of calls that have nothing else to say. */
export interface Done {
  /** Always true. */
  ok: boolean;
}

/** What to hold while the mail travels. */
export interface EmailStarted {
  /** Goes back with the code to `auth/email/verify`. */
  request_id: string;
}

/** How many sessions were ended. */
export interface Ended {
  /** All but the one that asks. */
  ended: number;
}

/** What an account has a handful of. */
export interface ExportBegin {
  /** When the export began. */
  exported_at: string;
  account: ExportedAccount;
  overview: Overview;
  /** The ways to sign in. */
  identities: ExportedIdentity[];
  /** Open sessions, newest first. */
  sessions: ExportedSession[];
  /** Every code, newest first. */
  codes: ListedCode[];
  attribution: AttributionAnswer;
}

/** The account itself. */
export interface ExportedAccount {
  /** Never changes. */
  user_id: string;
  /** The id by which the product knows it; null if the product does not. */
  external_id: string | null;
  /** Where it can be reached. */
  email: string | null;
  /** What others see. */
  display_name: string;
  /** An https address. */
  avatar_url: string | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/** Something that was decided about the account; what its kind does not have is null. */
export interface ExportedDecision {
  /** `signup`, `first_paid`, `rejected` or `tier_changed`. */
  kind: string;
  /** When. */
  at: string;
  /** The invitee that it is about; null if it is about the account itself. */
  counterpart_user_id: string | null;
  /** The code as it was seen. */
  code: string | null;
  /** Where the code came from: `cookie`, `claim`, `server` or `operator`. */
  source: string | null;
  /** The rule that refused. */
  reason: string | null;
  /** When the account followed a link before. */
  click_at: string | null;
  /** The page on which that visit began. */
  click_path: string | null;
  /** The tier before. */
  old_tier: number | null;
  /** The tier after. */
  new_tier: number | null;
  /** What an operator said about it. */
  note: string | null;
}

/** A way to sign in. */
export interface ExportedIdentity {
  /** `email`, `google` or `wallet`. */
  provider: string;
  /** The address, or what the provider calls the person. */
  subject: string;
  /** The address that the provider vouches for; only where that is not the subject. */
  email?: string;
  /** Since when. */
  created_at: string;
}

/** A line of the ledger. */
export interface ExportedLine {
  /** The transaction, whose lines sum to zero. */
  transaction_id: string;
  /** The account of the ledger. */
  account: string;
  /** Below zero it left the account. */
  amount_micro: number;
  /** Why. */
  reason: string;
  /** What it explains: a reward, a payout or a spend. */
  subject_id: string;
  /** When it was written. */
  posted_at: string;
  /** From when on it counts. */
  effective_at: string;
}

/** A payment of the account. */
export interface ExportedPayment {
  /** The product's id. */
  payment_id: string;
  /** What was paid. */
  amount_micro: number;
  /** Refunds in force. */
  refunded_micro: number;
  /** The programme's. */
  currency: string;
  /** When it was paid. */
  paid_at: string;
  /** The invoice that it paid; null if nothing was said. */
  invoice_id: string | null;
}

/** A refund of one of the account's payments. */
export interface ExportedRefund {
  /** The product's id. */
  refund_id: string;
  /** The payment that it belongs to. */
  payment_id: string;
  /** What went back. */
  amount_micro: number;
  /** When it came in. */
  created_at: string;
  /** Since when it is no longer in force; null while it is. */
  voided_at: string | null;
}

/** A session. */
export interface ExportedSession {
  /** Its identity, which opens nothing. */
  id: string;
  /** How the account signed in. */
  provider: string;
  /** What the browser called itself. */
  user_agent: string;
  /** When the account signed in. */
  created_at: string;
  /** When it was last extended. */
  last_seen_at: string;
  /** When it ends. */
  expires_at: string;
}

/** Why a payout could not be sent. */
export interface FailedPayout {
  /** For the member, who reads it. */
  reason?: string | null;
}

/** Where to go to add a Google account. */
export interface GooglePage {
  /** To be navigated to, within 10 minutes and in this browser. */
  url: string;
}

/** The state of the process. */
export interface Health {
  /** `ok`, or there is no such answer. */
  status: string;
}

/** An invitee as its inviter sees it: no address, nothing else that is personal. */
export interface Invitee {
  /** Its account. */
  user_id: string;
  /** What it calls itself. */
  display_name: string;
  /** When its account was made. */
  signed_at: string;
  /** What it has paid, net of refunds. */
  total_paid_micro: number;
}

/** A bill of the product. */
export interface Invoice {
  /** The product's id. */
  id: string;
  /** In micro-units of the programme's currency. */
  amount_micro: number;
  /** Only an `open` one can be paid. */
  status: "open" | "paid" | "void";
  /** What it is for; left out if nothing was said. */
  description?: string;
  /** `credit` if rewards of the account paid it. */
  paid_by?: "credit" | "external";
}

/** A referral code and what it is worth today. */
export type ListedCode = ReferralCode & {
  /** An `alias` was replaced, and links with it still work. */
  State: "active" | "alias" | "disabled" | "erased";
};

/** Whom the link signs in. */
export type MakeSignInLink = NamedAccount;

/** The signed-in account and how it signed in. */
export interface Me {
  user: User;
  /** How this session was opened. */
  provider: "email" | "google" | "wallet" | "link";
}

/** An account in a body, by exactly one of three fields. Flatten it into the body's type. */
export type NamedAccount =
  /** The account's id here. Exactly one of `user_id`, `external_id` and `email` is given. */
  | { user_id: string; external_id?: never; email?: never }
  /** The product's own id of the account. */
  | { user_id?: never; external_id: string; email?: never }
  /** The address that signs in to the account. */
  | { user_id?: never; external_id?: never; email: string };

/** A member's overview. Amounts are micro-units of the programme's currency. */
export type Overview = AccountStanding & {
  /** Invitees with a payment that is not fully refunded. */
  paid_invitees: number;
};

/** An invoice and whose it is. */
export type OwnedInvoice = Invoice & {
  /** Who is to pay it. */
  user_id: string;
  /** When it was first pushed. */
  created_at: string;
  /** When its status last changed. */
  updated_at: string;
};

/** A payment. */
export interface Payment {
  /** The product's id. */
  payment_id: string;
  /** Who paid. */
  user_id: string;
  /** In micro-units. */
  amount_micro: number;
  /** Refunds in force. */
  refunded_micro: number;
  /** The programme's. */
  currency: string;
  /** When it was paid. */
  paid_at: string;
  /** The invoice that it paid; null if nothing was said. */
  invoice_id: string | null;
}

/** A payment and what it earned. */
export interface PaymentAnswer {
  payment: Payment;
  reward: RewardItem | null;
}

/** A withdrawal. */
export interface Payout {
  /** Later payouts have greater ids. */
  id: string;
  /** Who asked for it. */
  user_id: string;
  /** In micro-units of the programme's currency. */
  amount_micro: number;
  /** Where it is sent. */
  network: "solana" | "ethereum" | "polygon";
  /** Where it goes. */
  address: string;
  /** A `requested` one can be cancelled; `sent`, `failed` and `cancelled` are final. */
  status: "requested" | "processing" | "sent" | "failed" | "cancelled";
  /** The transaction that sent it; left out before. */
  tx_hash?: string;
  /** What the operator says about it; left out if nothing. */
  note?: string;
  /** When it was asked for. */
  requested_at: string;
  /** When it became final; left out before. */
  completed_at?: string;
}

/** Payouts of one status. */
export interface PayoutTotals {
  /** A `requested` one can be cancelled; `sent`, `failed` and `cancelled` are final. */
  status: "requested" | "processing" | "sent" | "failed" | "cancelled";
  /** How many. */
  count: number;
  /** How much. */
  amount_micro: number;
}

/** An account of the product. */
export type ProductUser = User & {
  /** The id by which the product knows it. */
  external_id: string;
};

/**
 * What members can know about the programme before they sign in. Amounts are micro-units of its
 * currency.
 */
export interface ProgramTerms {
  /** Three capital letters (ISO 4217). */
  currency: string;
  /** What inviters earn, by number; every account starts with tier 1. */
  tiers: ProgramTier[];
  /** How long a reward waits before it can be used. */
  hold_period_seconds: number;
  /** How long a click counts, and how old an account may be when it is attributed. */
  attribution_window_seconds: number;
  /** The smallest payout. */
  min_payout_micro: number;
  /** A larger payout needs a fresh sign-in. */
  step_up_payout_micro: number;
  /** Where payouts can be sent. */
  payout_networks: Array<"solana" | "ethereum" | "polygon">;
  /** What becomes of links with a replaced slug: with `alias` they keep working, with `off` they stop attributing. */
  replaced_slugs: "alias" | "off";
  /** Which of several clicks counts. */
  touch: "last" | "first";
  /** How members can sign in here. */
  sign_in_with: Array<"email" | "google" | "wallet">;
  /** Where one-time codes go: with `mail` to the address, with `log` into the server's log, which is allowed on one's own machine only. */
  one_time_codes: "mail" | "log";
}

/** A tier. */
export interface ProgramTier {
  /** Its number. */
  tier: number;
  /** Its name. */
  label: string;
  /** Share of payments in basis points (1500 = 15 %). */
  rate_bps: number;
}

/** The account after a push. */
export interface PushAnswer {
  user: ProductUser;
  attribution: Attributed | null;
}

/** A bill of the product. */
export type PushInvoice = NamedAccount & {
  /** In micro-units. 1 to 2^53-1. */
  amount_micro: number;
  /** Only an `open` one can be paid. */
  status: "open" | "paid" | "void";
  /** What it is for; at most 300 characters. Left out, it stays what it was. */
  description?: string | null;
};

/** Money that an account paid the product. */
export type PushPayment = NamedAccount & {
  /** The product's id of the payment. */
  payment_id: string;
  /** In micro-units. 1 to 2^53-1. */
  amount_micro: number;
  /** The programme's currency, if it is said. */
  currency?: string | null;
  /** When it was paid, at most a day ahead and not before 2000; the time of the first push, if it is not said. */
  paid_at?: string | null;
  /** The invoice that it paid. */
  invoice_id?: string | null;
};

/** Money that went back. */
export interface PushRefund {
  /** The product's id of the refund. */
  refund_id: string;
  /** In micro-units; all refunds in force together are at most the payment. 1 to 2^53-1. */
  amount_micro: number;
}

/** What the product says about its account; what is left out stays. */
export interface PutUser {
  /** Where the account can be reached, or null to forget it. Signs nobody in by itself. */
  email?: string | null;
  /** Whether the product has made sure that the mailbox is the account's. Then it signs in. */
  email_verified?: boolean;
  /** 1 to 80 characters; others see it. A new account without one is called `Member 4F2K`. */
  display_name?: string;
  /** An https address, or null for none. */
  avatar_url?: string | null;
  /** The code that brought the account. Only a new account is attributed. */
  ref_code?: string;
}

/** A payout and what its account owes. */
export type QueueItem = Payout & {
  /** What refunds took back from the account after it had been used. */
  debt_micro: number;
  /** What the account calls itself. */
  display_name: string;
};

/** Why something is done. */
export interface Reason {
  /** Goes into the audit log, which keeps it for ever: no personal data. 1 to 500 characters. */
  reason: string;
}

/** A referral code. Its field names are those of the public contract. */
export interface ReferralCode {
  /** Stays the same for as long as the account holds this text. */
  ID: string;
  /** The account that holds it. */
  UserID: string;
  /** The text that stands in links. */
  Code: string;
  /** `custom` for chosen codes, `uid` for the permanent one. */
  Kind: "custom" | "uid";
  /** When the text was first taken. */
  CreatedAt: string;
  /** Null while active; set when the code is disabled. */
  DisabledAt: string | null;
}

/** A refund. */
export interface Refund {
  /** The product's id. */
  refund_id: string;
  /** The payment it belongs to. */
  payment_id: string;
  /** In micro-units. */
  amount_micro: number;
  /** When it came in. */
  created_at: string;
  /** Since when it is no longer in force; null if it is. */
  voided_at: string | null;
}

/** A refund and what is left of the reward. */
export interface RefundAnswer {
  refund: Refund;
  reward: RewardItem | null;
}

/** An attempt that was refused. */
export interface RefusedAttempt {
  /** When it was made. */
  at: string;
  /** The code as it was seen. */
  code: string;
  /** The rule that decided. */
  reason: "already_attributed" | "too_many_tries" | "unknown_code" | "self_referral" | "inviter_too_new" | "account_too_old" | "already_paid" | "erased_before";
}

/** The payout to ask for. */
export interface RequestPayout {
  /** In micro-units; at least the programme's smallest payout, at most what is available. 1 to 2^53-1. */
  amount_micro: number;
  /** Where it is sent. */
  network: "solana" | "ethereum" | "polygon";
  /**
   * An address of that network: base58 of 32 bytes on Solana, else 0x and 40 hex digits (with
   * the checksum of EIP-55 if capital and small letters are mixed).
   */
  address: string;
}

/** The inviter's share of one payment. Amounts are micro-units of the programme's currency. */
export interface RewardItem {
  /** Later rewards have greater ids. */
  id: string;
  /** Who paid. */
  invitee_user_id: string;
  /** What others see of them. */
  invitee_display?: string | null;
  /** The product's id of the payment. */
  payment_id: string;
  /** What was paid. */
  payment_micro: number;
  /** What of it was refunded. */
  refunded_micro: number;
  /** What remains of the reward: the rate times what was paid and not refunded, rounded down. */
  amount_micro: number;
  /** What of it went into payouts and spends. */
  used_micro: number;
  /** Share of the payment in basis points, as it was when the payment came in. */
  rate_bps: number;
  /** The tier at that moment. */
  tier: number;
  /** `pending` until `unlock_at`, then `available` until nothing is left of it. */
  status: "pending" | "available" | "spent" | "paid_out" | "reversed";
  /** When the payment came in. */
  created_at: string;
  /** From when on it can be used. */
  unlock_at: string;
  /** Since when its payment is fully refunded; null if it is not. */
  reversed_at: string | null;
}

/** How a payout was sent. */
export interface SentPayout {
  /** The transaction on its network. */
  tx_hash: string;
}

/** Sums over time. */
export interface Series {
  /** One for every bucket, oldest first. */
  points: SeriesPoint[];
}

/** The sum of one bucket. */
export interface SeriesPoint {
  /** When the bucket starts. */
  at: string;
  /** What it comes to; 0 if nothing was counted. */
  value: number;
}

/** One signed-in browser or program. */
export interface Session {
  /** Later sign-ins have greater ids. */
  id: string;
  /** Whether it is the one that asks. */
  current: boolean;
  /** How this session was opened. */
  provider: "email" | "google" | "wallet" | "link";
  /** What the browser called itself at the sign-in; may be empty. */
  user_agent: string;
  /** When it signed in. */
  created_at: string;
  /** When it last asked who is signed in (`GET /v1/auth/me`), to within five minutes. */
  last_seen_at: string;
  /** When it ends unless it is used. */
  expires_at: string;
}

/** Every session of the account. */
export interface Sessions {
  /** All of them, never null. */
  items: Session[];
}

/** The slug to take. */
export interface SetSlug {
  /**
   * 3 to 32 of `a-z`, `0-9` and `-`, no `-` at either end. Trimmed and lower-cased before it is
   * checked, so `MyCode` and `mycode` are one slug. Reserved words are refused.
   */
  slug: string;
}

/** A tier. */
export interface SetTier {
  /** Its number in the configuration. */
  tier: number;
  /** Why, for those who look later; 1 to 500 characters. */
  note?: string;
}

/** An account in the eyes of an operator. Amounts are micro-units of the programme's currency. */
export type ShownUser = AccountStanding & {
  /** The account. */
  user_id: string;
  /** Invitees with a payment that is not fully refunded. */
  paid_invitees_inf: number;
  /** Whether an operator holds its payouts back. */
  payouts_frozen: boolean;
  /** What was decided lately, at most 50, newest first; never null. */
  recent_attributions: DecidedEvent[];
  /** Every code, newest first. Those of an erased account are `erased`, without their text. */
  codes: ListedCode[];
  /** When the account was erased; null if it was not. */
  erased_at: string | null;
};

/** Every way to sign in to the account. */
export interface SignInIdentities {
  /** All of them, never null; at most 20. */
  items: SignInIdentity[];
}

/** A way to sign in. */
export interface SignInIdentity {
  /** Names it here; stays the same when it is given up and added again. */
  id: string;
  /** Who vouches for it. */
  provider: "email" | "google" | "wallet";
  /** The e-mail address, that of the Google account, or the address of the wallet. */
  subject: string;
  /** The chain of a wallet; only there. */
  chain?: "evm" | "solana";
  /** When the account got it. */
  created_at: string;
}

/** A link that signs one account in. */
export interface SignInLink {
  /** Where to send the member, at once. The token stands behind the `#`. */
  url: string;
  /** When it stops working: a minute from now. */
  expires_at: string;
}

/** Whether a slug can be had. */
export interface SlugChecked {
  /** In its normalised form. */
  slug: string;
  /** Whether setting it would succeed right now. */
  available: boolean;
  /** The error that setting it would meet; null if none. */
  reason: "slug_taken" | "slug_invalid" | "slug_reserved" | "slug_limit_reached" | null;
}

/** The invoice to pay. */
export interface SpendOnInvoice {
  /** The product's id of an open invoice. */
  invoice_id: string;
  /** Exactly the invoice's amount, in micro-units. 1 to 2^53-1. */
  amount_micro: number;
}

/** Where to send a code. */
export interface StartEmail {
  /** An e-mail address; trimmed and lower-cased. */
  email: string;
}

/** A tier before and after. */
export interface TierAnswer {
  /** Before. */
  old_tier: number;
  /** From now on. */
  new_tier: number;
}

/** What everything has come to. Amounts are micro-units of the programme's currency. */
export interface Totals {
  /** Clicks on share links. */
  clicks: number;
  /** Accounts. */
  accounts: number;
  /** Accounts with an inviter. */
  invited_accounts: number;
  /** Those of them with a payment that is not fully refunded. */
  paying_invited_accounts: number;
  /** What all accounts paid, net of refunds. */
  paid_micro: number;
  /** Rewards within their hold period, as last settled. */
  pending_micro: number;
  /** Rewards that can be used, as last settled. */
  available_micro: number;
  /** What refunds took back after it had been used. */
  debt_micro: number;
  /** All rewards, net of refunds. */
  lifetime_micro: number;
  /** One for every status. */
  payouts: PayoutTotals[];
}

/** An account. */
export interface User {
  /** Never changes. */
  id: string;
  /** The address it signs in with. */
  email: string | null;
  /** What others see; never taken from the address. */
  display_name: string;
  /** An https address. */
  avatar_url: string | null;
  /** When the account was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

/** An answer that holds an account. */
export interface UserAnswer {
  user: User;
}

/** How far the verification has come. */
export interface Verification {
  /** Whether everything that this call looked at is right. */
  clean: boolean;
  /** Accounts that this call looked at. */
  accounts: number;
  /** What is not right; at most about a hundred. */
  differences: Difference[];
  /** For the next call as `?cursor=`; null when every account was looked at. */
  next_cursor: string | null;
}

/** A code and the request it answers. */
export interface VerifyEmail {
  /** From `auth/email/start`. */
  request_id: string;
  /** As in the mail; spaces and case do not matter. */
  code: string;
}

/** The token of a link. */
export interface VerifyLink {
  /** What stands behind `#link=`. */
  token: string;
}

/** A signed text. */
export interface VerifyWallet {
  /** From `auth/wallet/challenge`. */
  nonce: string;
  /** The address that was challenged; of an EVM address the case does not matter. */
  address: string;
  /** Whose form the address has. */
  chain: "evm" | "solana";
  /**
   * evm: 65 bytes (R, S, V) in hexadecimal with or without 0x, as `personal_sign` answers them.
   * solana: 64 bytes in base58, base64 or hexadecimal.
   */
  signature: string;
}

/** What to sign. */
export interface WalletChallenge {
  /** Goes back with the signature. */
  nonce: string;
  /** The text, in the form of EIP-4361: to be signed as it is. */
  message: string;
}
