//! Signing in over the real API, reading the code from the server's log, and one pass through
//! what the bench measures: a harness that measures errors would be fast.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use crate::http::call;
use crate::server::Server;

/// How long the log may take to show a code; it is written by a thread of its own.
const LOG_TIME: Duration = Duration::from_secs(5);
/// Digits of a one-time code.
const CODE_DIGITS: usize = 6;

/// Signs a new member in, sets a slug and finds it in the overview.
pub(crate) fn prove(server: &Server, name: &str) -> anyhow::Result<()> {
    let port = server.port();
    let token = sign_in(server, &format!("{name}@example.com"))?;
    let cookie = format!("nl_session={token}");
    let cookie = [("cookie", cookie.as_str())];
    let slug = json!({ "slug": format!("prove-{name}") });
    call(port, "POST", "/v1/referrals/code", &cookie, Some(&slug))?.expect_ok("setting a slug")?;
    let overview = call(port, "GET", "/v1/referrals/me", &cookie, None)?.expect_ok("overview")?;
    let found = overview.json()?;
    ensure!(found.get("custom_slug") == slug.get("slug"), "the slug is not in {found}");
    Ok(())
}

/// Signs in and answers the session token.
pub(crate) fn sign_in(server: &Server, email: &str) -> anyhow::Result<String> {
    let port = server.port();
    let seen = server.log_text()?.len();
    let start = json!({ "email": email });
    let started = call(port, "POST", "/v1/auth/email/start", &[], Some(&start))?;
    let started = started.expect_ok("asking for a code")?.json()?;
    let code = code_in_log(server, seen)?;
    let verify = json!({ "request_id": started.get("request_id"), "code": code });
    let verified = call(port, "POST", "/v1/auth/email/verify", &[], Some(&verify))?;
    let verified = verified.expect_ok("signing in")?;
    Ok(verified.cookie("nl_session").context("no session cookie")?.to_owned())
}

fn code_in_log(server: &Server, seen: usize) -> anyhow::Result<String> {
    let start = Instant::now();
    while start.elapsed() < LOG_TIME {
        let log = server.log_text()?;
        let new = log.get(seen..).unwrap_or_default().lines();
        if let Some(code) = new.filter_map(|line| serde_json::from_str(line).ok()).find_map(find) {
            return Ok(code);
        }
        sleep(Duration::from_millis(2));
    }
    bail!("the log shows no one-time code")
}

/// The six digits that stand alone in any text of a log line, its time aside.
fn find(line: Value) -> Option<String> {
    let Value::Object(mut fields) = line else { return None };
    fields.remove("timestamp");
    fields.values().find_map(|field| {
        let words = field.as_str()?.split(|letter: char| !letter.is_alphanumeric());
        let mut codes = words.filter(|word| {
            word.len() == CODE_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit())
        });
        codes.next().map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_told_from_times_and_request_ids() {
        let line = json!({
            "timestamp": "2026-01-01T00:00:00.123456Z",
            "request_id": "req_0123456789abcdef",
            "message": "Your sign-in code: 654321. It is valid for 10 minutes."
        });
        assert_eq!(find(line).as_deref(), Some("654321"));
    }
}
