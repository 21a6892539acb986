//! `GET /v1/auth/me/export`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World, payout};

const PATH: &str = "/v1/auth/me/export";

fn rows(document: &Value, list: &str) -> Vec<Value> {
    document[list].as_array().unwrap_or_else(|| panic!("{list}: {document}")).clone()
}

on_both!(everything_of_an_account_is_in_one_document_to_download);
async fn everything_of_an_account_is_in_one_document_to_download(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.inviter.set_slug("of-ada").await.ok();
    pair.pay("pay-1", 200_000_000).await;
    world.refund("pay-1", "re-1", 50_000_000).await;
    world.pay(&pair.inviter, "pay-2", 7_000_000).await;
    world.refund("pay-2", "re-2", 1_000_000).await;
    world.invoice(&pair.inviter, "inv-1", 3_000_000).await;
    pair.payout(10_000_000).await;
    let answer = pair.inviter.get(PATH).await;
    let document = answer.ok();
    let named = answer.header("content-disposition");
    assert_eq!(named, "attachment; filename=\"referrals-export.json\"");
    assert_eq!(document["account"]["email"], "ada@example.com");
    assert_eq!(document["account"]["user_id"], pair.inviter.id());
    assert_eq!(document["overview"]["balance"]["available_micro"], 5_000_000);
    assert_eq!(document["identities"][0]["subject"], "ada@example.com");
    assert_eq!(document["sessions"][0]["provider"], "email");
    let codes: Vec<Value> = rows(&document, "codes").iter().map(|c| c["Code"].clone()).collect();
    assert_eq!(codes, [json!("of-ada"), json!(pair.inviter.uid_code().await)]);
    assert_eq!(document["attribution"]["attributed"], false);
    assert_eq!(document["invitees"][0]["user_id"], pair.invitee.id());
    assert_eq!(document["rewards"][0]["amount_micro"], 15_000_000);
    assert_eq!(document["payments"][0]["payment_id"], "pay-2");
    assert_eq!(document["refunds"][0]["refund_id"], "re-2");
    assert_eq!(document["payouts"][0]["amount_micro"], 10_000_000);
    assert_eq!(document["invoices"][0]["id"], "inv-1");
    let sum: i64 =
        rows(&document, "ledger").iter().map(|l| l["amount_micro"].as_i64().unwrap()).sum();
    assert_eq!((sum, rows(&document, "ledger").len()), (0, 6));
}

on_both!(an_export_tells_how_its_account_came_and_nothing_of_how_others_came);
async fn an_export_tells_how_its_account_came_and_nothing_of_how_others_came(world: World) {
    let ada = world.member("ada@example.com").await;
    let code = ada.uid_code().await;
    world.forward(Span::from_secs(1));
    let browser = world.browser();
    browser.open(&format!("/docs?ref={code}&campaign=spring")).await;
    let bob = browser.sign_in("bob@example.com").await;
    let of_bob = bob.get(PATH).await.ok();
    assert_eq!(of_bob["decisions"][0]["click_path"], "/docs");
    assert_eq!(of_bob["decisions"][0]["code"], code);
    let ada_id = ada.get("/v1/auth/me").await.ok()["user"]["id"].as_str().unwrap().to_owned();
    assert!(!of_bob.to_string().contains(&ada_id), "an inviter is shown by name only: {of_bob}");
    let of_ada = ada.get(PATH).await.ok();
    assert_eq!(of_ada["decisions"][0]["kind"], "signup");
    let bob_id = &of_bob["account"]["user_id"];
    assert_eq!(of_ada["decisions"][0]["counterpart_user_id"], *bob_id);
    assert_eq!(of_ada["decisions"][0]["click_path"], Value::Null);
    assert_eq!(of_ada["decisions"][0]["click_at"], Value::Null);
    assert!(!of_ada.to_string().contains("bob@example.com"), "{of_ada}");
}

on_both!(the_sessions_of_an_export_are_those_that_the_account_sees_elsewhere);
async fn the_sessions_of_an_export_are_those_that_the_account_sees_elsewhere(world: World) {
    world.member("ada@example.com").await;
    world.forward(Span::from_days(31));
    world.member("ada@example.com").await;
    let ada = world.member("ada@example.com").await;
    let seen = rows(&ada.get("/v1/auth/sessions").await.ok(), "items");
    let exported = rows(&ada.get(PATH).await.ok(), "sessions");
    let ids = |sessions: &[Value]| sessions.iter().map(|s| s["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&exported), ids(&seen));
    assert_eq!(exported.len(), 2, "one of the three has ended");
}

on_both!(long_lists_are_there_whole);
async fn long_lists_are_there_whole(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let pair = world.pair().await;
    // As many as one piece holds, which is the last one; then one more.
    for (pushed, expected) in [(0..200, 200), (200..201, 201), (201..410, 410)] {
        for number in pushed {
            pair.pay(&format!("pay-{number}"), 1_000).await;
        }
        let payments = rows(&pair.invitee.get(PATH).await.ok(), "payments");
        let ids: BTreeSet<&str> =
            payments.iter().map(|row| row["payment_id"].as_str().unwrap()).collect();
        assert_eq!((payments.len(), ids.len()), (expected, expected));
        let document = pair.inviter.get(PATH).await.ok();
        assert_eq!(rows(&document, "rewards").len(), expected);
        assert_eq!(rows(&document, "ledger").len(), 4 * expected);
    }
}

on_both!(the_document_has_the_fields_that_are_promised);
async fn the_document_has_the_fields_that_are_promised(world: World) {
    let found = world.member("ada@example.com").await.get(PATH).await.ok();
    let found: BTreeSet<&str> = found.as_object().unwrap().keys().map(String::as_str).collect();
    let document = triport_referrals::http::document_text().unwrap();
    let schemas =
        serde_json::from_str::<Value>(&document).unwrap()["components"]["schemas"].clone();
    let parts = schemas["AccountExport"]["allOf"].as_array().unwrap().clone();
    let properties = parts.iter().map(|part| {
        let named = part["$ref"].as_str().and_then(|name| name.rsplit('/').next());
        named.map_or(part, |name| &schemas[name])["properties"].as_object().unwrap()
    });
    let promised: BTreeSet<&str> =
        properties.flat_map(|part| part.keys().map(String::as_str)).collect();
    assert_eq!(found, promised);
}

on_both!(an_account_takes_ten_exports_a_day);
async fn an_account_takes_ten_exports_a_day(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    for _ in 0..10 {
        ada.get(PATH).await.ok();
    }
    let answer = ada.get(PATH).await;
    answer.is_error(429, "rate_limited");
    assert_eq!(answer.header("retry-after"), "86400");
    bob.get(PATH).await.ok();
    world.forward(Span::from_days(1));
    ada.get(PATH).await.ok();
}

on_both!(only_the_account_itself_takes_its_data_along);
async fn only_the_account_itself_takes_its_data_along(world: World) {
    world.anonymous().get(PATH).await.is_error(401, "unauthenticated");
    world.operator().get(PATH).await.is_error(401, "unauthenticated");
    let pair = world.without_hold();
    let pair = pair.pair().await;
    pair.pay("pay-1", 200_000_000).await;
    pair.inviter.post("/v1/referrals/payouts", &payout(10_000_000)).await;
    let of_bob = pair.invitee.get(PATH).await.ok().to_string();
    for secret in ["ada@example.com", pair.inviter.id(), "0x5aAeb"] {
        assert!(!of_bob.contains(secret), "{secret} {of_bob}");
    }
}
