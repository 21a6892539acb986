"""Every operation of the API. Made from api/openapi.json by tools/generate.py."""

from __future__ import annotations

from typing import Final

from . import types as t
from ._operation import Access, Operation, Repeat
from ._page import Page

ADMIN_ATTRIBUTE: Final[Operation[t.Attributed]] = Operation(
    "admin_attribute",
    "POST",
    "/v1/admin/referrals/attributions",
    Access.OPERATOR,
    Repeat.NEVER,
    ("attributed",),
)
ADMIN_AUDIT: Final[Operation[Page[t.AuditEntry]]] = Operation(
    "admin_audit", "GET", "/v1/admin/audit", Access.OPERATOR, Repeat.ALWAYS, ("items", "next_cursor")
)
ADMIN_DISABLE_CODE: Final[Operation[t.Done]] = Operation(
    "admin_disable_code", "POST", "/v1/admin/codes/{code}/disable", Access.OPERATOR, Repeat.NEVER, ("ok",)
)
ADMIN_ERASE_USER: Final[Operation[t.Done]] = Operation(
    "admin_erase_user", "DELETE", "/v1/admin/users/{external_id}", Access.OPERATOR, Repeat.NEVER, ("ok",)
)
ADMIN_FREEZE_PAYOUTS: Final[Operation[t.Done]] = Operation(
    "admin_freeze_payouts",
    "POST",
    "/v1/admin/users/{user}/freeze-payouts",
    Access.OPERATOR,
    Repeat.NEVER,
    ("ok",),
)
ADMIN_INVOICE: Final[Operation[t.OwnedInvoice]] = Operation(
    "admin_invoice",
    "GET",
    "/v1/admin/invoices/{invoice_id}",
    Access.OPERATOR,
    Repeat.ALWAYS,
    ("amount_micro", "created_at", "id", "status", "updated_at", "user_id"),
)
ADMIN_INVOICES: Final[Operation[Page[t.OwnedInvoice]]] = Operation(
    "admin_invoices", "GET", "/v1/admin/invoices", Access.OPERATOR, Repeat.ALWAYS, ("items", "next_cursor")
)
ADMIN_PAYOUTS: Final[Operation[Page[t.QueueItem]]] = Operation(
    "admin_payouts",
    "GET",
    "/v1/admin/referrals/payouts",
    Access.OPERATOR,
    Repeat.ALWAYS,
    ("items", "next_cursor"),
)
ADMIN_PAYOUT_FAILED: Final[Operation[t.Done]] = Operation(
    "admin_payout_failed",
    "POST",
    "/v1/admin/referrals/payouts/{id}/failed",
    Access.OPERATOR,
    Repeat.NEVER,
    ("ok",),
)
ADMIN_PAYOUT_PROCESSING: Final[Operation[t.Done]] = Operation(
    "admin_payout_processing",
    "POST",
    "/v1/admin/referrals/payouts/{id}/processing",
    Access.OPERATOR,
    Repeat.NEVER,
    ("ok",),
)
ADMIN_PAYOUT_SENT: Final[Operation[t.Done]] = Operation(
    "admin_payout_sent",
    "POST",
    "/v1/admin/referrals/payouts/{id}/sent",
    Access.OPERATOR,
    Repeat.NEVER,
    ("ok",),
)
ADMIN_PUSH_INVOICE: Final[Operation[t.OwnedInvoice]] = Operation(
    "admin_push_invoice",
    "PUT",
    "/v1/admin/invoices/{invoice_id}",
    Access.OPERATOR,
    Repeat.ALWAYS,
    ("amount_micro", "created_at", "id", "status", "updated_at", "user_id"),
)
ADMIN_PUSH_PAYMENT: Final[Operation[t.PaymentAnswer]] = Operation(
    "admin_push_payment", "POST", "/v1/admin/payments", Access.OPERATOR, Repeat.ALWAYS, ("payment", "reward")
)
ADMIN_PUSH_REFUND: Final[Operation[t.RefundAnswer]] = Operation(
    "admin_push_refund",
    "POST",
    "/v1/admin/payments/{payment_id}/refund",
    Access.OPERATOR,
    Repeat.ALWAYS,
    ("refund", "reward"),
)
ADMIN_PUSH_USER: Final[Operation[t.PushAnswer]] = Operation(
    "admin_push_user",
    "PUT",
    "/v1/admin/users/{external_id}",
    Access.OPERATOR,
    Repeat.ALWAYS,
    ("attribution", "user"),
)
ADMIN_SERIES: Final[Operation[t.Series]] = Operation(
    "admin_series", "GET", "/v1/admin/series", Access.OPERATOR, Repeat.ALWAYS, ("points",)
)
ADMIN_SET_TIER: Final[Operation[t.TierAnswer]] = Operation(
    "admin_set_tier",
    "POST",
    "/v1/admin/referrals/users/{user}/tier",
    Access.OPERATOR,
    Repeat.NEVER,
    ("new_tier", "old_tier"),
)
ADMIN_SIGN_IN_LINK: Final[Operation[t.SignInLink]] = Operation(
    "admin_sign_in_link",
    "POST",
    "/v1/admin/sign-in-links",
    Access.OPERATOR,
    Repeat.NEVER,
    ("expires_at", "url"),
)
ADMIN_TOTALS: Final[Operation[t.Totals]] = Operation(
    "admin_totals",
    "GET",
    "/v1/admin/totals",
    Access.OPERATOR,
    Repeat.ALWAYS,
    (
        "accounts",
        "available_micro",
        "clicks",
        "debt_micro",
        "invited_accounts",
        "lifetime_micro",
        "paid_micro",
        "paying_invited_accounts",
        "payouts",
        "pending_micro",
    ),
)
ADMIN_UNFREEZE_PAYOUTS: Final[Operation[t.Done]] = Operation(
    "admin_unfreeze_payouts",
    "POST",
    "/v1/admin/users/{user}/unfreeze-payouts",
    Access.OPERATOR,
    Repeat.NEVER,
    ("ok",),
)
ADMIN_USER: Final[Operation[t.ShownUser]] = Operation(
    "admin_user",
    "GET",
    "/v1/admin/referrals/users/{user}",
    Access.OPERATOR,
    Repeat.ALWAYS,
    (
        "balance",
        "clicks",
        "codes",
        "custom_slug",
        "erased_at",
        "inviter_display",
        "next_unlock_at",
        "paid_invitees_inf",
        "payouts_frozen",
        "primary_code",
        "rate_bps",
        "recent_attributions",
        "share_url",
        "signups",
        "tier",
        "tier_label",
        "user_id",
    ),
)
ADMIN_USERS: Final[Operation[Page[t.DirectoryUser]]] = Operation(
    "admin_users", "GET", "/v1/admin/users", Access.OPERATOR, Repeat.ALWAYS, ("items", "next_cursor")
)
ADMIN_VERIFY_LEDGER: Final[Operation[t.Verification]] = Operation(
    "admin_verify_ledger",
    "POST",
    "/v1/admin/ledger/verify",
    Access.OPERATOR,
    Repeat.NEVER,
    ("accounts", "clean", "differences", "next_cursor"),
)
ADMIN_VOID_REFUND: Final[Operation[t.RefundAnswer]] = Operation(
    "admin_void_refund",
    "POST",
    "/v1/admin/payments/{payment_id}/refund/{refund_id}/void",
    Access.OPERATOR,
    Repeat.ALWAYS,
    ("refund", "reward"),
)
AUTH_ATTRIBUTE: Final[Operation[t.Attributed]] = Operation(
    "auth_attribute", "POST", "/v1/auth/attribute", Access.MEMBER, Repeat.NEVER, ("attributed",)
)
AUTH_CHANGE_ME: Final[Operation[t.UserAnswer]] = Operation(
    "auth_change_me", "POST", "/v1/auth/me", Access.MEMBER, Repeat.NEVER, ("user",)
)
AUTH_EMAIL_START: Final[Operation[t.EmailStarted]] = Operation(
    "auth_email_start", "POST", "/v1/auth/email/start", Access.MEMBER, Repeat.NEVER, ("request_id",)
)
AUTH_EMAIL_VERIFY: Final[Operation[t.UserAnswer]] = Operation(
    "auth_email_verify", "POST", "/v1/auth/email/verify", Access.MEMBER, Repeat.NEVER, ("user",)
)
AUTH_END_OTHER_SESSIONS: Final[Operation[t.Ended]] = Operation(
    "auth_end_other_sessions", "DELETE", "/v1/auth/sessions", Access.MEMBER, Repeat.NEVER, ("ended",)
)
AUTH_END_SESSION: Final[Operation[t.Done]] = Operation(
    "auth_end_session", "DELETE", "/v1/auth/sessions/{id}", Access.MEMBER, Repeat.NEVER, ("ok",)
)
AUTH_ERASE_ME: Final[Operation[t.Done]] = Operation(
    "auth_erase_me", "DELETE", "/v1/auth/me", Access.MEMBER, Repeat.NEVER, ("ok",)
)
AUTH_EXPORT_ME: Final[Operation[t.AccountExport]] = Operation(
    "auth_export_me",
    "GET",
    "/v1/auth/me/export",
    Access.MEMBER,
    Repeat.ALWAYS,
    (
        "account",
        "attribution",
        "codes",
        "decisions",
        "exported_at",
        "identities",
        "invitees",
        "invoices",
        "ledger",
        "overview",
        "payments",
        "payouts",
        "refunds",
        "rewards",
        "sessions",
    ),
)
AUTH_IDENTITIES: Final[Operation[t.SignInIdentities]] = Operation(
    "auth_identities", "GET", "/v1/auth/identities", Access.MEMBER, Repeat.ALWAYS, ("items",)
)
AUTH_LINK_EMAIL: Final[Operation[t.SignInIdentity]] = Operation(
    "auth_link_email",
    "POST",
    "/v1/auth/identities/email",
    Access.MEMBER,
    Repeat.NEVER,
    ("created_at", "id", "provider", "subject"),
)
AUTH_LINK_GOOGLE: Final[Operation[t.GooglePage]] = Operation(
    "auth_link_google", "POST", "/v1/auth/identities/google", Access.MEMBER, Repeat.NEVER, ("url",)
)
AUTH_LINK_VERIFY: Final[Operation[t.UserAnswer]] = Operation(
    "auth_link_verify", "POST", "/v1/auth/link/verify", Access.MEMBER, Repeat.NEVER, ("user",)
)
AUTH_LINK_WALLET: Final[Operation[t.SignInIdentity]] = Operation(
    "auth_link_wallet",
    "POST",
    "/v1/auth/identities/wallet",
    Access.MEMBER,
    Repeat.NEVER,
    ("created_at", "id", "provider", "subject"),
)
AUTH_LOGOUT: Final[Operation[t.Done]] = Operation(
    "auth_logout", "POST", "/v1/auth/logout", Access.MEMBER, Repeat.ALWAYS, ("ok",)
)
AUTH_ME: Final[Operation[t.Me]] = Operation(
    "auth_me", "GET", "/v1/auth/me", Access.MEMBER, Repeat.ALWAYS, ("provider", "user")
)
AUTH_SESSIONS: Final[Operation[t.Sessions]] = Operation(
    "auth_sessions", "GET", "/v1/auth/sessions", Access.MEMBER, Repeat.ALWAYS, ("items",)
)
AUTH_UNLINK_IDENTITY: Final[Operation[t.Done]] = Operation(
    "auth_unlink_identity", "DELETE", "/v1/auth/identities/{id}", Access.MEMBER, Repeat.NEVER, ("ok",)
)
AUTH_WALLET_CHALLENGE: Final[Operation[t.WalletChallenge]] = Operation(
    "auth_wallet_challenge",
    "POST",
    "/v1/auth/wallet/challenge",
    Access.MEMBER,
    Repeat.NEVER,
    ("message", "nonce"),
)
AUTH_WALLET_VERIFY: Final[Operation[t.UserAnswer]] = Operation(
    "auth_wallet_verify", "POST", "/v1/auth/wallet/verify", Access.MEMBER, Repeat.NEVER, ("user",)
)
PROGRAM_SHOW: Final[Operation[t.ProgramTerms]] = Operation(
    "program_show",
    "GET",
    "/v1/program",
    Access.MEMBER,
    Repeat.ALWAYS,
    (
        "attribution_window_seconds",
        "currency",
        "hold_period_seconds",
        "min_payout_micro",
        "one_time_codes",
        "payout_networks",
        "replaced_slugs",
        "sign_in_with",
        "step_up_payout_micro",
        "tiers",
        "touch",
    ),
)
REFERRALS_ATTRIBUTION: Final[Operation[t.AttributionAnswer]] = Operation(
    "referrals_attribution",
    "GET",
    "/v1/referrals/attribution",
    Access.MEMBER,
    Repeat.ALWAYS,
    ("at", "attributed", "inviter_display", "refusals", "source"),
)
REFERRALS_CANCEL_PAYOUT: Final[Operation[t.Payout]] = Operation(
    "referrals_cancel_payout",
    "POST",
    "/v1/referrals/payouts/{id}/cancel",
    Access.MEMBER,
    Repeat.NEVER,
    ("address", "amount_micro", "id", "network", "requested_at", "status", "user_id"),
)
REFERRALS_CHECK_SLUG: Final[Operation[t.SlugChecked]] = Operation(
    "referrals_check_slug",
    "GET",
    "/v1/referrals/code/check",
    Access.MEMBER,
    Repeat.ALWAYS,
    ("available", "reason", "slug"),
)
REFERRALS_CLAIM: Final[Operation[t.Attributed]] = Operation(
    "referrals_claim", "POST", "/v1/referrals/claim", Access.MEMBER, Repeat.NEVER, ("attributed",)
)
REFERRALS_CODES: Final[Operation[t.Codes]] = Operation(
    "referrals_codes", "GET", "/v1/referrals/codes", Access.MEMBER, Repeat.ALWAYS, ("items",)
)
REFERRALS_DELETE_CODE: Final[Operation[t.Done]] = Operation(
    "referrals_delete_code", "DELETE", "/v1/referrals/code", Access.MEMBER, Repeat.ALWAYS, ("ok",)
)
REFERRALS_INVITEES: Final[Operation[Page[t.Invitee]]] = Operation(
    "referrals_invitees",
    "GET",
    "/v1/referrals/invitees",
    Access.MEMBER,
    Repeat.ALWAYS,
    ("items", "next_cursor"),
)
REFERRALS_INVOICES: Final[Operation[Page[t.Invoice]]] = Operation(
    "referrals_invoices",
    "GET",
    "/v1/referrals/invoices",
    Access.MEMBER,
    Repeat.ALWAYS,
    ("items", "next_cursor"),
)
REFERRALS_ME: Final[Operation[t.Overview]] = Operation(
    "referrals_me",
    "GET",
    "/v1/referrals/me",
    Access.MEMBER,
    Repeat.ALWAYS,
    (
        "balance",
        "clicks",
        "custom_slug",
        "inviter_display",
        "next_unlock_at",
        "paid_invitees",
        "primary_code",
        "rate_bps",
        "share_url",
        "signups",
        "tier",
        "tier_label",
    ),
)
REFERRALS_PAYOUTS: Final[Operation[Page[t.Payout]]] = Operation(
    "referrals_payouts",
    "GET",
    "/v1/referrals/payouts",
    Access.MEMBER,
    Repeat.ALWAYS,
    ("items", "next_cursor"),
)
REFERRALS_REQUEST_PAYOUT: Final[Operation[t.Payout]] = Operation(
    "referrals_request_payout",
    "POST",
    "/v1/referrals/payouts",
    Access.MEMBER,
    Repeat.WITH_KEY,
    ("address", "amount_micro", "id", "network", "requested_at", "status", "user_id"),
)
REFERRALS_REWARDS: Final[Operation[Page[t.RewardItem]]] = Operation(
    "referrals_rewards",
    "GET",
    "/v1/referrals/rewards",
    Access.MEMBER,
    Repeat.ALWAYS,
    ("items", "next_cursor"),
)
REFERRALS_SERIES: Final[Operation[t.Series]] = Operation(
    "referrals_series", "GET", "/v1/referrals/series", Access.MEMBER, Repeat.ALWAYS, ("points",)
)
REFERRALS_SET_SLUG: Final[Operation[t.CodeAnswer]] = Operation(
    "referrals_set_slug", "POST", "/v1/referrals/code", Access.MEMBER, Repeat.ALWAYS, ("code",)
)
REFERRALS_SPEND_ON_INVOICE: Final[Operation[t.Done]] = Operation(
    "referrals_spend_on_invoice",
    "POST",
    "/v1/referrals/spend-on-invoice",
    Access.MEMBER,
    Repeat.WITH_KEY,
    ("ok",),
)
