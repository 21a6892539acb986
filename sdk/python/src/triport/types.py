"""The API's objects. Made from api/openapi.json by tools/generate.py.

Times are RFC 3339 text in UTC, amounts integers of micro-units (1_000_000 is one unit of the currency).
"""

import sys
from typing import Any, Literal, Optional

if sys.version_info >= (3, 11):
    from typing import NotRequired, TypedDict
else:
    from typing_extensions import NotRequired, TypedDict


class ExportedAccount(TypedDict):
    """The account itself."""

    user_id: str
    """Never changes."""
    external_id: Optional[str]
    """The id by which the product knows it; null if the product does not."""
    email: Optional[str]
    """Where it can be reached."""
    display_name: str
    """What others see."""
    avatar_url: Optional[str]
    """An https address."""
    created_at: str
    """When it was made."""
    updated_at: str
    """When it was last changed."""


class Balance(TypedDict):
    """What a member has earned."""

    pending_micro: int
    """Not yet unlocked."""
    available_micro: int
    """Ready to be paid out or spent."""
    lifetime_micro: int
    """All rewards, net of refunds."""
    debt_micro: int
    """What refunds took back after it had been used; later rewards pay it first."""


class AccountStanding(TypedDict):
    """What a member and operators see alike of an account."""

    primary_code: str
    """The permanent `uid` code."""
    custom_slug: Optional[str]
    """The chosen slug; null while there is none."""
    tier: int
    """Number of the tier."""
    tier_label: str
    """Name of the tier."""
    rate_bps: int
    """Share of payments in basis points (1500 = 15 %)."""
    balance: Balance
    next_unlock_at: Optional[str]
    """When the first of what is pending becomes available; null while nothing is pending."""
    inviter_display: Optional[str]
    """The name of the member who invited this one; null if nobody did."""
    share_url: str
    """The link to share: with the slug, or with the `uid` code while there is no slug."""
    clicks: int
    """Visits through the codes of this account."""
    signups: int
    """Accounts attributed to this one."""


class Overview(AccountStanding):
    """A member's overview. Amounts are micro-units of the programme's currency."""

    paid_invitees: int
    """Invitees with a payment that is not fully refunded."""


class ExportedIdentity(TypedDict):
    """A way to sign in."""

    provider: str
    """`email`, `google` or `wallet`."""
    subject: str
    """The address, or what the provider calls the person."""
    email: NotRequired[str]
    """The address that the provider vouches for; only where that is not the subject."""
    created_at: str
    """Since when."""


class ExportedSession(TypedDict):
    """A session."""

    id: str
    """Its identity, which opens nothing."""
    provider: str
    """How the account signed in."""
    user_agent: str
    """What the browser called itself."""
    created_at: str
    """When the account signed in."""
    last_seen_at: str
    """When it was last extended."""
    expires_at: str
    """When it ends."""


ReferralCodeKind = Literal["custom", "uid"]


class ReferralCode(TypedDict):
    """A referral code. Its field names are those of the public contract."""

    ID: str
    """Stays the same for as long as the account holds this text."""
    UserID: str
    """The account that holds it."""
    Code: str
    """The text that stands in links."""
    Kind: ReferralCodeKind
    """`custom` for chosen codes, `uid` for the permanent one."""
    CreatedAt: str
    """When the text was first taken."""
    DisabledAt: Optional[str]
    """Null while active; set when the code is disabled."""


ListedCodeState = Literal["active", "alias", "disabled", "erased"]


class ListedCode(ReferralCode):
    """A referral code and what it is worth today."""

    State: ListedCodeState
    """An `alias` was replaced, and links with it still work."""


AttributionAnswerSource = Literal["cookie", "claim", "server", "operator"]

RefusedAttemptReason = Literal[
    "already_attributed",
    "too_many_tries",
    "unknown_code",
    "self_referral",
    "inviter_too_new",
    "account_too_old",
    "already_paid",
    "erased_before",
]


class RefusedAttempt(TypedDict):
    """An attempt that was refused."""

    at: str
    """When it was made."""
    code: str
    """The code as it was seen."""
    reason: RefusedAttemptReason
    """The rule that decided."""


class AttributionAnswer(TypedDict):
    """How the account was attributed."""

    attributed: bool
    """Whether the account has an inviter."""
    inviter_display: Optional[str]
    """What the inviter calls itself; null if there is none."""
    at: Optional[str]
    """When the attribution was made; null if there is none."""
    source: Optional[AttributionAnswerSource]
    """Where the code came from; null if there is no inviter."""
    refusals: list[RefusedAttempt]
    """Attempts that were refused, newest first; the last fifty."""


class ExportBegin(TypedDict):
    """What an account has a handful of."""

    exported_at: str
    """When the export began."""
    account: ExportedAccount
    overview: Overview
    identities: list[ExportedIdentity]
    """The ways to sign in."""
    sessions: list[ExportedSession]
    """Open sessions, newest first."""
    codes: list[ListedCode]
    """Every code, newest first."""
    attribution: AttributionAnswer


class ExportedDecision(TypedDict):
    """Something that was decided about the account; what its kind does not have is null."""

    kind: str
    """`signup`, `first_paid`, `rejected` or `tier_changed`."""
    at: str
    """When."""
    counterpart_user_id: Optional[str]
    """The invitee that it is about; null if it is about the account itself."""
    code: Optional[str]
    """The code as it was seen."""
    source: Optional[str]
    """Where the code came from: `cookie`, `claim`, `server` or `operator`."""
    reason: Optional[str]
    """The rule that refused."""
    click_at: Optional[str]
    """When the account followed a link before."""
    click_path: Optional[str]
    """The page on which that visit began."""
    old_tier: Optional[int]
    """The tier before."""
    new_tier: Optional[int]
    """The tier after."""
    note: Optional[str]
    """What an operator said about it."""


class Invitee(TypedDict):
    """An invitee as its inviter sees it: no address, nothing else that is personal."""

    user_id: str
    """Its account."""
    display_name: str
    """What it calls itself."""
    signed_at: str
    """When its account was made."""
    total_paid_micro: int
    """What it has paid, net of refunds."""


RewardItemStatus = Literal["pending", "available", "spent", "paid_out", "reversed"]


class RewardItem(TypedDict):
    """The inviter's share of one payment. Amounts are micro-units of the programme's currency."""

    id: str
    """Later rewards have greater ids."""
    invitee_user_id: str
    """Who paid."""
    invitee_display: NotRequired[Optional[str]]
    """What others see of them."""
    payment_id: str
    """The product's id of the payment."""
    payment_micro: int
    """What was paid."""
    refunded_micro: int
    """What of it was refunded."""
    amount_micro: int
    """What remains of the reward: the rate times what was paid and not refunded, rounded down."""
    used_micro: int
    """What of it went into payouts and spends."""
    rate_bps: int
    """Share of the payment in basis points, as it was when the payment came in."""
    tier: int
    """The tier at that moment."""
    status: RewardItemStatus
    """`pending` until `unlock_at`, then `available` until nothing is left of it."""
    created_at: str
    """When the payment came in."""
    unlock_at: str
    """From when on it can be used."""
    reversed_at: Optional[str]
    """Since when its payment is fully refunded; null if it is not."""


class ExportedPayment(TypedDict):
    """A payment of the account."""

    payment_id: str
    """The product's id."""
    amount_micro: int
    """What was paid."""
    refunded_micro: int
    """Refunds in force."""
    currency: str
    """The programme's."""
    paid_at: str
    """When it was paid."""
    invoice_id: Optional[str]
    """The invoice that it paid; null if nothing was said."""


class ExportedRefund(TypedDict):
    """A refund of one of the account's payments."""

    refund_id: str
    """The product's id."""
    payment_id: str
    """The payment that it belongs to."""
    amount_micro: int
    """What went back."""
    created_at: str
    """When it came in."""
    voided_at: Optional[str]
    """Since when it is no longer in force; null while it is."""


PayoutNetwork = Literal["solana", "ethereum", "polygon"]

PayoutStatus = Literal["requested", "processing", "sent", "failed", "cancelled"]


class Payout(TypedDict):
    """A withdrawal."""

    id: str
    """Later payouts have greater ids."""
    user_id: str
    """Who asked for it."""
    amount_micro: int
    """In micro-units of the programme's currency."""
    network: PayoutNetwork
    """Where it is sent."""
    address: str
    """Where it goes."""
    status: PayoutStatus
    """A `requested` one can be cancelled; `sent`, `failed` and `cancelled` are final."""
    tx_hash: NotRequired[str]
    """The transaction that sent it; left out before."""
    note: NotRequired[str]
    """What the operator says about it; left out if nothing."""
    requested_at: str
    """When it was asked for."""
    completed_at: NotRequired[str]
    """When it became final; left out before."""


InvoiceStatus = Literal["open", "paid", "void"]

InvoicePaidBy = Literal["credit", "external"]


class Invoice(TypedDict):
    """A bill of the product."""

    id: str
    """The product's id."""
    amount_micro: int
    """In micro-units of the programme's currency."""
    status: InvoiceStatus
    """Only an `open` one can be paid."""
    description: NotRequired[str]
    """What it is for; left out if nothing was said."""
    paid_by: NotRequired[InvoicePaidBy]
    """`credit` if rewards of the account paid it."""


class ExportedLine(TypedDict):
    """A line of the ledger."""

    transaction_id: str
    """The transaction, whose lines sum to zero."""
    account: str
    """The account of the ledger."""
    amount_micro: int
    """Below zero it left the account."""
    reason: str
    """Why."""
    subject_id: str
    """What it explains: a reward, a payout or a spend."""
    posted_at: str
    """When it was written."""
    effective_at: str
    """From when on it counts."""


class AccountExport(ExportBegin):
    """Everything about an account. Amounts are micro-units of the programme's currency."""

    decisions: list[ExportedDecision]
    """What was decided about the account, oldest first."""
    invitees: list[Invitee]
    """Accounts attributed to this one, the youngest first; nothing else of them."""
    rewards: list[RewardItem]
    """Newest first."""
    payments: list[ExportedPayment]
    """What the account paid, by id."""
    refunds: list[ExportedRefund]
    """What was refunded of it, by id."""
    payouts: list[Payout]
    """Newest first."""
    invoices: list[Invoice]
    """Newest first."""
    ledger: list[ExportedLine]
    """Every line of the ledger of this account; those of one transaction sum to zero."""


class NamedAccount(TypedDict):
    """An account in a body, by exactly one of three fields. Flatten it into the body's type."""

    user_id: NotRequired[str]
    """The account's id here. Exactly one of `user_id`, `external_id` and `email` is given."""
    external_id: NotRequired[str]
    """The product's own id of the account."""
    email: NotRequired[str]
    """The address that signs in to the account."""


class AttributeAccount(TypedDict):
    """Who was brought by which code."""

    invitee: NamedAccount
    code: str
    """A code of the inviter."""
    backfill: NotRequired[bool]
    """Whether earlier payments earn something too: what is left of them after refunds, at most 1 000,
    at today's rate, unlocked after a hold period from now. What comes back when a refund is voided
    later earns as well.
    """


AttributedReason = Literal[
    "no_cookie",
    "already_attributed",
    "too_many_tries",
    "unknown_code",
    "self_referral",
    "inviter_too_new",
    "account_too_old",
    "already_paid",
    "erased_before",
    "internal",
]


class Attributed(TypedDict):
    """What became of an attempt."""

    attributed: bool
    """Whether the account has an inviter through this attempt."""
    reason: NotRequired[AttributedReason]
    """Why not; the first that holds, in this order. Left out on success."""


class AuditEntry(TypedDict):
    """One thing that an operator did."""

    id: str
    """Later entries have greater ids."""
    at: str
    """When it was done."""
    operator: str
    """The name of the token; `admin` is that of the configuration, `command-line` the program itself."""
    action: str
    """What was done."""
    user_id: Optional[str]
    """The account that it concerns; null if it concerns none."""
    fields: dict[str, Any]
    """Ids, numbers, names of changed fields, and the reason that the operator gave."""


ChallengeWalletChain = Literal["evm", "solana"]


class ChallengeWallet(TypedDict):
    """Who will sign."""

    address: str
    """evm: 0x and 40 hex digits; solana: base58 of 32 bytes."""
    chain: ChallengeWalletChain
    """Whose form the address has."""


class ChangeMe(TypedDict):
    """What to change; what is left out stays."""

    display_name: NotRequired[str]
    """1 to 80 characters; others see it."""
    avatar_url: NotRequired[Optional[str]]
    """An https address, or null for none."""


class ClaimCode(TypedDict):
    """A code that the member was told."""

    code: str
    """A `uid` code or a slug; trimmed and lower-cased."""


class CodeAnswer(TypedDict):
    """An answer that holds a code."""

    code: ReferralCode


class Codes(TypedDict):
    """Every code of the account."""

    items: list[ListedCode]
    """All of them, never null."""


class DecidedEvent(TypedDict):
    """Something that was decided about an account; what its kind does not have is null."""

    kind: str
    """`signup`, `first_paid`, `rejected` or `tier_changed`."""
    at: str
    """When."""
    code: Optional[str]
    """The code as it was seen."""
    source: Optional[str]
    """Where the code came from: `cookie`, `claim`, `server` or `operator`."""
    reason: Optional[str]
    """The rule that refused."""
    click_at: Optional[str]
    """When a link was followed before, as the visitor's browser says."""
    click_path: Optional[str]
    """The page on which that visit began."""
    counterpart_user_id: Optional[str]
    """The account on the other side."""
    old_tier: Optional[int]
    """The tier before."""
    new_tier: Optional[int]
    """The tier after."""
    note: Optional[str]
    """What the operator said about it."""


class Difference(TypedDict):
    """Two figures that should be equal."""

    user_id: str
    """The account."""
    what: str
    """What was compared."""
    subject_id: Optional[str]
    """The row, if it is one of many."""
    kept_micro: int
    """What is kept: micro-units, or a number of what is counted."""
    explained_micro: int
    """What the entries and rows behind it say."""


class DirectoryUser(TypedDict):
    """An account in the directory."""

    user_id: str
    """Never changes."""
    external_id: Optional[str]
    """The id by which the product knows it; null if the product does not."""
    email: Optional[str]
    """Where it can be reached."""
    display_name: str
    """What others see."""
    created_at: str
    """When it was made."""
    tier: int
    """Number of the tier."""
    primary_code: str
    """The permanent `uid` code."""
    custom_slug: Optional[str]
    """The chosen slug; null while there is none."""
    erased_at: Optional[str]
    """When the account was erased; null if it was not."""


class Done(TypedDict):
    """The answer of calls that have nothing else to say."""

    ok: bool
    """Always true."""


class EmailStarted(TypedDict):
    """What to hold while the mail travels."""

    request_id: str
    """Goes back with the code to `auth/email/verify`."""


class Ended(TypedDict):
    """How many sessions were ended."""

    ended: int
    """All but the one that asks."""


ErrorError = Literal[
    "invalid_json",
    "invalid_args",
    "invalid_email",
    "invalid_request",
    "invalid_code",
    "invalid_nonce",
    "address_mismatch",
    "invalid_signature",
    "invalid_user_id",
    "invalid_payout_id",
    "invalid_tier",
    "invalid_network",
    "invalid_address",
    "tx_hash_required",
    "payout_below_min",
    "balance_insufficient",
    "amount_mismatch",
    "slug_invalid",
    "unauthenticated",
    "admin_token_unset",
    "admin_token_invalid",
    "csrf_invalid",
    "csrf_missing",
    "payouts_frozen",
    "fresh_sign_in_required",
    "forbidden",
    "not_found",
    "user_not_found",
    "session_not_found",
    "identity_not_found",
    "code_not_found",
    "payment_not_found",
    "refund_not_found",
    "invoice_not_found",
    "invoice_not_eligible",
    "payout_not_found",
    "method_not_allowed",
    "slug_reserved",
    "slug_taken",
    "slug_limit_reached",
    "email_taken",
    "identity_taken",
    "last_identity",
    "identity_limit_reached",
    "payout_not_actionable",
    "payout_in_flight",
    "balance_would_be_forfeited",
    "user_erased",
    "payment_conflict",
    "refund_exceeds_payment",
    "refund_conflict",
    "invoice_conflict",
    "idempotency_in_flight",
    "idempotency_conflict",
    "rate_limited",
    "google_disabled",
    "google_unavailable",
    "invalid_host",
    "misdirected_request",
    "headers_too_large",
    "internal",
    "logout_failed",
    "unavailable",
]


class Error(TypedDict):
    """The one envelope of every error."""

    error: ErrorError
    """The tag; the contract."""
    message: str
    """For people; may change at any time."""
    request_id: str
    """Finds this request in the server's log; also the header `X-Request-Id`."""
    retry_after: NotRequired[int]
    """Seconds to wait, with `rate_limited`."""
    forfeit_micro: NotRequired[int]
    """What would be lost, in micro-units, with `balance_would_be_forfeited`."""


class FailedPayout(TypedDict):
    """Why a payout could not be sent."""

    reason: NotRequired[Optional[str]]
    """For the member, who reads it."""


class GooglePage(TypedDict):
    """Where to go to add a Google account."""

    url: str
    """To be navigated to, within 10 minutes and in this browser."""


class Health(TypedDict):
    """The state of the process."""

    status: str
    """`ok`, or there is no such answer."""


class MakeSignInLink(NamedAccount):
    """Whom the link signs in."""


class User(TypedDict):
    """An account."""

    id: str
    """Never changes."""
    email: Optional[str]
    """The address it signs in with."""
    display_name: str
    """What others see; never taken from the address."""
    avatar_url: Optional[str]
    """An https address."""
    created_at: str
    """When the account was made."""
    updated_at: str
    """When it was last changed."""


MeProvider = Literal["email", "google", "wallet", "link"]


class Me(TypedDict):
    """The signed-in account and how it signed in."""

    user: User
    provider: MeProvider
    """How this session was opened."""


class OwnedInvoice(Invoice):
    """An invoice and whose it is."""

    user_id: str
    """Who is to pay it."""
    created_at: str
    """When it was first pushed."""
    updated_at: str
    """When its status last changed."""


class Payment(TypedDict):
    """A payment."""

    payment_id: str
    """The product's id."""
    user_id: str
    """Who paid."""
    amount_micro: int
    """In micro-units."""
    refunded_micro: int
    """Refunds in force."""
    currency: str
    """The programme's."""
    paid_at: str
    """When it was paid."""
    invoice_id: Optional[str]
    """The invoice that it paid; null if nothing was said."""


class PaymentAnswer(TypedDict):
    """A payment and what it earned."""

    payment: Payment
    reward: Optional[RewardItem]


PayoutTotalsStatus = Literal["requested", "processing", "sent", "failed", "cancelled"]


class PayoutTotals(TypedDict):
    """Payouts of one status."""

    status: PayoutTotalsStatus
    """A `requested` one can be cancelled; `sent`, `failed` and `cancelled` are final."""
    count: int
    """How many."""
    amount_micro: int
    """How much."""


class ProductUser(User):
    """An account of the product."""

    external_id: str
    """The id by which the product knows it."""


class ProgramTier(TypedDict):
    """A tier."""

    tier: int
    """Its number."""
    label: str
    """Its name."""
    rate_bps: int
    """Share of payments in basis points (1500 = 15 %)."""


ProgramTermsPayoutNetworksItem = Literal["solana", "ethereum", "polygon"]

ProgramTermsReplacedSlugs = Literal["alias", "off"]

ProgramTermsTouch = Literal["last", "first"]

ProgramTermsSignInWithItem = Literal["email", "google", "wallet"]

ProgramTermsOneTimeCodes = Literal["mail", "log"]


class ProgramTerms(TypedDict):
    """What members can know about the programme before they sign in.

    Amounts are micro-units of its currency.
    """

    currency: str
    """Three capital letters (ISO 4217)."""
    tiers: list[ProgramTier]
    """What inviters earn, by number; every account starts with tier 1."""
    hold_period_seconds: int
    """How long a reward waits before it can be used."""
    attribution_window_seconds: int
    """How long a click counts, and how old an account may be when it is attributed."""
    min_payout_micro: int
    """The smallest payout."""
    step_up_payout_micro: int
    """A larger payout needs a fresh sign-in."""
    payout_networks: list[ProgramTermsPayoutNetworksItem]
    """Where payouts can be sent."""
    replaced_slugs: ProgramTermsReplacedSlugs
    """What becomes of links with a replaced slug: with `alias` they keep working, with `off` they
    stop attributing.
    """
    touch: ProgramTermsTouch
    """Which of several clicks counts."""
    sign_in_with: list[ProgramTermsSignInWithItem]
    """How members can sign in here."""
    one_time_codes: ProgramTermsOneTimeCodes
    """Where one-time codes go: with `mail` to the address, with `log` into the server's log, which is
    allowed on one's own machine only.
    """


class PushAnswer(TypedDict):
    """The account after a push."""

    user: ProductUser
    attribution: Optional[Attributed]


PushInvoiceStatus = Literal["open", "paid", "void"]


class PushInvoice(NamedAccount):
    """A bill of the product."""

    amount_micro: int
    """In micro-units."""
    status: PushInvoiceStatus
    """Only an `open` one can be paid."""
    description: NotRequired[Optional[str]]
    """What it is for; at most 300 characters. Left out, it stays what it was."""


class PushPayment(NamedAccount):
    """Money that an account paid the product."""

    payment_id: str
    """The product's id of the payment."""
    amount_micro: int
    """In micro-units."""
    currency: NotRequired[Optional[str]]
    """The programme's currency, if it is said."""
    paid_at: NotRequired[Optional[str]]
    """When it was paid, at most a day ahead and not before 2000; the time of the first push, if it is
    not said.
    """
    invoice_id: NotRequired[Optional[str]]
    """The invoice that it paid."""


class PushRefund(TypedDict):
    """Money that went back."""

    refund_id: str
    """The product's id of the refund."""
    amount_micro: int
    """In micro-units; all refunds in force together are at most the payment."""


class PutUser(TypedDict):
    """What the product says about its account; what is left out stays."""

    email: NotRequired[Optional[str]]
    """Where the account can be reached, or null to forget it. Signs nobody in by itself."""
    email_verified: NotRequired[bool]
    """Whether the product has made sure that the mailbox is the account's. Then it signs in."""
    display_name: NotRequired[str]
    """1 to 80 characters; others see it. A new account without one is called `Member 4F2K`."""
    avatar_url: NotRequired[Optional[str]]
    """An https address, or null for none."""
    ref_code: NotRequired[str]
    """The code that brought the account. Only a new account is attributed."""


class QueueItem(Payout):
    """A payout and what its account owes."""

    debt_micro: int
    """What refunds took back from the account after it had been used."""
    display_name: str
    """What the account calls itself."""


class Reason(TypedDict):
    """Why something is done."""

    reason: str
    """Goes into the audit log, which keeps it for ever: no personal data. 1 to 500 characters."""


class Refund(TypedDict):
    """A refund."""

    refund_id: str
    """The product's id."""
    payment_id: str
    """The payment it belongs to."""
    amount_micro: int
    """In micro-units."""
    created_at: str
    """When it came in."""
    voided_at: Optional[str]
    """Since when it is no longer in force; null if it is."""


class RefundAnswer(TypedDict):
    """A refund and what is left of the reward."""

    refund: Refund
    reward: Optional[RewardItem]


RequestPayoutNetwork = Literal["solana", "ethereum", "polygon"]


class RequestPayout(TypedDict):
    """The payout to ask for."""

    amount_micro: int
    """In micro-units; at least the programme's smallest payout, at most what is available."""
    network: RequestPayoutNetwork
    """Where it is sent."""
    address: str
    """An address of that network: base58 of 32 bytes on Solana, else 0x and 40 hex digits (with the
    checksum of EIP-55 if capital and small letters are mixed).
    """


class SentPayout(TypedDict):
    """How a payout was sent."""

    tx_hash: str
    """The transaction on its network."""


class SeriesPoint(TypedDict):
    """The sum of one bucket."""

    at: str
    """When the bucket starts."""
    value: int
    """What it comes to; 0 if nothing was counted."""


class Series(TypedDict):
    """Sums over time."""

    points: list[SeriesPoint]
    """One for every bucket, oldest first."""


SessionProvider = Literal["email", "google", "wallet", "link"]


class Session(TypedDict):
    """One signed-in browser or program."""

    id: str
    """Later sign-ins have greater ids."""
    current: bool
    """Whether it is the one that asks."""
    provider: SessionProvider
    """How this session was opened."""
    user_agent: str
    """What the browser called itself at the sign-in; may be empty."""
    created_at: str
    """When it signed in."""
    last_seen_at: str
    """When it last asked who is signed in (`GET /v1/auth/me`), to within five minutes."""
    expires_at: str
    """When it ends unless it is used."""


class Sessions(TypedDict):
    """Every session of the account."""

    items: list[Session]
    """All of them, never null."""


class SetSlug(TypedDict):
    """The slug to take."""

    slug: str
    """3 to 32 of `a-z`, `0-9` and `-`, no `-` at either end.

    Trimmed and lower-cased before it is checked, so `MyCode` and `mycode` are one slug. Reserved
    words are refused.
    """


class SetTier(TypedDict):
    """A tier."""

    tier: int
    """Its number in the configuration."""
    note: NotRequired[str]
    """Why, for those who look later; 1 to 500 characters."""


class ShownUser(AccountStanding):
    """An account in the eyes of an operator. Amounts are micro-units of the programme's currency."""

    user_id: str
    """The account."""
    paid_invitees_inf: int
    """Invitees with a payment that is not fully refunded."""
    payouts_frozen: bool
    """Whether an operator holds its payouts back."""
    recent_attributions: list[DecidedEvent]
    """What was decided lately, at most 50, newest first; never null."""
    codes: list[ListedCode]
    """Every code, newest first. Those of an erased account are `erased`, without their text."""
    erased_at: Optional[str]
    """When the account was erased; null if it was not."""


SignInIdentityProvider = Literal["email", "google", "wallet"]

SignInIdentityChain = Literal["evm", "solana"]


class SignInIdentity(TypedDict):
    """A way to sign in."""

    id: str
    """Names it here; stays the same when it is given up and added again."""
    provider: SignInIdentityProvider
    """Who vouches for it."""
    subject: str
    """The e-mail address, that of the Google account, or the address of the wallet."""
    chain: NotRequired[SignInIdentityChain]
    """The chain of a wallet; only there."""
    created_at: str
    """When the account got it."""


class SignInIdentities(TypedDict):
    """Every way to sign in to the account."""

    items: list[SignInIdentity]
    """All of them, never null; at most 20."""


class SignInLink(TypedDict):
    """A link that signs one account in."""

    url: str
    """Where to send the member, at once. The token stands behind the `#`."""
    expires_at: str
    """When it stops working: a minute from now."""


SlugCheckedReason = Literal["slug_taken", "slug_invalid", "slug_reserved", "slug_limit_reached"]


class SlugChecked(TypedDict):
    """Whether a slug can be had."""

    slug: str
    """In its normalised form."""
    available: bool
    """Whether setting it would succeed right now."""
    reason: Optional[SlugCheckedReason]
    """The error that setting it would meet; null if none."""


class SpendOnInvoice(TypedDict):
    """The invoice to pay."""

    invoice_id: str
    """The product's id of an open invoice."""
    amount_micro: int
    """Exactly the invoice's amount, in micro-units."""


class StartEmail(TypedDict):
    """Where to send a code."""

    email: str
    """An e-mail address; trimmed and lower-cased."""


class TierAnswer(TypedDict):
    """A tier before and after."""

    old_tier: int
    """Before."""
    new_tier: int
    """From now on."""


class Totals(TypedDict):
    """What everything has come to. Amounts are micro-units of the programme's currency."""

    clicks: int
    """Clicks on share links."""
    accounts: int
    """Accounts."""
    invited_accounts: int
    """Accounts with an inviter."""
    paying_invited_accounts: int
    """Those of them with a payment that is not fully refunded."""
    paid_micro: int
    """What all accounts paid, net of refunds."""
    pending_micro: int
    """Rewards within their hold period, as last settled."""
    available_micro: int
    """Rewards that can be used, as last settled."""
    debt_micro: int
    """What refunds took back after it had been used."""
    lifetime_micro: int
    """All rewards, net of refunds."""
    payouts: list[PayoutTotals]
    """One for every status."""


class UserAnswer(TypedDict):
    """An answer that holds an account."""

    user: User


class Verification(TypedDict):
    """How far the verification has come."""

    clean: bool
    """Whether everything that this call looked at is right."""
    accounts: int
    """Accounts that this call looked at."""
    differences: list[Difference]
    """What is not right; at most about a hundred."""
    next_cursor: Optional[str]
    """For the next call as `?cursor=`; null when every account was looked at."""


class VerifyEmail(TypedDict):
    """A code and the request it answers."""

    request_id: str
    """From `auth/email/start`."""
    code: str
    """As in the mail; spaces and case do not matter."""


class VerifyLink(TypedDict):
    """The token of a link."""

    token: str
    """What stands behind `#link=`."""


VerifyWalletChain = Literal["evm", "solana"]


class VerifyWallet(TypedDict):
    """A signed text."""

    nonce: str
    """From `auth/wallet/challenge`."""
    address: str
    """The address that was challenged; of an EVM address the case does not matter."""
    chain: VerifyWalletChain
    """Whose form the address has."""
    signature: str
    """evm: 65 bytes (R, S, V) in hexadecimal with or without 0x, as `personal_sign` answers them.

    solana: 64 bytes in base58, base64 or hexadecimal.
    """


class WalletChallenge(TypedDict):
    """What to sign."""

    nonce: str
    """Goes back with the signature."""
    message: str
    """The text, in the form of EIP-4361: to be signed as it is."""


SeriesMetric = Literal["clicks", "signups", "earnings"]

SeriesBucket = Literal["day", "week", "month"]

ErrorCode = Literal[
    "invalid_json",
    "invalid_args",
    "invalid_email",
    "invalid_request",
    "invalid_code",
    "invalid_nonce",
    "address_mismatch",
    "invalid_signature",
    "invalid_user_id",
    "invalid_payout_id",
    "invalid_tier",
    "invalid_network",
    "invalid_address",
    "tx_hash_required",
    "payout_below_min",
    "balance_insufficient",
    "amount_mismatch",
    "slug_invalid",
    "unauthenticated",
    "admin_token_unset",
    "admin_token_invalid",
    "csrf_invalid",
    "csrf_missing",
    "payouts_frozen",
    "fresh_sign_in_required",
    "forbidden",
    "not_found",
    "user_not_found",
    "session_not_found",
    "identity_not_found",
    "code_not_found",
    "payment_not_found",
    "refund_not_found",
    "invoice_not_found",
    "invoice_not_eligible",
    "payout_not_found",
    "method_not_allowed",
    "slug_reserved",
    "slug_taken",
    "slug_limit_reached",
    "email_taken",
    "identity_taken",
    "last_identity",
    "identity_limit_reached",
    "payout_not_actionable",
    "payout_in_flight",
    "balance_would_be_forfeited",
    "user_erased",
    "payment_conflict",
    "refund_exceeds_payment",
    "refund_conflict",
    "invoice_conflict",
    "idempotency_in_flight",
    "idempotency_conflict",
    "rate_limited",
    "google_disabled",
    "google_unavailable",
    "invalid_host",
    "misdirected_request",
    "headers_too_large",
    "internal",
    "logout_failed",
    "unavailable",
]
