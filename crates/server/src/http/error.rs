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
    forfeit_micro: Option<i64>,
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
    /// What would be lost, in micro-units, with `balance_would_be_forfeited`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 1, examples(12_500_000))]
    forfeit_micro: Option<i64>,
}

/// The status of each code. No default: a new code does not compile without one.
pub(super) const fn status(code: ErrorCode) -> StatusCode {
    use ErrorCode as E;
    match code {
        E::InvalidHost
        | E::InvalidJson
        | E::InvalidArgs
        | E::InvalidEmail
        | E::InvalidRequest
        | E::InvalidCode
        | E::InvalidNonce
        | E::AddressMismatch
        | E::InvalidSignature
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
        E::CsrfInvalid
        | E::CsrfMissing
        | E::PayoutsFrozen
        | E::FreshSignInRequired
        | E::Forbidden => StatusCode::FORBIDDEN,
        E::NotFound
        | E::UserNotFound
        | E::SessionNotFound
        | E::CodeNotFound
        | E::IdentityNotFound
        | E::PaymentNotFound
        | E::RefundNotFound
        | E::InvoiceNotFound
        | E::InvoiceNotEligible
        | E::PayoutNotFound => StatusCode::NOT_FOUND,
        E::MisdirectedRequest => StatusCode::MISDIRECTED_REQUEST,
        E::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        E::SlugReserved
        | E::SlugTaken
        | E::SlugLimitReached
        | E::EmailTaken
        | E::IdentityTaken
        | E::LastIdentity
        | E::IdentityLimitReached
        | E::PayoutNotActionable
        | E::PayoutInFlight
        | E::BalanceWouldBeForfeited
        | E::UserErased
        | E::PaymentConflict
        | E::RefundExceedsPayment
        | E::RefundConflict
        | E::InvoiceConflict
        | E::IdempotencyInFlight => StatusCode::CONFLICT,
        E::IdempotencyConflict => StatusCode::UNPROCESSABLE_ENTITY,
        E::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        E::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        E::Internal | E::LogoutFailed => StatusCode::INTERNAL_SERVER_ERROR,
        E::Unavailable | E::GoogleDisabled | E::GoogleUnavailable => {
            StatusCode::SERVICE_UNAVAILABLE
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
            forfeit_micro: self.forfeit_micro,
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
            forfeit_micro: error.forfeit_micro,
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
