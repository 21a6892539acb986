//! `GET /v1/referrals/invitees`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, SignedIn, World};

const PATH: &str = "/v1/referrals/invitees";

/// An inviter and that many invitees, a second between each.
async fn inviter_of(world: &World, count: usize) -> (SignedIn<'_>, Vec<String>) {
    let ada = world.member("ada@example.com").await;
    let code = ada.uid_code().await;
    let mut ids = Vec::new();
    for number in 0..count {
        world.forward(Span::from_secs(1));
        let browser = world.browser();
        browser.jar.set("ref_code", &code);
        ids.push(browser.sign_in(&format!("invitee{number}@example.com")).await.id().to_owned());
    }
    ids.reverse();
    (ada, ids)
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["user_id"].as_str().unwrap().to_owned()).collect()
}

on_both!(an_invitee_is_shown_without_anything_personal);
async fn an_invitee_is_shown_without_anything_personal(world: World) {
    let (ada, ids) = inviter_of(&world, 1).await;
    let page = ada.get(PATH).await.ok();
    let name = page["items"][0]["display_name"].as_str().unwrap();
    assert!(name.starts_with("Member "), "{name}");
    assert_eq!(
        page,
        json!({
            "items": [{
                "user_id": ids[0],
                "display_name": name,
                "signed_at": "2026-03-01T12:00:01Z",
                "total_paid_micro": 0,
            }],
            "next_cursor": null,
        })
    );
}

on_both!(nobody_is_an_empty_list);
async fn nobody_is_an_empty_list(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.get(PATH).await.is_ok(&json!({ "items": [], "next_cursor": null }));
    world.anonymous().get(PATH).await.is_error(401, "unauthenticated");
}

on_both!(pages_follow_each_other_by_cursor_and_by_offset);
async fn pages_follow_each_other_by_cursor_and_by_offset(world: World) {
    let (ada, expected) = inviter_of(&world, 7).await;
    let mut seen = Vec::new();
    let mut path = format!("{PATH}?limit=3");
    loop {
        let page = ada.get(&path).await.ok();
        seen.extend(ids(&page));
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("{PATH}?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, expected);
    assert_eq!(ids(&ada.get(&format!("{PATH}?limit=2&offset=3")).await.ok()), expected[3..5]);
    for forgiven in ["?limit=0", "?limit=201", "?limit=x&offset=-1", "?offset=10001"] {
        assert_eq!(ids(&ada.get(&format!("{PATH}{forgiven}")).await.ok()), expected, "{forgiven}");
    }
}

on_both!(a_cursor_that_is_none_of_this_list_is_refused);
async fn a_cursor_that_is_none_of_this_list_is_refused(world: World) {
    let (ada, _) = inviter_of(&world, 1).await;
    // The last one is `5:not-an-id`.
    for cursor in ["x", "AAAA", "%20", "NTpub3QtYW4taWQ"] {
        let answer = ada.get(&format!("{PATH}?cursor={cursor}")).await;
        answer.is_error(400, "invalid_args");
    }
    ada.get(&format!("{PATH}?cursor=")).await.ok();
}

on_both!(everybody_sees_its_own_invitees_only);
async fn everybody_sees_its_own_invitees_only(world: World) {
    let (ada, of_ada) = inviter_of(&world, 3).await;
    let bob = world.member("bob@example.com").await;
    assert_eq!(ids(&bob.get(PATH).await.ok()), [""; 0]);
    let found: BTreeSet<String> = ids(&ada.get(PATH).await.ok()).into_iter().collect();
    assert_eq!(found, of_ada.into_iter().collect());
}
