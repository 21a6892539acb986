//! Every operation of the OpenAPI document, against callers who may not make it and bodies that are
//! none.
//!
//! A gap in [`GAPS`] that is none any more fails a test.

use super::coverage::{Operation, operations};
use crate::support::{Answer, Caller, World};

/// Operations that answer differently than their kind does, and why they may.
const GAPS: &[(&str, Check)] = &[
    // Signing out without a session is a success that checks nothing.
    ("auth_logout", Check::NoSession),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Check {
    NoSession,
    WrongToken,
    Csrf,
    Body,
}

impl Operation {
    /// Whether the document says that this operation may answer so.
    fn assert_documented(&self, answer: &Answer) {
        let response = &self.responses[answer.status.to_string()];
        let about = response["description"].as_str().unwrap_or_default();
        let tag = format!("`{}`", answer.tag());
        assert!(answer.status < 400 || about.contains(&tag), "{} answers {tag}", self.id);
    }

    /// Expects one of these errors, or, for a known gap, none of them.
    fn expect(&self, check: Check, answer: &Answer, tags: &[&str]) {
        self.assert_documented(answer);
        let refused = tags.contains(&answer.tag().as_str());
        let gap = GAPS.contains(&(self.id.as_str(), check));
        assert_ne!(refused, gap, "{check:?}, a gap that is none or a new one: {answer:?}");
    }
}

on_both!(no_operation_for_members_answers_anybody_else);
async fn no_operation_for_members_answers_anybody_else(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let gone = world.member("gone@example.com").await;
    let ended = gone.jar.get("nl_session").unwrap();
    gone.call("POST", "/v1/auth/logout").await.ok();
    let member = world.member("ada@example.com").await;
    let public = member.jar.get("nl_csrf").unwrap();
    for operation in operations().iter().filter(|operation| operation.needs_session) {
        for token in ["", "forged", &"0".repeat(64), &ended, &public] {
            let cookie = format!("nl_session={token}");
            let call = operation.good(&world, &world.anonymous()).await.header("cookie", &cookie);
            operation.expect(Check::NoSession, &call.await, &["unauthenticated"]);
        }
        let answer = operation.good(&world, &world.operator()).await.await;
        operation.expect(Check::NoSession, &answer, &["unauthenticated"]);
    }
}

on_both!(no_operation_for_operators_answers_anybody_else);
async fn no_operation_for_operators_answers_anybody_else(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let member = world.member("ada@example.com").await;
    for operation in operations().iter().filter(|operation| operation.needs_admin) {
        for token in ["", "wrong", "the-admin-token-of-the-tests-012345678"] {
            let call = operation.good(&world, &member).await.header("x-admin-token", token);
            operation.expect(Check::WrongToken, &call.await, &["admin_token_invalid"]);
        }
        let answer = operation.good(&world, &member).await.await;
        operation.expect(Check::WrongToken, &answer, &["admin_token_invalid"]);
    }
}

on_both!(no_unsafe_operation_believes_another_origin_or_a_wrong_token);
async fn no_unsafe_operation_believes_another_origin_or_a_wrong_token(world: World) {
    let member = world.member("ada@example.com").await;
    let of_members = |operation: &&Operation| operation.method != "GET" && !operation.needs_admin;
    for operation in operations().iter().filter(of_members) {
        let call = operation.good(&world, &member).await.without("x-csrf-token");
        let answer = call.header("origin", "https://evil.example").await;
        operation.expect(Check::Csrf, &answer, &["csrf_missing"]);
        let call = operation.good(&world, &member).await.header("x-csrf-token", "wrong");
        operation.expect(Check::Csrf, &call.await, &["csrf_invalid"]);
    }
    member.get("/v1/auth/me").await.ok();
}

on_both!(no_operation_takes_a_body_that_is_no_json_object);
async fn no_operation_takes_a_body_that_is_no_json_object(world: World) {
    let member = world.member("ada@example.com").await;
    for operation in operations().iter().filter(|operation| operation.takes_body) {
        for body in ["", "{", "[]", "null", "7", "\"text\"", "\u{feff}{}"] {
            let call = if operation.needs_admin {
                world.operator().call(&operation.method, &operation.path())
            } else {
                member.call(&operation.method, &operation.path())
            };
            operation.expect(Check::Body, &call.body(body).await, &["invalid_json"]);
        }
    }
}

on_both!(nobody_sees_anything_of_another_account);
async fn nobody_sees_anything_of_another_account(world: World) {
    let ada = world.member("ada.secret@example.com").await;
    ada.set_slug("slug-of-ada").await.ok();
    let uid_code = ada.uid_code().await;
    for operation in operations().iter().filter(|operation| operation.needs_session) {
        let bob = world.member("bob@example.com").await;
        let answer = operation.good(&world, &bob).await.await;
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        for secret in [ada.id(), "ada.secret", "slug-of-ada", &uid_code] {
            assert!(!body.contains(secret), "{}: {body}", operation.id);
        }
        world.forward(triport_domain::time::Span::from_secs(1_800));
    }
}

#[test]
fn every_gap_is_one_of_an_operation() {
    for (id, _) in GAPS {
        let known = operations().iter().any(|operation| operation.id == *id);
        assert!(known, "{id} is a gap of nothing");
    }
    assert!(GAPS.len() <= 1, "gaps only become fewer");
}
