//! `POST /v1/admin/referrals/users/{user}/tier`.

use serde_json::{Value, json};

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/referrals/users/email:ada@example.com/tier";

on_both!(a_new_tier_shows_at_once_and_is_audited);
async fn a_new_tier_shows_at_once_and_is_audited(world: World) {
    let (operator, ada) = (world.operator(), world.member("ada@example.com").await);
    let body = json!({ "tier": 2, "note": "Ada asked on the phone" });
    operator.post(PATH, &body).await.is_ok(&json!({ "old_tier": 1, "new_tier": 2 }));
    let standing = ada.get("/v1/referrals/me").await.ok();
    assert_eq!(standing["tier_label"], "influencer");
    assert_eq!(standing["rate_bps"], 1_500);
    let expected =
        ("tier_changed".to_owned(), json!(ada.id()), json!({ "old_tier": 1, "new_tier": 2 }));
    assert_eq!(operator.audit().await, [expected], "the note stays with the account");
    let about = operator.get("/v1/admin/audit?user=email:ada@example.com").await.ok();
    assert_eq!(about["items"].as_array().unwrap().len(), 1);
    let bob = world.member("bob@example.com").await;
    let about = operator.get(&format!("/v1/admin/audit?user={}", bob.id())).await;
    about.is_ok(&json!({ "items": [], "next_cursor": null }));
}

on_both!(the_same_tier_again_is_no_change);
async fn the_same_tier_again_is_no_change(world: World) {
    let operator = world.operator();
    world.member("ada@example.com").await;
    let same = json!({ "old_tier": 1, "new_tier": 1 });
    operator.post(PATH, &json!({ "tier": 1 })).await.is_ok(&same);
    assert!(operator.audit().await.is_empty());
    assert_eq!(world.database.number("SELECT count(*) FROM referral_events").await, 0);
}

on_both!(refusals_come_in_the_promised_order);
async fn refusals_come_in_the_promised_order(world: World) {
    let operator = world.operator();
    let broken = operator.call("POST", "/v1/admin/referrals/users/ada/tier").body("{");
    broken.await.is_error(400, "invalid_user_id");
    for wrong in [json!({ "tier": "2" }), json!({ "tier": 1.5 }), json!({ "tier": null })] {
        operator.post(PATH, &wrong).await.is_error(400, "invalid_json");
    }
    for tier in [json!(0), json!(3), json!(-1), json!(65_538), json!(i64::MAX)] {
        let body = json!({ "tier": tier, "note": "" });
        operator.post(PATH, &body).await.is_error(400, "invalid_tier");
    }
    operator.post(PATH, &json!({})).await.is_error(400, "invalid_tier");
    let note = "x".repeat(501);
    operator.post(PATH, &json!({ "tier": 2, "note": note })).await.is_error(400, "invalid_args");
    operator
        .post(PATH, &json!({ "tier": 2, "note": Value::Null }))
        .await
        .is_error(400, "invalid_json");
    operator.post(PATH, &json!({ "tier": 2 })).await.is_error(404, "user_not_found");
    assert!(operator.audit().await.is_empty(), "a refusal is no write");
}

on_both!(each_change_of_many_at_once_begins_where_another_ended);
async fn each_change_of_many_at_once_begins_where_another_ended(world: World) {
    let operator = world.operator();
    world.member("ada@example.com").await;
    let set = async |number: usize| {
        let body = json!({ "tier": 1 + number % 2 });
        operator.post(PATH, &body).await.ok()
    };
    let answers = futures_util::future::join_all((0..12).map(set)).await;
    let changes = answers.iter().filter(|answer| answer["old_tier"] != answer["new_tier"]).count();
    let rows = "SELECT count(*) FROM referral_events WHERE old_tier <> new_tier";
    assert_eq!(world.database.number(rows).await, i64::try_from(changes).unwrap());
    assert_eq!(operator.audit().await.len(), changes);
}
