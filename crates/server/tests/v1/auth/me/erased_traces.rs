//! Nothing that says who somebody was is left after an erasure: not in the tables, and on SQLite not
//! in the files either.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, World};

/// What every planted text holds, whatever it is planted for.
const MARKER: &str = "planted";
/// Addresses of a network are no text that one could choose.
const ADDRESS: &str = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

/// Everything that a person leaves behind, each with the marker in it.
async fn plant(world: &World) -> String {
    let operator = world.operator();
    let push = json!({ "email": "planted@example.com", "email_verified": true });
    let id = operator.push_user("planted-42", &push).await["id"].as_str().unwrap().to_owned();
    let browser = world.browser();
    let request_id = world.anonymous().start("planted@example.com").await;
    let body = json!({ "request_id": request_id, "code": world.last_code() });
    let verify = browser.post("/v1/auth/email/verify", &body);
    verify.header("user-agent", "PlantedBrowser/1.0 planted").await.ok();
    let profile = json!({ "display_name": "Planted Person",
                          "avatar_url": "https://planted.example/me.png" });
    browser.post("/v1/auth/me", &profile).await.ok();
    for slug in ["planted-first", "planted-second"] {
        browser.post("/v1/referrals/code", &json!({ "slug": slug })).await.ok();
    }
    browser.post("/v1/referrals/claim", &json!({ "code": "planted-typed" })).await.ok();
    let tier = json!({ "tier": 2, "note": "planted on the phone" });
    operator.post(&format!("/v1/admin/referrals/users/{id}/tier"), &tier).await.ok();
    let disable = json!({ "reason": "planted reason" });
    operator.post("/v1/admin/codes/planted-first/disable", &disable).await.ok();
    for what in ["freeze-payouts", "unfreeze-payouts"] {
        operator.post(&format!("/v1/admin/users/{id}/{what}"), &disable).await.ok();
    }
    let invoice = json!({ "user_id": id, "amount_micro": 5, "status": "open",
                          "description": "A ticket for the planted person" });
    assert_eq!(operator.put("/v1/admin/invoices/inv-1", &invoice).await.status, 201);
    // One whom it brought, a payout of what that one paid, and one who came too late.
    world.forward(Span::from_secs(1));
    let visitor = world.browser();
    visitor.follow("planted-second").await;
    let bob = visitor.sign_in("bob@example.com").await;
    world.flush().await;
    world.pay(&bob, "pay-1", 900_000_000).await;
    let payout = json!({ "amount_micro": 90_000_000, "network": "ethereum", "address": ADDRESS });
    let asked = browser.post("/v1/referrals/payouts", &payout).header("idempotency-key", "k").await;
    let failed =
        format!("/v1/admin/referrals/payouts/{}/failed", asked.json()["id"].as_str().unwrap());
    operator.post(&failed, &json!({ "reason": "planted: no such address" })).await.ok();
    world.anonymous().start("planted@example.com").await;
    id
}

on_both!(nothing_of_an_erased_person_is_left_in_the_database);
async fn nothing_of_an_erased_person_is_left_in_the_database(world: World) {
    let world = world.without_hold();
    let carol = world.member("carol@example.com").await;
    let id = plant(&world).await;
    let late = json!({ "code": "planted-second" });
    let claimed = carol.post("/v1/referrals/claim", &late).await.ok();
    assert_eq!(claimed["reason"], "inviter_too_new");
    let found = traces(&world).await;
    assert!(found > 10, "{found} traces before");
    world.operator().delete(&format!("/v1/admin/users/{id}?forfeit=true")).await.ok();
    // Clicks that were counted before are written afterwards.
    world.flush().await;
    world.forward(Span::from_secs(10));
    world.work().await;
    assert_eq!(world.count("erasures", "1 = 1").await, 0);
    assert_eq!(traces(&world).await, 0, "{}", some_trace(&world).await);
    // The books and the counters are as they were.
    let me = world.member("bob@example.com").await.get("/v1/referrals/me").await.ok();
    assert_eq!(me["inviter_display"], "Former member");
    let verified = world.operator().post("/v1/admin/ledger/verify", &json!({})).await.ok();
    assert_eq!(verified["differences"], json!([]));
}

/// How often something planted stands in the database.
async fn traces(world: &World) -> usize {
    let everything = world.database.everything().await.to_ascii_lowercase();
    let needles = [MARKER.to_owned(), ADDRESS.to_ascii_lowercase()];
    needles.iter().map(|needle| places(&everything, needle.as_bytes()).len()).sum()
}

/// What stands around the first of them, for messages.
async fn some_trace(world: &World) -> String {
    let everything = world.database.everything().await.to_ascii_lowercase();
    let place = places(&everything, MARKER.as_bytes()).first().copied();
    let place =
        place.or(places(&everything, ADDRESS.to_ascii_lowercase().as_bytes()).first().copied());
    let Some(place) = place else { return String::new() };
    let around = place.saturating_sub(200)..(place + 100).min(everything.len());
    String::from_utf8_lossy(&everything[around]).into_owned()
}

fn places(haystack: &[u8], needle: &[u8]) -> Vec<usize> {
    let windows = haystack.windows(needle.len()).enumerate();
    windows.filter(|(_, window)| *window == needle).map(|(place, _)| place).collect()
}
