//! One error for every use case, and the closed list of its codes.

use std::fmt;

use triport_domain::account::InvalidProfile;
use triport_domain::code::{SlugInvalid, SlugRefused};
use triport_domain::email::InvalidEmail;
use triport_domain::money::InvalidAmount;
use triport_domain::page::CursorOfAnotherList;
use triport_domain::series::InvalidRange;
use triport_domain::time::Span;
use triport_domain::wallet::InvalidAddress;
use triport_domain::window::Full;
use triport_store::StoreError;

use crate::mail::MailError;

/// Why something was not done.
#[derive(Debug)]
pub struct AppError {
    /// The contract: what programs compare.
    pub code: ErrorCode,
    /// For the person who called.
    pub detail: String,
    /// How long to wait before trying again, if that may help.
    pub retry_after: Option<Span>,
    /// For the log, never for the caller.
    pub cause: Option<String>,
    /// What would be lost, in micro-units.
    pub forfeit_micro: Option<i64>,
}

/// How long to wait for what is away; a database is mostly back at once.
const USUAL_WAIT: Span = Span::from_secs(1);
/// How long to wait for a mail server: longer than one that hangs takes to be given up.
const WAIT_FOR_MAIL: Span = Span::from_secs(10);

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $tag:literal,)+) => {
        /// Every error tag of the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl ErrorCode {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The tag that stands in `error` of an answer.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $tag,)+ }
            }

            /// When it happens, as the documentation says it.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

error_codes! {
    /// The request body is missing, not valid JSON, of the wrong JSON type, or over 4 KiB.
    InvalidJson = "invalid_json",
    /// A field or a query parameter breaks its rules; `message` names it.
    InvalidArgs = "invalid_args",
    /// The text is not an e-mail address that can sign in.
    InvalidEmail = "invalid_email",
    /// The sign-in request or link is unknown, expired, used, or burnt after five wrong codes.
    InvalidRequest = "invalid_request",
    /// The one-time code is wrong; the try was counted.
    InvalidCode = "invalid_code",
    /// The request to sign is unknown, expired or was answered.
    InvalidNonce = "invalid_nonce",
    /// Another wallet was asked to sign, or another one has signed.
    AddressMismatch = "address_mismatch",
    /// It is no signature of the message, or the second form of one.
    InvalidSignature = "invalid_signature",
    /// The account in the path is not a UUID, `ext:<external id>` or `email:<address>`.
    InvalidUserId = "invalid_user_id",
    /// The payout in the path is not a UUID.
    InvalidPayoutId = "invalid_payout_id",
    /// The programme has no tier of that number.
    InvalidTier = "invalid_tier",
    /// The network is none of `solana`, `ethereum` and `polygon`.
    InvalidNetwork = "invalid_network",
    /// The text is no address of that network or chain, or its checksum is wrong.
    InvalidAddress = "invalid_address",
    /// A payout that was sent needs the hash of its transaction.
    TxHashRequired = "tx_hash_required",
    /// The amount is below the programme's smallest payout.
    PayoutBelowMin = "payout_below_min",
    /// Less is available than the amount.
    BalanceInsufficient = "balance_insufficient",
    /// The amount is not that of the invoice.
    AmountMismatch = "amount_mismatch",
    /// The slug fails the format rules: length outside 3 to 32, other characters than `a-z`, `0-9` and `-`, or a `-` at its start or end.
    SlugInvalid = "slug_invalid",
    /// No valid session cookie.
    Unauthenticated = "unauthenticated",
    /// The server has no admin token at all, neither a configured nor a named one, so nothing that needs one can be called.
    AdminTokenUnset = "admin_token_unset",
    /// The admin token is missing, wrong or revoked.
    AdminTokenInvalid = "admin_token_invalid",
    /// The CSRF header is there and does not equal the CSRF cookie.
    CsrfInvalid = "csrf_invalid",
    /// The call comes from an origin that is not allowed, or needs the CSRF header and has none.
    CsrfMissing = "csrf_missing",
    /// An operator has frozen the payouts of this account.
    PayoutsFrozen = "payouts_frozen",
    /// This needs a sign-in by e-mail, Google or wallet within the last 15 minutes; a sign-in by link does not count.
    FreshSignInRequired = "fresh_sign_in_required",
    /// The operator's role does not allow this call.
    Forbidden = "forbidden",
    /// Nothing is served at this address.
    NotFound = "not_found",
    /// There is no such account.
    UserNotFound = "user_not_found",
    /// The account has no such session, or it has ended.
    SessionNotFound = "session_not_found",
    /// The account has no such way to sign in.
    IdentityNotFound = "identity_not_found",
    /// No account holds this code.
    CodeNotFound = "code_not_found",
    /// There is no such payment; its push may still be on the way.
    PaymentNotFound = "payment_not_found",
    /// The payment has no such refund.
    RefundNotFound = "refund_not_found",
    /// There is no such invoice.
    InvoiceNotFound = "invoice_not_found",
    /// The invoice is unknown, another account's, or not open.
    InvoiceNotEligible = "invoice_not_eligible",
    /// There is no such payout, or it is another account's.
    PayoutNotFound = "payout_not_found",
    /// The address exists, the method does not; the header `Allow` names those that do.
    MethodNotAllowed = "method_not_allowed",
    /// The slug is on the list of reserved words, or an operator has disabled it.
    SlugReserved = "slug_reserved",
    /// The slug is in use by another account, or equals a `uid` code.
    SlugTaken = "slug_taken",
    /// The account holds as many slugs as it may; its own old ones can be taken back.
    SlugLimitReached = "slug_limit_reached",
    /// The address signs in to another account; accounts are never merged.
    EmailTaken = "email_taken",
    /// This way to sign in belongs to another account; accounts are never merged.
    IdentityTaken = "identity_taken",
    /// It is the only way to sign in to the account.
    LastIdentity = "last_identity",
    /// The account has as many ways to sign in as it may, 20.
    IdentityLimitReached = "identity_limit_reached",
    /// The payout's status does not allow this.
    PayoutNotActionable = "payout_not_actionable",
    /// A payout of the account is on its way; it can be cancelled, or has to arrive first.
    PayoutInFlight = "payout_in_flight",
    /// The account still holds money, which erasing it would forfeit; `forfeit_micro` says how much.
    BalanceWouldBeForfeited = "balance_would_be_forfeited",
    /// The account of this id was erased.
    UserErased = "user_erased",
    /// A payment of this id was pushed with other data.
    PaymentConflict = "payment_conflict",
    /// All refunds in force together would exceed the payment.
    RefundExceedsPayment = "refund_exceeds_payment",
    /// A refund of this id was pushed with other data.
    RefundConflict = "refund_conflict",
    /// An invoice of this id has other data, or cannot become what was pushed.
    InvoiceConflict = "invoice_conflict",
    /// The first call with this `Idempotency-Key` still runs.
    IdempotencyInFlight = "idempotency_in_flight",
    /// This `Idempotency-Key` was used with another body.
    IdempotencyConflict = "idempotency_conflict",
    /// Too many calls; `retry_after` and the header `Retry-After` say how many seconds to wait.
    RateLimited = "rate_limited",
    /// Members cannot sign in with Google here.
    GoogleDisabled = "google_disabled",
    /// Google does not answer at the moment.
    GoogleUnavailable = "google_unavailable",
    /// The request has no `Host` header, more than one, or one that is no host.
    InvalidHost = "invalid_host",
    /// The request names a host under which this server does not answer.
    MisdirectedRequest = "misdirected_request",
    /// The head of the request is longer than 16 KiB.
    HeadersTooLarge = "headers_too_large",
    /// The server failed; the request id finds the reason in its log.
    Internal = "internal",
    /// The session could not be ended; it still works, and the cookies were kept.
    LogoutFailed = "logout_failed",
    /// The database or the mail server is away, or the request took too long; `Retry-After` says when to try again.
    Unavailable = "unavailable",
}

impl AppError {
    /// An error with a text for the caller.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), retry_after: None, cause: None, forfeit_micro: None }
    }

    /// An error whose reason only the log learns.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let detail = "The server could not do this.";
        Self { cause: Some(cause.to_string()), ..Self::new(ErrorCode::Internal, detail) }
    }

    /// What this needs is away, or took too long.
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        let detail = "The service is not available right now. Please try again in a moment.";
        Self {
            retry_after: Some(USUAL_WAIT),
            cause: Some(cause.to_string()),
            ..Self::new(ErrorCode::Unavailable, detail)
        }
    }

    /// A limit is reached.
    pub fn rate_limited(retry_after: Span) -> Self {
        let detail = "Too many requests. Please wait before trying again.";
        Self { retry_after: Some(retry_after), ..Self::new(ErrorCode::RateLimited, detail) }
    }

    /// There is no session.
    pub fn unauthenticated() -> Self {
        Self::new(ErrorCode::Unauthenticated, "Please sign in.")
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code.as_str(), self.detail)?;
        self.cause.iter().try_for_each(|cause| write!(formatter, " ({cause})"))
    }
}

impl std::error::Error for AppError {}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) | StoreError::Unavailable(_) | StoreError::Refused(_) => {
                Self::unavailable(error)
            }
            StoreError::TooLarge(error) => Self::new(ErrorCode::InvalidArgs, sentence(&error)),
            StoreError::Corrupt(_) | StoreError::Bug(_) => Self::internal(error),
        }
    }
}

impl From<MailError> for AppError {
    fn from(error: MailError) -> Self {
        if error.is_temporary() {
            return Self { retry_after: Some(WAIT_FOR_MAIL), ..Self::unavailable(error) };
        }
        Self::internal(error)
    }
}

impl From<SlugInvalid> for AppError {
    fn from(error: SlugInvalid) -> Self {
        Self::new(ErrorCode::SlugInvalid, sentence(&error))
    }
}

impl From<SlugRefused> for ErrorCode {
    fn from(refused: SlugRefused) -> Self {
        match refused {
            SlugRefused::Reserved => Self::SlugReserved,
            SlugRefused::Taken => Self::SlugTaken,
            SlugRefused::LimitReached => Self::SlugLimitReached,
        }
    }
}

impl From<SlugRefused> for AppError {
    fn from(refused: SlugRefused) -> Self {
        Self::new(refused.into(), sentence(&refused))
    }
}

impl From<InvalidEmail> for AppError {
    fn from(_: InvalidEmail) -> Self {
        Self::new(ErrorCode::InvalidEmail, "Please enter an e-mail address.")
    }
}

impl From<InvalidAddress> for AppError {
    fn from(error: InvalidAddress) -> Self {
        Self::new(ErrorCode::InvalidAddress, sentence(&error))
    }
}

impl From<InvalidProfile> for AppError {
    fn from(error: InvalidProfile) -> Self {
        Self::new(ErrorCode::InvalidArgs, sentence(&error))
    }
}

impl From<InvalidAmount> for AppError {
    fn from(error: InvalidAmount) -> Self {
        Self::new(ErrorCode::InvalidArgs, sentence(&error))
    }
}

impl From<CursorOfAnotherList> for AppError {
    fn from(error: CursorOfAnotherList) -> Self {
        Self::new(ErrorCode::InvalidArgs, format!("{error}."))
    }
}

impl From<InvalidRange> for AppError {
    fn from(error: InvalidRange) -> Self {
        Self::new(ErrorCode::InvalidArgs, sentence(&error))
    }
}

impl From<Full> for AppError {
    fn from(full: Full) -> Self {
        Self::rate_limited(full.retry_after)
    }
}

/// An error's own text as a sentence for people. The name of a field stays as callers have to write it.
fn sentence(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    if text.split(' ').next().is_some_and(|word| word.contains('_')) {
        return format!("{text}.");
    }
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), characters.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_a_field_as_callers_write_it() {
        assert!(AppError::from(InvalidAmount).detail.starts_with("amount_micro is "));
        assert!(AppError::from(InvalidRange::Backwards).detail.starts_with("The time `to` "));
    }
}
