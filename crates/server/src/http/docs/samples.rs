//! The commands and answers in the page's first sections.

use super::html::source;

/// Each as HTML.
pub(super) struct Samples {
    pub(super) start: String,
    pub(super) verify: String,
    pub(super) set_slug: String,
    pub(super) overview: String,
    pub(super) csrf: String,
    pub(super) fetch: String,
    pub(super) error: String,
    pub(super) limited: String,
    pub(super) values: String,
}

const START: &str = r#"curl -sS '$BASE/v1/auth/email/start' \
  -H 'Content-Type: application/json' \
  -d '{"email": "ada@example.com"}'"#;

const VERIFY: &str = r#"curl -sS '$BASE/v1/auth/email/verify' \
  -b cookies.txt -c cookies.txt \
  -H 'Content-Type: application/json' \
  -d '{"request_id": "…", "code": "271828"}'"#;

const SET_SLUG: &str = r#"curl -sS '$BASE/v1/referrals/code' \
  -b cookies.txt \
  -H 'Content-Type: application/json' \
  -d '{"slug": "trip-with-me"}'"#;

const OVERVIEW: &str = r"curl -sS '$BASE/v1/referrals/me' \
  -b cookies.txt";

const CSRF: &str = r#"# the seventh column of curl's cookie file is the value
token=$(awk '/nl_csrf/ { print $7 }' cookies.txt)
curl -sS '$BASE/v1/auth/logout' -X POST \
  -b cookies.txt -c cookies.txt \
  -H "X-CSRF-Token: $token""#;

const FETCH: &str = r#"const res = await fetch("$BASE/v1/referrals/code", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  credentials: "include", // send the session cookie
  body: JSON.stringify({ slug: "trip-with-me" }),
});
if (!res.ok) {
  const { error } = await res.json();
  throw new Error(error); // e.g. "slug_taken"
}
const { code } = await res.json();
console.log(code.Code); // "trip-with-me""#;

const ERROR: &str = r#"{
  "error": "slug_taken",
  "message": "This slug is already in use.",
  "request_id": "req_0123456789abcdef"
}"#;

const LIMITED: &str = r#"Retry-After: 2

{
  "error": "rate_limited",
  "message": "Too many requests. Please wait …",
  "request_id": "req_0123456789abcdef",
  "retry_after": 2
}"#;

const VALUES: &str = r#"{
  "available_micro": 12500000,
  "rate_bps": 1500
}"#;

impl Samples {
    pub(super) fn new(base: &str) -> Self {
        let of = |text: &str| source(&text.replace("$BASE", base));
        Self {
            start: of(START),
            verify: of(VERIFY),
            set_slug: of(SET_SLUG),
            overview: of(OVERVIEW),
            csrf: of(CSRF),
            fetch: of(FETCH),
            error: of(ERROR),
            limited: of(LIMITED),
            values: of(VALUES),
        }
    }
}
