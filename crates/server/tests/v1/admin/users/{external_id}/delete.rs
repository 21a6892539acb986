//! `DELETE /v1/admin/users/{user}`. What an erasure does stands with `DELETE /v1/auth/me`.

use serde_json::json;
use triport_domain::operator::Role;

use crate::support::{Caller, World};

on_both!(an_operator_erases_an_account_by_each_of_its_names);
async fn an_operator_erases_an_account_by_each_of_its_names(world: World) {
    let support = world.operator_as(Role::Support).await;
    for (number, name) in ["email:ada@example.com", "ext:customer-42", ""].into_iter().enumerate() {
        let ada = world.member("ada@example.com").await;
        let push = json!({ "email": "ada@example.com" });
        if name.starts_with("ext:") {
            let pushed = world.operator().push_user("customer-42", &push).await;
            let path = format!("/v1/admin/users/{name}");
            support.delete(&path).await.is_ok(&json!({ "ok": true }));
            let erased =
                format!("user_id IS NOT NULL AND erased_at IS NOT NULL AND '{number}' <> ''");
            assert_eq!(world.count("accounts", &erased).await, 2);
            assert_ne!(pushed["id"], ada.id());
            continue;
        }
        let path = if name.is_empty() { ada.id() } else { name };
        support.delete(&format!("/v1/admin/users/{path}")).await.is_ok(&json!({ "ok": true }));
        ada.get("/v1/auth/me").await.is_error(401, "unauthenticated");
    }
}

on_both!(erasing_again_changes_nothing);
async fn erasing_again_changes_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    let operator = world.operator();
    for name in ["email:ada@example.com", ada.id(), "email:ada@example.com"] {
        operator.delete(&format!("/v1/admin/users/{name}")).await.is_ok(&json!({ "ok": true }));
    }
    let entries = operator.audit().await;
    let erased = entries.iter().filter(|(action, _, _)| action == "user_erased");
    let erased: Vec<_> = erased.collect();
    assert_eq!(erased.len(), 1);
    assert_eq!(erased[0].1, ada.id());
    assert_eq!(erased[0].2, json!({ "forfeit": false }));
}

on_both!(money_is_forfeited_by_an_operator_as_by_the_member);
async fn money_is_forfeited_by_an_operator_as_by_the_member(world: World) {
    let world = world.without_hold();
    let pair = world.pair().await;
    pair.pay("pay-1", 100_000_000).await;
    let path = format!("/v1/admin/users/{}", pair.inviter.id());
    let refused = world.operator().delete(&path).await;
    refused.is_error(409, "balance_would_be_forfeited");
    assert_eq!(refused.json()["forfeit_micro"], 10_000_000);
    let payout = pair.payout(10_000_000).await;
    world.operator().delete(&path).await.is_error(409, "payout_in_flight");
    let cancel = format!("/v1/referrals/payouts/{}/cancel", payout["id"].as_str().unwrap());
    pair.inviter.call("POST", &cancel).await.ok();
    world.operator().delete(&format!("{path}?forfeit=true")).await.ok();
}

on_both!(an_account_that_is_not_there_cannot_be_erased);
async fn an_account_that_is_not_there_cannot_be_erased(world: World) {
    let operator = world.operator();
    for name in ["ext:nobody", "email:nobody@example.com", "01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"] {
        let answer = operator.delete(&format!("/v1/admin/users/{name}")).await;
        answer.is_error(404, "user_not_found");
    }
    operator.delete("/v1/admin/users/nobody").await.is_error(400, "invalid_user_id");
}
