//! The CSRF matrix: every unsafe operation of the document × `Sec-Fetch-Site` × `Origin` × token.
//!
//! `csrf.rs` says what the contract is and tries stranger values on one operation; here no operation
//! is left out, the ones that are added later included.

use triport_domain::time::Span;

use super::coverage::{Operation, operations};
use super::csrf::{ALLOWED, PUBLIC, Sent, refusal, send};
use crate::support::{Answer, Caller, SignedIn, World, say};

/// What a browser tells of the page that calls.
const ORIGINS: &[(&str, Option<&str>)] = &[
    ("no origin", None),
    ("own", Some(PUBLIC)),
    ("allowed", Some(ALLOWED)),
    ("null", Some("null")),
    ("other port", Some("http://localhost:8081")),
    ("sub-domain", Some("https://evil.app.example.com")),
    ("http", Some("http://app.example.com")),
];
const SITES: &[Option<&str>] =
    &[None, Some("same-origin"), Some("same-site"), Some("cross-site"), Some("none"), Some("")];

/// Operations that a live session makes only with the header, whatever the browser says.
const REQUIRE_HEADER: &[&str] = &["auth_logout", "auth_attribute"];

/// Header and cookie: none, right, wrong, empty.
fn tokens(right: &str) -> [(Option<&str>, Option<&str>); 7] {
    let wrong = "0000000000000000000000000000000000000000000000000000000000000000";
    [
        (None, None),
        (None, Some(right)),
        (Some(right), Some(right)),
        (Some(wrong), Some(right)),
        (Some(right), None),
        (Some(right), Some("")),
        (Some(""), Some("")),
    ]
}

/// The tag of the refusal; `None` passes the check.
fn expected(operation: &Operation, sent: Sent<'_>) -> Option<&'static str> {
    if operation.needs_admin {
        // No browser sends a token of an operator by itself.
        return None;
    }
    if sent.header.is_none() && REQUIRE_HEADER.contains(&operation.id.as_str()) {
        return Some("csrf_missing");
    }
    refusal(sent)
}

/// The callers of the matrix: a member that is replaced when a call has ended its session.
struct Callers<'w> {
    world: &'w World,
    member: SignedIn<'w>,
    made: usize,
}

impl<'w> Callers<'w> {
    async fn new(world: &'w World) -> Self {
        Self { world, member: world.member("member@example.com").await, made: 0 }
    }

    fn token(&self) -> String {
        self.member.jar.get("nl_csrf").unwrap()
    }

    async fn call(&self, operation: &Operation, sent: Sent<'_>) -> Answer {
        let session = self.member.jar.get("nl_session");
        let session = session.as_deref().filter(|_| operation.needs_session);
        let call = self.world.anonymous().call(&operation.method, &operation.path());
        // Past the check this body is refused, where there is one: so nothing happens.
        send(call, session, sent).body(if operation.takes_body { "{" } else { "" }).await
    }

    /// Signs somebody else in if the session has ended.
    async fn renew(&mut self) {
        let session = format!("nl_session={}", self.member.jar.get("nl_session").unwrap());
        let call = self.world.anonymous().get("/v1/auth/me").header("cookie", &session);
        if call.await.status != 200 {
            self.world.forward(Span::from_secs(3_600));
            self.made += 1;
            self.member = self.world.member(&format!("member-{}@example.com", self.made)).await;
        }
    }
}

on_both!(no_unsafe_operation_decides_wrongly_about_any_caller);
async fn no_unsafe_operation_decides_wrongly_about_any_caller(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let mut callers = Callers::new(&world).await;
    let (mut wrong, mut decisions) = (Vec::new(), 0);
    let is_unsafe = |operation: &Operation| operation.method != "GET";
    for operation in operations().into_iter().filter(is_unsafe) {
        for (origin_is, origin) in ORIGINS {
            for fetch_site in SITES.iter().copied() {
                for which in 0..7 {
                    let token = callers.token();
                    let (header, cookie) = tokens(&token)[which];
                    let sent = Sent { header, cookie, origin: *origin, fetch_site };
                    let expected = expected(&operation, sent);
                    let answer = callers.call(&operation, sent).await;
                    let refused = answer.tag().starts_with("csrf_").then(|| answer.tag());
                    if refused.as_deref() != expected {
                        let about = format!("{} {origin_is} {fetch_site:?}", operation.id);
                        wrong.push(format!("{about} {header:?} {cookie:?}: {answer:?}"));
                    }
                    decisions += 1;
                    if expected.is_none() && !operation.takes_body && operation.needs_session {
                        callers.renew().await;
                    }
                }
            }
        }
    }
    say(&format!("{decisions} decisions, {} of them wrong", wrong.len()));
    assert!(wrong.is_empty(), "{wrong:#?}");
}
