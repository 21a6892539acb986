//! An answer, and what every answer has to be.

use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::{Value, json};

/// A complete answer that passed the checks that hold for all answers.
#[derive(Debug)]
pub(crate) struct Answer {
    /// What was asked, for messages.
    about: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// Takes an answer in. The promises about every answer are checked here, so that no test can
    /// leave them out.
    pub(crate) fn new(about: String, status: u16, headers: HeaderMap, body: Bytes) -> Self {
        let answer = Self { about, status, headers, body };
        let id = answer.header("x-request-id");
        assert!(is_request_id(id), "{answer:?}: {id} is no request id");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{answer:?}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{answer:?}");
        assert!(answer.headers.contains_key("cache-control"), "{answer:?}");
        for name in [
            "content-security-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
        ] {
            assert!(answer.headers.contains_key(name), "{name}: {answer:?}");
        }
        if status >= 400 {
            answer.check_envelope();
        }
        answer
    }

    /// One header's text; empty if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// All `Set-Cookie` headers.
    pub(crate) fn cookies(&self) -> Vec<&str> {
        let cookies = self.headers.get_all("set-cookie").iter();
        cookies.map(|value| value.to_str().unwrap()).collect()
    }

    /// The value that a cookie is set to.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies().into_iter().find_map(|cookie| {
            let value = cookie.strip_prefix(name)?.strip_prefix('=')?;
            value.split(';').next()
        })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self:?}: {error}"))
    }

    /// The tag of an error; empty if it is none.
    pub(crate) fn tag(&self) -> String {
        if self.status < 400 {
            return String::new();
        }
        self.json()["error"].as_str().unwrap().to_owned()
    }

    /// Expects success with exactly this body.
    #[track_caller]
    pub(crate) fn is_ok(&self, body: &Value) {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("content-type"), "application/json", "{self:?}");
        assert_eq!(self.json(), *body, "{}", self.about);
    }

    /// Expects success with a body that another check looks at.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(self.header("content-type"), "application/json", "{self:?}");
        self.json()
    }

    /// Expects this error. Its envelope was checked already.
    #[track_caller]
    pub(crate) fn is_error(&self, status: u16, tag: &str) {
        assert_eq!((self.status, self.tag().as_str()), (status, tag), "{self:?}");
    }

    /// Exactly the fields of the contract, and nothing set that belongs to success.
    fn check_envelope(&self) {
        assert_eq!(self.header("content-type"), "application/json", "{self:?}");
        let length = self.body.len().to_string();
        if !self.headers.contains_key("content-length") || !self.body.is_empty() {
            assert_eq!(self.header("content-length"), length, "{self:?}");
        }
        assert!(self.cookies().is_empty(), "an error changes no cookie: {self:?}");
        let envelope = self.json();
        let message = envelope["message"].as_str().unwrap_or_default();
        assert!(!message.is_empty(), "{self:?}");
        let mut expected = json!({
            "error": envelope["error"].as_str(),
            "message": message,
            "request_id": self.header("x-request-id"),
        });
        let retry_after = self.headers.get("retry-after");
        let seconds = retry_after.map(|value| value.to_str().unwrap().parse::<u64>().unwrap());
        match (self.status, seconds) {
            (429, Some(seconds)) => expected["retry_after"] = seconds.into(),
            (503, Some(_)) => {}
            // Waiting does not set it up.
            (503, None) if self.tag() == "google_disabled" => {}
            (409, Some(_)) if self.tag() == "idempotency_in_flight" => {}
            (429 | 503, None) | (_, Some(_)) => panic!("Retry-After: {self:?}"),
            _ => {}
        }
        if self.tag() == "balance_would_be_forfeited" {
            let lost = envelope["forfeit_micro"].as_i64().unwrap_or_default();
            assert!(lost > 0, "{self:?}");
            expected["forfeit_micro"] = lost.into();
        }
        assert_eq!(envelope, expected, "{}", self.about);
    }
}

/// `req_` and 16 hexadecimal digits.
pub(crate) fn is_request_id(text: &str) -> bool {
    let digits = text.strip_prefix("req_").unwrap_or_default();
    let hexadecimal = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    digits.len() == 16 && digits.bytes().all(hexadecimal)
}
