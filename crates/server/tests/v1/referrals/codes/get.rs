//! `GET /v1/referrals/codes`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/referrals/codes";

on_both!(codes_come_newest_first_with_their_state);
async fn codes_come_newest_first_with_their_state(world: World) {
    let ada = world.member("ada@example.com").await;
    let mut set = Vec::new();
    for slug in ["gone", "first", "second"] {
        world.forward(Span::from_secs(60));
        set.push(ada.set_slug(slug).await.ok()["code"].clone());
        if slug == "gone" {
            ada.delete("/v1/referrals/code").await.ok();
        }
    }
    let with = |code: &Value, disabled_at: Value, state: &str| {
        let mut code = code.clone();
        code["DisabledAt"] = disabled_at;
        code["State"] = json!(state);
        code
    };
    let answer = ada.get(PATH).await;
    let uid_id = answer.ok()["items"][3]["ID"].clone();
    answer.is_ok(&json!({ "items": [
        with(&set[2], Value::Null, "active"),
        with(&set[1], Value::Null, "alias"),
        with(&set[0], json!("2026-03-01T12:01:00Z"), "disabled"),
        {
            "ID": uid_id,
            "UserID": ada.id(),
            "Code": ada.uid_code().await,
            "Kind": "uid",
            "CreatedAt": "2026-03-01T12:00:00Z",
            "DisabledAt": null,
            "State": "active",
        },
    ] }));
}

on_both!(a_code_that_was_taken_back_keeps_its_place);
async fn a_code_that_was_taken_back_keeps_its_place(world: World) {
    let ada = world.member("ada@example.com").await;
    for slug in ["first", "second", "first"] {
        world.forward(Span::from_secs(60));
        ada.set_slug(slug).await.ok();
    }
    let codes: Vec<String> = ada.codes().await.into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["second".to_owned(), "first".to_owned(), ada.uid_code().await]);
}

on_both!(codes_of_one_moment_have_a_firm_order);
async fn codes_of_one_moment_have_a_firm_order(world: World) {
    let ada = world.member("ada@example.com").await;
    for number in 0..10 {
        ada.set_slug(&format!("slug-{number}")).await.ok();
    }
    let first = ada.codes().await;
    for _ in 0..3 {
        assert_eq!(ada.codes().await, first);
    }
}

on_both!(everybody_sees_only_their_own_codes);
async fn everybody_sees_only_their_own_codes(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    world.forward(Span::from_secs(60));
    ada.set_slug("of-ada").await.ok();
    bob.set_slug("of-bob").await.ok();
    for (member, slug) in [(&ada, "of-ada"), (&bob, "of-bob")] {
        let codes: Vec<String> = member.codes().await.into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, [slug.to_owned(), member.uid_code().await]);
    }
    world.anonymous().get(PATH).await.is_error(401, "unauthenticated");
}
