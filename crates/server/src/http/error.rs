//! From an error to its answer: the only place that knows status codes and the envelope.

use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use triport_app::{AppError, ErrorCode};

/// An error on its way out. The frame writes the body, because it knows the request id.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) code: ErrorCode,
    message: String,
    retry_after: Option<u64>,
    pub(super) cause: Option<String>,
}

/// The result of a handler.
pub(super) type Result<T> = std::result::Result<T, Failure>;

/// The one envelope of every error.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Error)]
pub(super) struct Envelope<'f> {
    /// The tag; the contract.
    #[schema(schema_with = super::openapi::error_tags)]
    error: &'static str,
    /// For people; may change at any time.
    #[schema(examples("This slug is already in use."))]
    message: &'f str,
    /// Finds this request in the server's log; also the header `X-Request-Id`.
    #[schema(pattern = "^req_[0-9a-f]{16}$", examples("req_0123456789abcdef"))]
    request_id: &'f str,
    /// Seconds to wait, with `rate_limited`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1)]
    retry_after: Option<u64>,
}

/// The status of each code. No default: a new code does not compile without one.
pub(super) const fn status(code: ErrorCode) -> StatusCode {
    use ErrorCode as E;
    match code {
        E::InvalidJson
        | E::InvalidArgs
        | E::InvalidEmail
        | E::InvalidRequest
        | E::InvalidCode
        | E::SlugInvalid
        | E::InvalidUserId
        | E::InvalidPayoutId
        | E::InvalidTier
        | E::InvalidNetwork
        | E::InvalidAddress
        | E::TxHashRequired
        | E::PayoutBelowMin
        | E::BalanceInsufficient
        | E::AmountMismatch => StatusCode::BAD_REQUEST,
        E::Unauthenticated | E::AdminTokenUnset | E::AdminTokenInvalid => StatusCode::UNAUTHORIZED,
        E::CsrfInvalid | E::CsrfMissing | E::PayoutsFrozen | E::Forbidden => StatusCode::FORBIDDEN,
        E::NotFound
        | E::UserNotFound
        | E::CodeNotFound
        | E::PaymentNotFound
        | E::RefundNotFound
        | E::InvoiceNotFound
        | E::InvoiceNotEligible
        | E::PayoutNotFound => StatusCode::NOT_FOUND,
        E::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        E::SlugReserved
        | E::SlugTaken
        | E::SlugLimitReached
        | E::EmailTaken
        | E::PayoutNotActionable
        | E::PaymentConflict
        | E::RefundExceedsPayment
        | E::RefundConflict
        | E::InvoiceConflict
        | E::IdempotencyInFlight => StatusCode::CONFLICT,
        E::IdempotencyConflict => StatusCode::UNPROCESSABLE_ENTITY,
        E::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        E::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        E::Internal | E::LogoutFailed => StatusCode::INTERNAL_SERVER_ERROR,
        E::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// What the caller can do about each code, as the documentation says it.
pub(super) const fn remedy(code: ErrorCode) -> &'static str {
    use ErrorCode as E;
    match code {
        E::InvalidJson => "Send a JSON object with the documented fields, at most 4 KiB.",
        E::InvalidArgs => "Correct the field that `message` names.",
        E::InvalidEmail => "Ask the person to check the address.",
        E::InvalidRequest => "Start again with `POST /v1/auth/email/start`.",
        E::InvalidCode => {
            "Ask the person to read the code again. Five wrong tries burn the request."
        }
        E::SlugInvalid => {
            "Show the rule; `GET /v1/referrals/code/check` says the same while a person types."
        }
        E::InvalidUserId => "Name the account in one of the three ways.",
        E::InvalidPayoutId => "Send the `id` of a payout.",
        E::InvalidTier => "Choose a tier of the configuration (`TRIPORT_PROGRAM__TIERS`).",
        E::InvalidNetwork => "Choose one of the three.",
        E::InvalidAddress => "Ask the person to copy the address again.",
        E::TxHashRequired => "Send `tx_hash`.",
        E::PayoutBelowMin => {
            "Ask for more, or wait until more is available (`TRIPORT_PROGRAM__MIN_PAYOUT_MICRO`)."
        }
        E::BalanceInsufficient => {
            "Show `balance.available_micro` of `GET /v1/referrals/me`, and what unlocks when."
        }
        E::AmountMismatch => {
            "Send exactly the invoice's amount; credit pays an invoice whole or not at all."
        }
        E::PayoutsFrozen => "Refer the member to support.",
        E::Forbidden => "Use a token of a role that may (`triport-referrals operator list`).",
        E::UserNotFound => {
            "Create it first with `PUT /v1/admin/users/{external_id}`, or correct the name."
        }
        E::CodeNotFound => "Correct the code.",
        E::PaymentNotFound => "Push the payment first, then repeat the call.",
        E::RefundNotFound => "Push the refund first, or correct the id.",
        E::InvoiceNotFound => "Correct the id.",
        E::InvoiceNotEligible => {
            "Offer the account's open invoices (`GET /v1/referrals/invoices?status=open`)."
        }
        E::PayoutNotFound => "Correct the id.",
        E::EmailTaken => {
            "Push without `email_verified`, or name the existing account by `email:<address>`."
        }
        E::PayoutNotActionable => "Read the payout again: somebody was faster.",
        E::PaymentConflict => "Push the same data again, or use another `payment_id`.",
        E::RefundExceedsPayment => "Compare the refunds with those of your billing system.",
        E::RefundConflict => "Push the same data again, or use another `refund_id`.",
        E::InvoiceConflict => {
            "Only the status of an invoice changes: open to paid, open to void, paid to void."
        }
        E::IdempotencyInFlight => {
            "Wait as long as `Retry-After` says, then repeat the call with the same key."
        }
        E::IdempotencyConflict => {
            "Use a new key for a new request, and the same body with the same key."
        }
        E::Unauthenticated => {
            "Sign in. A page has to send its cookies (`credentials: \"include\"`)."
        }
        E::AdminTokenUnset => {
            "Set `TRIPORT_ADMIN_TOKEN` on the server, or run `triport-referrals operator add` there."
        }
        E::AdminTokenInvalid => "Send a token that works in the header `X-Admin-Token`.",
        E::CsrfInvalid => {
            "Take the token from the header `X-CSRF-Token` of `GET /v1/auth/me`, and repeat the call."
        }
        E::CsrfMissing => {
            "Send the header `X-CSRF-Token`, or have the page's origin added to \
             `TRIPORT_ALLOWED_ORIGINS`."
        }
        E::NotFound => "Compare the address with the API's.",
        E::MethodNotAllowed => "Use a method that the header `Allow` names.",
        E::SlugReserved => "Offer another slug.",
        E::SlugTaken => "Offer another slug: this one will not become free.",
        E::SlugLimitReached => {
            "Offer one of the account's own old slugs (`GET /v1/referrals/codes` lists them)."
        }
        E::RateLimited => "Wait as long as `Retry-After` says, then repeat the call.",
        E::HeadersTooLarge => "Send fewer or shorter headers; mostly it is the cookies.",
        E::Internal => "Report the `request_id` to whoever runs the server.",
        E::LogoutFailed => "Repeat the call.",
        E::Unavailable => {
            "Wait as long as `Retry-After` says, then repeat the call. A write may have happened; \
             every write here can be repeated."
        }
    }
}

impl Failure {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        AppError::new(code, message).into()
    }

    /// The body and the headers that belong to it.
    pub(super) fn write(&self, response: &mut Response, request_id: &str) {
        let envelope = Envelope {
            error: self.code.as_str(),
            message: &self.message,
            request_id,
            retry_after: self.retry_after.filter(|_| self.code == ErrorCode::RateLimited),
        };
        // An envelope of three texts always serialises.
        let body = serde_json::to_vec(&envelope).unwrap_or_default();
        let length = HeaderValue::from(body.len());
        *response.body_mut() = body.into();
        let headers = response.headers_mut();
        // The router has noted the length of the empty body that stood here.
        headers.insert(CONTENT_LENGTH, length);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self {
            code: error.code,
            message: error.detail,
            retry_after: error.retry_after.map(|span| span.as_secs_rounded_up().max(1)),
            cause: error.cause,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status(self.code).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Answers every address at which nothing is served.
pub(super) async fn not_found(uri: Uri) -> Failure {
    let path: String = uri.path().chars().take(100).collect();
    Failure::new(ErrorCode::NotFound, format!("Nothing is served at {path}."))
}

/// Answers every method that an address does not have; the router adds the `Allow` header.
pub(super) async fn method_not_allowed(method: Method) -> Failure {
    let message = format!("The method {method} is not allowed here; see the header Allow.");
    Failure::new(ErrorCode::MethodNotAllowed, message)
}
