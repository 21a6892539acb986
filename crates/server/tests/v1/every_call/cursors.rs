//! A cursor of another list is refused by every list in the same words.

use crate::support::{Caller, World};

/// Lists whose positions are ids of ours. Those of invoices are the product's, of any form: a
/// position of another list is only a place between two of them.
const OF_MEMBERS: [&str; 3] =
    ["/v1/referrals/invitees", "/v1/referrals/payouts", "/v1/referrals/rewards"];
const OF_OPERATORS: [&str; 3] =
    ["/v1/admin/audit", "/v1/admin/referrals/payouts", "/v1/admin/users"];

on_both!(a_cursor_of_another_list_is_refused_in_the_same_words);
async fn a_cursor_of_another_list_is_refused_in_the_same_words(world: World) {
    let pair = world.pair().await;
    for number in 1..=2 {
        let invoice = serde_json::json!({
            "user_id": pair.inviter.id(), "amount_micro": 1_000_000, "status": "open",
        });
        world.operator().put(&format!("/v1/admin/invoices/inv_{number}"), &invoice).await;
    }
    let invoices = pair.inviter.get("/v1/referrals/invoices?limit=1").await.ok();
    let cursor = invoices["next_cursor"].as_str().unwrap();
    let refused = |answer: &crate::support::Answer, path: &str| {
        answer.is_error(400, "invalid_args");
        assert_eq!(answer.json()["message"], "cursor is of another list.", "{path}");
    };
    for path in OF_MEMBERS {
        for query in ["", "&limit=1", "&status=available"] {
            let path = format!("{path}?cursor={cursor}{query}");
            refused(&pair.inviter.get(&path).await, &path);
        }
    }
    for path in OF_OPERATORS {
        for query in ["", "&limit=1", "&status=requested"] {
            let path = format!("{path}?cursor={cursor}{query}");
            refused(&world.operator().get(&path).await, &path);
        }
    }
}
