//! Every operation of the OpenAPI document, with a good call of it.
//!
//! The list is closed in both directions: an operation that is not in [`GOOD`] fails a test, and so
//! does one in it that is none.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::prepared::PARAMETERS;
use crate::support::{Call, Caller, TestWallet, World, shared_issuer};

/// An operation of the document.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) needs_session: bool,
    pub(crate) needs_admin: bool,
    pub(crate) takes_body: bool,
    pub(super) responses: Value,
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

#[test]
fn every_operation_has_an_example_here_and_every_example_an_operation() {
    let documented: BTreeSet<String> =
        operations().into_iter().map(|operation| operation.id).collect();
    let tested: BTreeSet<String> = GOOD.iter().map(|(id, _, _)| (*id).to_owned()).collect();
    assert_eq!(documented, tested);
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
