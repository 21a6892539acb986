//! Bodies of requests: small JSON objects, and nothing is ever read without a limit.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use http_body_util::BodyExt;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer};
use triport_app::{AppError, ErrorCode};

use super::error::{Failure, Result};

/// The longest body, in bytes.
const MAX_BODY_BYTES: usize = 4 * 1_024;
/// How much of a longer body is read and thrown away, so that the caller, who is still sending,
/// gets to read the answer instead of a broken connection.
const MAX_DISCARDED_BYTES: usize = 16 * 1_024 * 1_024;

/// A JSON body. The content type is not looked at.
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _state: &S) -> Result<Self> {
        let bytes = read(request.into_body()).await?;
        if bytes.is_empty() {
            return Err(invalid("The request has no body; it needs a JSON object."));
        }
        // Without this a list would be taken for the fields of an object in their order.
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            return Err(invalid("The body is not a JSON object."));
        }
        serde_json::from_slice(&bytes).map(Self).map_err(|error| misread(&error))
    }
}

/// The answer to JSON of another shape than the call takes.
pub(super) fn misread(error: &serde_json::Error) -> Failure {
    invalid(&format!("The body is not what this call takes: {error}."))
}

async fn read(mut body: Body) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut total = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| AppError {
            cause: Some(error.to_string()),
            ..AppError::new(ErrorCode::InvalidJson, "The body of the request ended early.")
        })?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        total += data.len();
        if total <= MAX_BODY_BYTES {
            bytes.extend_from_slice(data);
        } else if total > MAX_DISCARDED_BYTES {
            break;
        }
    }
    if total > MAX_BODY_BYTES {
        return Err(invalid("The body is longer than 4 KiB."));
    }
    Ok(bytes)
}

fn invalid(message: &str) -> Failure {
    Failure::new(ErrorCode::InvalidJson, message)
}

/// Reads a field that may be left out, be null, or hold a value: the outer option tells whether it
/// was there. Use with `#[serde(default, deserialize_with = "…")]`.
pub(super) fn present<'de, D, T>(deserializer: D) -> std::result::Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
