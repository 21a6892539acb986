//! `docs/errors.md`: every error with its status, its reason, its remedy and who answers it.

use std::fmt::Write;

use axum::http::StatusCode;
use triport_app::ErrorCode;
use utoipa::openapi::OpenApi;

use super::error::status;
use super::openapi::{answered_by, document};
use super::remedies::remedy;

const HEAD: &str = "# Errors

<!-- Generated from the code; `make generate` rewrites it, a test compares it. -->

Every error has one shape, whatever its status:

```json
{
  \"error\": \"slug_taken\",
  \"message\": \"This slug is already in use.\",
  \"request_id\": \"req_0123456789abcdef\"
}
```

- `error` is the contract. Compare nothing else. New ones may come, so treat one that you do not
  know by its status.
- `message` is for people and may change at any time.
- `request_id` finds the request in the server's log. It is also the header `X-Request-Id`, on every
  answer, not only on errors.
- `rate_limited` also has `retry_after`, in seconds, and the header `Retry-After`. `unavailable` has
  the header.

Checks come in this order: address and method, session, calls per second, CSRF, body, an earlier answer
to the same `Idempotency-Key`, rules of the fields, limits of an address or account, a fresh sign-in,
conflicts. The first that fails is the answer.
";

/// The page.
pub fn errors_page() -> String {
    let document = document();
    let mut page = HEAD.to_owned();
    page.push_str("\n| `error` | status |\n|---|---|\n");
    let mut codes = ErrorCode::ALL.to_vec();
    codes.sort_by_key(|code| status(*code));
    for code in &codes {
        let (tag, number) = (code.as_str(), status(*code).as_u16());
        // Writing to a String cannot fail.
        let _ = writeln!(page, "| [`{tag}`](#{tag}) | {number} |");
    }
    let mut section = StatusCode::OK;
    for code in codes {
        if status(code) != section {
            section = status(code);
            let reason = section.canonical_reason().unwrap_or_default();
            let _ = write!(page, "\n## {} {reason}\n", section.as_u16());
        }
        let _ = write!(
            page,
            "\n### `{}`\n\n{}\n\n- What to do: {}\n- Answered by: {}\n",
            code.as_str(),
            code.meaning(),
            remedy(code),
            callers(&document, code)
        );
    }
    page
}

fn callers(document: &OpenApi, code: ErrorCode) -> String {
    let (groups, ids) = answered_by(code);
    let single = ids.into_iter().map(|id| format!("`{}`", call(document, id)));
    let all: Vec<String> = groups.into_iter().map(str::to_owned).chain(single).collect();
    match all.as_slice() {
        [] => "every address that no operation has".to_owned(),
        _ => all.join(", "),
    }
}

/// Method and path of an operation.
fn call(document: &OpenApi, id: &str) -> String {
    let found = document.paths.paths.iter().find_map(|(path, item)| {
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("DELETE", &item.delete),
        ];
        let is_it = |operation: &utoipa::openapi::path::Operation| {
            operation.operation_id.as_deref() == Some(id)
        };
        methods
            .into_iter()
            .find(|(_, operation)| operation.as_ref().is_some_and(is_it))
            .map(|(method, _)| format!("{method} {path}"))
    });
    found.unwrap_or_else(|| id.to_owned())
}
