//! What the caller can do about each error, as the documentation says it.

use triport_app::ErrorCode as E;

/// One for every code; a test finds the one that is missing.
const REMEDIES: &[(E, &str)] = &[
    (E::InvalidJson, "Send a JSON object with the documented fields, at most 4 KiB."),
    (E::InvalidArgs, "Correct the field that `message` names."),
    (E::InvalidEmail, "Ask the person to check the address."),
    (
        E::InvalidRequest,
        "Start again: with `POST /v1/auth/email/start`, or with a new link of the product.",
    ),
    (E::InvalidCode, "Ask the person to read the code again. Five wrong tries burn the request."),
    (E::InvalidNonce, "Start again with `POST /v1/auth/wallet/challenge`."),
    (E::AddressMismatch, "Start again with the address of the wallet that will sign."),
    (
        E::InvalidSignature,
        "Start again; let the wallet sign the `message` exactly as it came (`personal_sign`, `signMessage`).",
    ),
    (
        E::SlugInvalid,
        "Show the rule; `GET /v1/referrals/code/check` says the same while a person types.",
    ),
    (E::InvalidUserId, "Name the account in one of the three ways."),
    (E::InvalidPayoutId, "Send the `id` of a payout."),
    (E::InvalidTier, "Choose a tier of the configuration (`TRIPORT_PROGRAM__TIERS`)."),
    (E::InvalidNetwork, "Choose one of the three."),
    (E::InvalidAddress, "Ask the person to copy the address again."),
    (E::TxHashRequired, "Send `tx_hash`."),
    (
        E::PayoutBelowMin,
        "Ask for more, or wait until more is available (`TRIPORT_PROGRAM__MIN_PAYOUT_MICRO`).",
    ),
    (
        E::BalanceInsufficient,
        "Show `balance.available_micro` of `GET /v1/referrals/me`, and what unlocks when.",
    ),
    (
        E::AmountMismatch,
        "Send exactly the invoice's amount; credit pays an invoice whole or not at all.",
    ),
    (E::PayoutsFrozen, "Refer the member to support."),
    (
        E::FreshSignInRequired,
        "Have the person sign in again by e-mail, Google or wallet, and repeat the call.",
    ),
    (E::Forbidden, "Use a token of a role that may (`triport-referrals operator list`)."),
    (
        E::UserNotFound,
        "Create it first with `PUT /v1/admin/users/{external_id}`, or correct the name.",
    ),
    (E::SessionNotFound, "Read the list again (`GET /v1/auth/sessions`)."),
    (E::IdentityNotFound, "Read the list again (`GET /v1/auth/identities`)."),
    (E::CodeNotFound, "Correct the code."),
    (E::PaymentNotFound, "Push the payment first, then repeat the call."),
    (E::RefundNotFound, "Push the refund first, or correct the id."),
    (E::InvoiceNotFound, "Correct the id."),
    (
        E::InvoiceNotEligible,
        "Offer the account's open invoices (`GET /v1/referrals/invoices?status=open`).",
    ),
    (E::PayoutNotFound, "Correct the id."),
    (
        E::EmailTaken,
        "Push without `email_verified`, or name the existing account by `email:<address>`.",
    ),
    (
        E::IdentityTaken,
        "Offer to sign in to that account and to give it up there, or to use another one.",
    ),
    (E::LastIdentity, "Add another way to sign in first."),
    (E::IdentityLimitReached, "Offer to give one up first."),
    (E::PayoutNotActionable, "Read the payout again: somebody was faster."),
    (E::PayoutInFlight, "Cancel the payout if it is `requested`, or wait until it is final."),
    (
        E::BalanceWouldBeForfeited,
        "Tell the person how much would be lost; repeat the call with `?forfeit=true` if it may be.",
    ),
    (
        E::UserErased,
        "Stop pushing this id. A person who wants an account again signs in, or gets a new id.",
    ),
    (E::PaymentConflict, "Push the same data again, or use another `payment_id`."),
    (E::RefundExceedsPayment, "Compare the refunds with those of your billing system."),
    (E::RefundConflict, "Push the same data again, or use another `refund_id`."),
    (
        E::InvoiceConflict,
        "Only the status of an invoice changes: open to paid, open to void, paid to void.",
    ),
    (
        E::IdempotencyInFlight,
        "Wait as long as `Retry-After` says, then repeat the call with the same key.",
    ),
    (
        E::IdempotencyConflict,
        "Use a new key for a new request, and the same body with the same key.",
    ),
    (E::Unauthenticated, "Sign in. A page has to send its cookies (`credentials: \"include\"`)."),
    (
        E::AdminTokenUnset,
        "Set `TRIPORT_ADMIN_TOKEN` on the server, or run `triport-referrals operator add` there.",
    ),
    (E::AdminTokenInvalid, "Send a token that works in the header `X-Admin-Token`."),
    (
        E::CsrfInvalid,
        "Take the token from the header `X-CSRF-Token` of `GET /v1/auth/me`, and repeat the call.",
    ),
    (
        E::CsrfMissing,
        "Send the header `X-CSRF-Token`, or have the page's origin added to \
             `TRIPORT_ALLOWED_ORIGINS`.",
    ),
    (E::NotFound, "Compare the address with the API's."),
    (E::MethodNotAllowed, "Use a method that the header `Allow` names."),
    (E::SlugReserved, "Offer another slug."),
    (E::SlugTaken, "Offer another slug: this one will not become free."),
    (
        E::SlugLimitReached,
        "Offer one of the account's own old slugs (`GET /v1/referrals/codes` lists them).",
    ),
    (E::RateLimited, "Wait as long as `Retry-After` says, then repeat the call."),
    (E::HeadersTooLarge, "Send fewer or shorter headers; mostly it is the cookies."),
    (E::InvalidHost, "Send one `Host` header, as every HTTP library does."),
    (
        E::MisdirectedRequest,
        "Call the public URL, or have the name added to `TRIPORT_ALLOWED_HOSTS`. A proxy in front \
             passes the host on (`proxy_set_header Host $host`).",
    ),
    (E::Internal, "Report the `request_id` to whoever runs the server."),
    (E::LogoutFailed, "Repeat the call."),
    (E::GoogleDisabled, "Offer the ways to sign in that `GET /v1/program` names."),
    (E::GoogleUnavailable, "Try again in a moment, or offer another way."),
    (
        E::Unavailable,
        "Wait as long as `Retry-After` says, then repeat the call. A write may have happened; \
             every write here can be repeated.",
    ),
];

/// What the caller can do about a code.
pub(super) fn remedy(code: E) -> &'static str {
    REMEDIES.iter().find(|(listed, _)| *listed == code).map_or("", |(_, remedy)| remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_remedy() {
        for code in E::ALL {
            let listed = REMEDIES.iter().filter(|(listed, _)| listed == code);
            assert_eq!(listed.count(), 1, "{}", code.as_str());
        }
        assert_eq!(REMEDIES.len(), E::ALL.len());
    }
}
