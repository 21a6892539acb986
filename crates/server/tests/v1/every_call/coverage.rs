//! Every operation of the OpenAPI document, against callers who may not make it.
//!
//! The lists here are closed in both directions: an operation that is not in [`GOOD`] fails a test,
//! and so does a gap in [`GAPS`] that is none any more. They grow with the API and shrink otherwise.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::prepared::PARAMETERS;
use crate::support::{Answer, Call, Caller, TestWallet, World, shared_issuer};

/// An operation of the document.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) needs_session: bool,
    pub(crate) needs_admin: bool,
    pub(crate) takes_body: bool,
    responses: Value,
}

/// A good call of every operation: what follows its path, and its body.
const GOOD: &[(&str, &str, &str)] = &[
    ("auth_email_start", "", r#"{"email":"new@example.com"}"#),
    // The code is filled in.
    ("auth_email_verify", "", r#"{"request_id":"REQUEST","code":"CODE"}"#),
    (
        "auth_wallet_challenge",
        "",
        r#"{"address":"11111111111111111111111111111111","chain":"solana"}"#,
    ),
    // The whole body is filled in.
    ("auth_wallet_verify", "", "SIGNED"),
    ("auth_google_start", "", ""),
    ("auth_google_callback", "?state=made-up&code=made-up", ""),
    ("auth_link_google", "", ""),
    ("auth_identities", "", ""),
    ("auth_link_email", "", r#"{"request_id":"REQUEST","code":"CODE"}"#),
    ("auth_link_wallet", "", "SIGNED"),
    // Of the member that calls.
    ("auth_unlink_identity", "", ""),
    // The token of a link is filled in.
    ("auth_link_verify", "", r#"{"token":"LINK"}"#),
    ("auth_me", "", ""),
    ("auth_change_me", "", r#"{"display_name":"Ada"}"#),
    ("auth_erase_me", "?forfeit=true", ""),
    ("auth_export_me", "", ""),
    ("auth_logout", "", ""),
    // The caller's own session is filled in.
    ("auth_end_session", "", ""),
    ("auth_end_other_sessions", "", ""),
    ("auth_sessions", "", ""),
    ("auth_attribute", "", ""),
    ("referrals_set_slug", "", r#"{"slug":"trip-with-me"}"#),
    ("referrals_delete_code", "", ""),
    ("referrals_codes", "", ""),
    ("referrals_check_slug", "?slug=trip-with-us", ""),
    ("referrals_claim", "", r#"{"code":"trip-with-me"}"#),
    ("referrals_attribution", "", ""),
    ("program_show", "", ""),
    ("referrals_me", "", ""),
    ("admin_audit", "", ""),
    ("admin_erase_user", "?forfeit=true", ""),
    ("referrals_invitees", "?limit=10", ""),
    ("referrals_series", "?metric=clicks&bucket=week", ""),
    ("admin_users", "?query=customer-42", ""),
    ("admin_push_user", "", r#"{"email":"customer@example.com","ref_code":"trip-with-me"}"#),
    ("admin_sign_in_link", "", r#"{"external_id":"customer-42"}"#),
    ("admin_user", "", ""),
    ("admin_set_tier", "", r#"{"tier":2,"note":"agreed by mail"}"#),
    ("admin_disable_code", "", r#"{"reason":"advertises against the terms"}"#),
    ("admin_freeze_payouts", "", r#"{"reason":"looks like fraud"}"#),
    ("admin_unfreeze_payouts", "", r#"{"reason":"was none"}"#),
    ("referrals_rewards", "?status=pending", ""),
    ("referrals_payouts", "", ""),
    ("referrals_request_payout", "", PAYOUT),
    ("referrals_cancel_payout", "", ""),
    ("referrals_invoices", "?status=open", ""),
    ("referrals_spend_on_invoice", "", r#"{"invoice_id":"inv_1","amount_micro":1000000}"#),
    (
        "admin_push_payment",
        "",
        r#"{"payment_id":"pay_2","external_id":"customer-42","amount_micro":1}"#,
    ),
    ("admin_push_refund", "", r#"{"refund_id":"re_2","amount_micro":1}"#),
    ("admin_void_refund", "", ""),
    ("admin_invoices", "?status=open", ""),
    ("admin_invoice", "", ""),
    (
        "admin_push_invoice",
        "",
        r#"{"email":"rich@example.com","amount_micro":1000000,"status":"open"}"#,
    ),
    ("admin_payouts", "?status=requested", ""),
    ("admin_payout_processing", "", ""),
    ("admin_payout_sent", "", r#"{"tx_hash":"0xabc"}"#),
    ("admin_payout_failed", "", r#"{"reason":"The address is frozen."}"#),
    ("admin_verify_ledger", "", ""),
    ("admin_attribute", "", r#"{"invitee":{"external_id":"customer-42"},"code":"trip-with-me"}"#),
    ("admin_totals", "", ""),
    ("admin_series", "?metric=earnings", ""),
    ("live", "", ""),
    ("healthy", "", ""),
    ("ready", "", ""),
    ("metrics", "", ""),
];

const PAYOUT: &str = r#"{"amount_micro":10000000,"network":"ethereum",
    "address":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}"#;

/// Operations for members whose good call needs credit.
pub(super) const NEEDS_CREDIT: &[&str] =
    &["referrals_request_payout", "referrals_cancel_payout", "referrals_spend_on_invoice"];

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

/// All operations, ordered by path.
pub(crate) fn operations() -> Vec<Operation> {
    let document = triport_referrals::http::document_text().unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let needs = |scheme: &str| {
                let schemes = operation["security"].as_array().into_iter().flatten();
                schemes.into_iter().any(|needed| needed.get(scheme).is_some())
            };
            found.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                needs_session: needs("session"),
                needs_admin: needs("admin_token"),
                takes_body: operation.get("requestBody").is_some(),
                responses: operation["responses"].clone(),
            });
        }
    }
    found
}

impl Operation {
    /// Its path with an example of each parameter.
    pub(crate) fn path(&self) -> String {
        PARAMETERS
            .iter()
            .fold(self.path.clone(), |path, (name, example)| path.replace(name, example))
    }

    /// A good call, as far as it does not depend on who calls.
    pub(crate) async fn good<'w>(&self, world: &World, caller: &impl Caller<'w>) -> Call<'w> {
        let good = GOOD.iter().find(|(id, _, _)| *id == self.id);
        let (_, query, body) = good.unwrap_or_else(|| panic!("{} is not in GOOD", self.id));
        let mut body = (*body).to_owned();
        if body.contains("REQUEST") {
            // A new address: what signs in to an account cannot be added to another one.
            let links = self.id == "auth_link_email";
            let email = if links { format!("{}@example.com", fresh()) } else { NEW.to_owned() };
            let request_id = world.anonymous().start(&email).await;
            body = body.replace("REQUEST", &request_id).replace("CODE", &world.last_code());
        }
        if body == "SIGNED" {
            body = TestWallet::evm(1).answered(world).await.to_string();
        }
        if body.contains("LINK") {
            body = body.replace("LINK", &world.link_token("customer-of-links").await);
        }
        let names_something = self.needs_admin || NEEDS_CREDIT.contains(&self.id.as_str());
        let path = match self.id.as_str() {
            "admin_erase_user" => world.to_be_erased().await,
            "auth_end_session" => own(caller, "sessions").await,
            "auth_unlink_identity" => {
                one_more_identity(world, caller).await;
                own(caller, "identities").await
            }
            _ if names_something => world.prepared(&self.path).await,
            _ => self.path(),
        };
        caller.call(&self.method, &format!("{path}{query}")).body(body)
    }

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

impl World {
    /// The same installation with everything that can be set up, and without a limit on calls.
    pub(super) fn complete(&self) -> Self {
        self.with(|setup| {
            setup.rate_limit_rps = 0;
            setup.google_issuer = Some(shared_issuer());
        })
    }
}

/// Gives the caller a second way to sign in, if it has one only: the last one cannot be given up.
async fn one_more_identity<'w>(world: &World, caller: &impl Caller<'w>) {
    let held = caller.get("/v1/auth/identities").await;
    if held.status == 200 && held.json()["items"].as_array().unwrap().len() == 1 {
        let number = fresh().trim_start_matches("fresh-").parse::<u32>().unwrap();
        let wallet = TestWallet::solana(u8::try_from(number % 200 + 20).unwrap());
        let body = wallet.answered(world).await;
        caller.post("/v1/auth/identities/wallet", &body).await;
    }
}

/// The address that signs in.
const NEW: &str = "new@example.com";

/// A name that no other call answers.
fn fresh() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("fresh-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The address of something of the caller; of nobody's if the caller has none.
async fn own<'w>(caller: &impl Caller<'w>, what: &str) -> String {
    let answer = caller.get(&format!("/v1/auth/{what}")).await;
    let listed = if answer.status == 200 { answer.json() } else { json!({}) };
    let id = listed["items"][0]["id"].as_str().unwrap_or("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21");
    format!("/v1/auth/{what}/{id}")
}

on_both!(every_operation_answers_a_good_call);
async fn every_operation_answers_a_good_call(world: World) {
    let world = world.complete();
    for operation in operations() {
        let answer = if operation.needs_admin {
            operation.good(&world, &world.operator()).await.await
        } else if NEEDS_CREDIT.contains(&operation.id.as_str()) {
            operation.good(&world, &world.rich().await).await.await
        } else {
            let member = world.member("ada@example.com").await;
            operation.good(&world, &member).await.await
        };
        assert!((200..400).contains(&answer.status), "{}: {answer:?}", operation.id);
        world.forward(triport_domain::time::Span::from_secs(1_800));
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
fn every_operation_has_an_example_here_and_every_gap_an_operation() {
    let documented: BTreeSet<String> =
        operations().into_iter().map(|operation| operation.id).collect();
    let tested: BTreeSet<String> = GOOD.iter().map(|(id, _, _)| (*id).to_owned()).collect();
    assert_eq!(documented, tested);
    for (id, _) in GAPS {
        assert!(tested.contains(*id), "{id} is a gap of nothing");
    }
    assert!(GAPS.len() <= 1, "gaps only become fewer");
}

#[test]
fn every_operation_has_a_file_of_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/v1");
    for operation in operations() {
        let url = operation.path.strip_prefix("/v1").unwrap_or(&operation.path);
        let file = format!("{}/{}.rs", &url[1..], operation.method.to_lowercase());
        let text = std::fs::read_to_string(root.join(&file)).unwrap_or_default();
        assert!(text.contains("on_both!"), "{}: no tests in {file}", operation.id);
    }
}

#[test]
fn the_document_names_only_tags_that_exist() {
    let known: Vec<Value> =
        triport_app::ErrorCode::ALL.iter().map(|code| json!(code.as_str())).collect();
    let document = triport_referrals::http::document_text().unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    let listed = &document["components"]["schemas"]["Error"]["properties"]["error"]["enum"];
    assert_eq!(*listed, json!(known));
}
