//! Writes of money: a body together with its `Idempotency-Key`, and answers that were given before.

use axum::extract::{FromRequest, MatchedPath, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use triport_app::ErrorCode;
use triport_app::money::{IdempotencyKey, Replay, body_hash};

use super::body::{Json, misread};
use super::error::{Failure, Result};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// The longest key, in characters.
const MAX_KEY_CHARS: usize = 255;

/// A body, and the key under which its first answer is kept.
pub(super) struct Keyed<T> {
    pub(super) body: T,
    pub(super) key: Option<IdempotencyKey>,
}

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Keyed<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let key = only_key(request.headers());
        let path = request.extensions().get::<MatchedPath>();
        let path = path.map(|path| path.as_str().to_owned()).unwrap_or_default();
        let Json(body) = Json::<Value>::from_request(request, state).await?;
        // Objects of serde_json keep their names sorted, so equal bodies are written alike.
        let body_hash = body_hash(&body.to_string());
        let body = serde_json::from_value(body).map_err(|error| misread(&error))?;
        let key = key?.map(|key| IdempotencyKey { key, path, body_hash });
        Ok(Self { body, key })
    }
}

/// The one key of a request. Of two nobody could say which of them a repetition will bring.
fn only_key(headers: &HeaderMap) -> Result<Option<String>> {
    let mut given = headers.get_all(IDEMPOTENCY_KEY).iter();
    match (given.next(), given.next()) {
        (key, None) => key.map(read_key).transpose(),
        _ => Err(Failure::new(ErrorCode::InvalidArgs, "Idempotency-Key is given more than once.")),
    }
}

/// The key, bare or as the quoted string of a structured field (RFC 8941, section 3.3.3).
pub(super) fn read_key(value: &HeaderValue) -> Result<String> {
    let text = value.to_str().unwrap_or_default().trim();
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let key = quoted.unwrap_or(text);
    if (1..=MAX_KEY_CHARS).contains(&key.len()) {
        return Ok(key.to_owned());
    }
    let message = "Idempotency-Key has 1 to 255 visible ASCII characters.";
    Err(Failure::new(ErrorCode::InvalidArgs, message))
}

/// Status and text of an answer, as they are kept.
pub(super) fn rendered(status: StatusCode, answer: &impl Serialize) -> (u16, String) {
    // Answers are structs of texts and numbers, which always serialise.
    (status.as_u16(), serde_json::to_string(answer).unwrap_or_default())
}

/// The answer of a write: its own, or the first one again.
pub(super) fn answer<T>(replay: Replay<T>, render: fn(&T) -> (u16, String)) -> Response {
    let (status, text, replayed) = match replay {
        Replay::New(result) => {
            let (status, text) = render(&result);
            (status, text, false)
        }
        Replay::First(first) => (first.status, first.answer, true),
    };
    let status = StatusCode::from_u16(status).unwrap_or_default();
    let mut response = (status, text).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if replayed {
        headers.insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    }
    response
}
