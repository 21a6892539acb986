//! Which errors each operation may answer, from one table.

use serde_json::json;
use triport_app::ErrorCode::{
    self, AddressMismatch, AdminTokenInvalid, AdminTokenUnset, AmountMismatch, BalanceInsufficient,
    BalanceWouldBeForfeited, CodeNotFound, CsrfInvalid, CsrfMissing, EmailTaken, Forbidden,
    FreshSignInRequired, GoogleDisabled, GoogleUnavailable, HeadersTooLarge, IdempotencyConflict,
    IdempotencyInFlight, IdentityLimitReached, IdentityNotFound, IdentityTaken, Internal,
    InvalidAddress, InvalidArgs, InvalidCode, InvalidEmail, InvalidHost, InvalidJson,
    InvalidNetwork, InvalidNonce, InvalidPayoutId, InvalidRequest, InvalidSignature, InvalidTier,
    InvalidUserId, InvoiceConflict, InvoiceNotEligible, InvoiceNotFound, LastIdentity,
    LogoutFailed, MisdirectedRequest, PaymentConflict, PaymentNotFound, PayoutBelowMin,
    PayoutInFlight, PayoutNotActionable, PayoutNotFound, PayoutsFrozen, RateLimited,
    RefundConflict, RefundExceedsPayment, RefundNotFound, SessionNotFound, SlugInvalid,
    SlugLimitReached, SlugReserved, SlugTaken, TxHashRequired, Unauthenticated, Unavailable,
    UserErased, UserNotFound,
};
use utoipa::openapi::example::{Example, ExampleBuilder};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};

use super::header_ref;
use crate::http::error::status;
use crate::http::remedies::remedy;

/// What any signed-in call may answer.
const MEMBER: &[ErrorCode] = &[Unauthenticated, RateLimited];
/// What any call of an operator may answer.
const OPERATOR: &[ErrorCode] = &[AdminTokenUnset, AdminTokenInvalid, RateLimited, Forbidden];
/// What a call that names an account in its address may answer.
const ACCOUNT: &[ErrorCode] = &[InvalidUserId, UserNotFound];
/// What any unsafe call of members may answer.
const UNSAFE: &[ErrorCode] = &[CsrfInvalid, CsrfMissing];
/// What any write that takes an `Idempotency-Key` may answer.
const KEYED: &[ErrorCode] = &[InvalidJson, InvalidArgs, IdempotencyConflict, IdempotencyInFlight];
/// What any call about one payout may answer to an operator.
const PAYOUT: &[ErrorCode] = &[InvalidPayoutId, PayoutNotFound, PayoutNotActionable];
/// What erasing an account may answer.
const ERASURE: &[ErrorCode] = &[PayoutInFlight, BalanceWouldBeForfeited];
/// What any call that adds an identity may answer.
const LINK: &[ErrorCode] = &[InvalidJson, FreshSignInRequired, IdentityTaken, IdentityLimitReached];
/// What any call at all may answer.
const ANY: &[ErrorCode] =
    &[InvalidHost, MisdirectedRequest, HeadersTooLarge, Internal, Unavailable];

/// The errors of each operation beside [`ANY`].
const ERRORS: &[(&str, &[&[ErrorCode]])] = &[
    ("auth_email_start", &[UNSAFE, &[InvalidJson, InvalidEmail, RateLimited]]),
    ("auth_email_verify", &[UNSAFE, &[InvalidJson, InvalidRequest, InvalidCode, RateLimited]]),
    ("auth_wallet_challenge", &[UNSAFE, &[InvalidJson, InvalidAddress, RateLimited]]),
    (
        "auth_wallet_verify",
        &[UNSAFE, &[InvalidJson, InvalidNonce, AddressMismatch, InvalidSignature, RateLimited]],
    ),
    ("auth_google_start", &[]),
    ("auth_google_callback", &[&[GoogleDisabled]]),
    ("auth_link_verify", &[UNSAFE, &[InvalidJson, InvalidRequest, RateLimited]]),
    ("auth_me", &[MEMBER]),
    ("auth_change_me", &[MEMBER, UNSAFE, &[InvalidJson, InvalidArgs]]),
    ("auth_erase_me", &[MEMBER, UNSAFE, ERASURE, &[FreshSignInRequired]]),
    ("auth_export_me", &[MEMBER]),
    ("auth_identities", &[MEMBER]),
    ("auth_link_email", &[MEMBER, UNSAFE, LINK, &[InvalidRequest, InvalidCode]]),
    (
        "auth_link_google",
        &[MEMBER, UNSAFE, &[FreshSignInRequired, GoogleDisabled, GoogleUnavailable]],
    ),
    (
        "auth_link_wallet",
        &[MEMBER, UNSAFE, LINK, &[InvalidNonce, AddressMismatch, InvalidSignature]],
    ),
    (
        "auth_unlink_identity",
        &[MEMBER, UNSAFE, &[FreshSignInRequired, IdentityNotFound, LastIdentity]],
    ),
    ("auth_sessions", &[MEMBER]),
    ("auth_end_session", &[MEMBER, UNSAFE, &[SessionNotFound]]),
    ("auth_end_other_sessions", &[MEMBER, UNSAFE]),
    ("auth_logout", &[UNSAFE, &[RateLimited, LogoutFailed]]),
    (
        "referrals_set_slug",
        &[MEMBER, UNSAFE, &[InvalidJson, SlugInvalid, SlugReserved, SlugTaken, SlugLimitReached]],
    ),
    ("referrals_delete_code", &[MEMBER, UNSAFE]),
    ("referrals_codes", &[MEMBER]),
    ("referrals_check_slug", &[MEMBER]),
    ("auth_attribute", &[MEMBER, UNSAFE]),
    ("referrals_claim", &[MEMBER, UNSAFE, &[InvalidJson, InvalidArgs]]),
    ("referrals_attribution", &[MEMBER]),
    ("program_show", &[]),
    ("referrals_me", &[MEMBER]),
    ("referrals_invitees", &[MEMBER, &[InvalidArgs]]),
    ("referrals_series", &[MEMBER, &[InvalidArgs]]),
    ("referrals_rewards", &[MEMBER, &[InvalidArgs]]),
    ("referrals_payouts", &[MEMBER, &[InvalidArgs]]),
    (
        "referrals_request_payout",
        &[
            MEMBER,
            UNSAFE,
            KEYED,
            &[InvalidNetwork, InvalidAddress, PayoutBelowMin, BalanceInsufficient],
            &[PayoutsFrozen, FreshSignInRequired],
        ],
    ),
    ("referrals_cancel_payout", &[MEMBER, UNSAFE, &[PayoutNotFound, PayoutNotActionable]]),
    ("referrals_invoices", &[MEMBER, &[InvalidArgs]]),
    (
        "referrals_spend_on_invoice",
        &[MEMBER, UNSAFE, KEYED, &[InvoiceNotEligible, AmountMismatch, BalanceInsufficient]],
    ),
    ("admin_push_payment", &[OPERATOR, &[InvalidJson, InvalidArgs, UserNotFound, PaymentConflict]]),
    (
        "admin_push_refund",
        &[
            OPERATOR,
            &[InvalidJson, InvalidArgs, PaymentNotFound, RefundConflict, RefundExceedsPayment],
        ],
    ),
    ("admin_void_refund", &[OPERATOR, &[PaymentNotFound, RefundNotFound]]),
    ("admin_push_invoice", &[OPERATOR, &[InvalidJson, InvalidArgs, UserNotFound, InvoiceConflict]]),
    ("admin_invoice", &[OPERATOR, &[InvoiceNotFound]]),
    ("admin_invoices", &[OPERATOR, &[InvalidArgs]]),
    ("admin_payouts", &[OPERATOR, &[InvalidArgs]]),
    ("admin_payout_processing", &[OPERATOR, PAYOUT]),
    ("admin_payout_sent", &[OPERATOR, PAYOUT, &[InvalidJson, InvalidArgs, TxHashRequired]]),
    ("admin_payout_failed", &[OPERATOR, PAYOUT, &[InvalidJson, InvalidArgs]]),
    ("admin_verify_ledger", &[OPERATOR, &[InvalidArgs]]),
    ("admin_attribute", &[OPERATOR, &[InvalidJson, InvalidArgs, UserNotFound]]),
    ("admin_totals", &[OPERATOR]),
    ("admin_series", &[OPERATOR, &[InvalidArgs]]),
    ("metrics", &[OPERATOR]),
    ("admin_users", &[OPERATOR, &[InvalidArgs]]),
    (
        "admin_push_user",
        &[
            OPERATOR,
            &[InvalidUserId, InvalidJson, InvalidArgs, InvalidEmail, EmailTaken, UserErased],
        ],
    ),
    ("admin_sign_in_link", &[OPERATOR, &[InvalidJson, InvalidArgs, UserNotFound]]),
    ("admin_user", &[OPERATOR, ACCOUNT]),
    ("admin_set_tier", &[OPERATOR, ACCOUNT, &[InvalidJson, InvalidTier, InvalidArgs]]),
    ("admin_disable_code", &[OPERATOR, &[InvalidJson, InvalidArgs, CodeNotFound]]),
    ("admin_freeze_payouts", &[OPERATOR, ACCOUNT, &[InvalidJson, InvalidArgs]]),
    ("admin_unfreeze_payouts", &[OPERATOR, ACCOUNT, &[InvalidJson, InvalidArgs]]),
    ("admin_erase_user", &[OPERATOR, ACCOUNT, ERASURE]),
    ("admin_audit", &[OPERATOR, ACCOUNT, &[InvalidArgs]]),
];

/// The errors of an operation, in the order of the documentation.
pub(in crate::http) fn errors_of(operation_id: &str) -> Vec<ErrorCode> {
    let own = ERRORS.iter().find(|(id, _)| *id == operation_id).map_or(&[][..], |(_, own)| own);
    let mut codes: Vec<ErrorCode> = own.iter().copied().flatten().chain(ANY).copied().collect();
    codes.sort_by_key(|code| ErrorCode::ALL.iter().position(|other| other == code));
    codes
}

/// Whether an error belongs to the frame around all operations, not to one of them.
pub(in crate::http) fn is_shared(code: ErrorCode) -> bool {
    ANY.contains(&code) || UNSAFE.contains(&code)
}

/// Who answers an error: the names of whole groups of operations, and the ids of single ones.
pub(in crate::http) fn answered_by(code: ErrorCode) -> (Vec<&'static str>, Vec<&'static str>) {
    if ANY.contains(&code) {
        return (vec!["every operation"], Vec::new());
    }
    let mut groups = Vec::new();
    let mut single: Vec<_> =
        ERRORS.iter().filter(|(id, _)| errors_of(id).contains(&code)).collect();
    for (group, name) in [
        (MEMBER, "every operation that needs a session"),
        (OPERATOR, "every operation that needs an operator's token"),
        (UNSAFE, "every operation under `/v1` but `/v1/admin` that changes something"),
    ] {
        if group.contains(&code) {
            groups.push(name);
            single.retain(|(_, own)| !own.contains(&group));
        }
    }
    (groups, single.into_iter().map(|(id, _)| *id).collect())
}

/// One response per status, whose description lists the tags that come with it.
pub(super) fn add(operation: &mut Operation) {
    let codes = errors_of(operation.operation_id.as_deref().unwrap_or_default());
    for code in &codes {
        let same: Vec<ErrorCode> =
            codes.iter().copied().filter(|other| status(*other) == status(*code)).collect();
        let status = status(*code).as_u16().to_string();
        operation.responses.responses.insert(status, RefOr::T(response(&same)));
    }
}

fn response(codes: &[ErrorCode]) -> Response {
    let tags: Vec<String> = codes.iter().map(|code| format!("`{}`", code.as_str())).collect();
    let example = |code: &ErrorCode| {
        let tag = code.as_str();
        (tag, RefOr::<Example>::Ref(Ref::new(format!("#/components/examples/{tag}"))))
    };
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Error")))
        .examples_from_iter(codes.iter().map(example))
        .build();
    let mut response = ResponseBuilder::new()
        .description(tags.join(", "))
        .content("application/json", content)
        .build();
    if codes.iter().any(|code| matches!(code, RateLimited | Unavailable)) {
        response.headers.insert("Retry-After".to_owned(), header_ref("Retry-After"));
    }
    response
}

/// An answer with this error.
pub(super) fn example(code: ErrorCode) -> Example {
    let mut body = json!({
        "error": code.as_str(),
        "message": code.meaning().replace('`', ""),
        "request_id": "req_0123456789abcdef",
    });
    if let (RateLimited, Some(fields)) = (code, body.as_object_mut()) {
        fields.insert("retry_after".to_owned(), 1.into());
    }
    if let (BalanceWouldBeForfeited, Some(fields)) = (code, body.as_object_mut()) {
        fields.insert("forfeit_micro".to_owned(), 12_500_000.into());
    }
    ExampleBuilder::new()
        .summary(code.meaning())
        .description(remedy(code))
        .value(Some(body))
        .build()
}
