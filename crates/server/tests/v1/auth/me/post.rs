//! `POST /v1/auth/me`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/auth/me";

/// The user with some fields changed.
fn changed(user: &Value, changes: &Value) -> Value {
    let mut user = user.clone();
    for (name, value) in changes.as_object().unwrap() {
        user[name] = value.clone();
    }
    json!({ "user": user })
}

on_both!(name_and_picture_change_and_the_time_of_the_change_with_them);
async fn name_and_picture_change_and_the_time_of_the_change_with_them(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(60));
    let avatar = "https://cdn.example.com/ada.png?size=2";
    let answer =
        ada.post(PATH, &json!({ "display_name": "  Ada Lovelace \n", "avatar_url": avatar })).await;
    let expected = changed(
        &ada.user,
        &json!({
            "display_name": "Ada Lovelace",
            "avatar_url": avatar,
            "updated_at": "2026-03-01T12:01:00Z",
        }),
    );
    answer.is_ok(&expected);
    assert_eq!(ada.get("/v1/auth/me").await.ok()["user"], expected["user"]);
}

on_both!(what_is_left_out_stays);
async fn what_is_left_out_stays(world: World) {
    let ada = world.member("ada@example.com").await;
    let avatar = json!({ "avatar_url": "https://cdn.example.com/a.png" });
    ada.post(PATH, &avatar).await.is_ok(&changed(&ada.user, &avatar));
    let name = json!({ "display_name": "Ada" });
    let both = json!({ "avatar_url": "https://cdn.example.com/a.png", "display_name": "Ada" });
    ada.post(PATH, &name).await.is_ok(&changed(&ada.user, &both));
    ada.post(PATH, &json!({})).await.is_ok(&changed(&ada.user, &both));
}

on_both!(a_null_picture_removes_it);
async fn a_null_picture_removes_it(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.post(PATH, &json!({ "avatar_url": "https://cdn.example.com/a.png" })).await.ok();
    ada.post(PATH, &json!({ "avatar_url": null })).await.is_ok(&json!({ "user": ada.user }));
}

on_both!(fields_that_break_their_rules_are_invalid_args_and_change_nothing);
async fn fields_that_break_their_rules_are_invalid_args_and_change_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    let long = format!("https://cdn.example.com/{}", "a".repeat(2_048));
    for body in [
        json!({ "display_name": "" }),
        json!({ "display_name": " \t " }),
        json!({ "display_name": "x".repeat(81) }),
        json!({ "display_name": "a\0b" }),
        json!({ "display_name": "a\u{202e}b" }),
        json!({ "avatar_url": "" }),
        json!({ "avatar_url": "http://cdn.example.com/a.png" }),
        json!({ "avatar_url": "javascript:alert(1)" }),
        json!({ "avatar_url": "https://" }),
        json!({ "avatar_url": "https://a.example/\"><script>" }),
        json!({ "avatar_url": long }),
        json!({ "display_name": "Fine", "avatar_url": "nonsense" }),
    ] {
        ada.post(PATH, &body).await.is_error(400, "invalid_args");
    }
    ada.get(PATH).await.is_ok(&json!({ "user": ada.user, "provider": "email" }));
}

on_both!(fields_of_another_json_type_are_invalid_json);
async fn fields_of_another_json_type_are_invalid_json(world: World) {
    let ada = world.member("ada@example.com").await;
    for body in [
        json!({ "display_name": null }),
        json!({ "display_name": 7 }),
        json!({ "display_name": ["Ada"] }),
        json!({ "avatar_url": 7 }),
        json!({ "avatar_url": {} }),
    ] {
        ada.post(PATH, &body).await.is_error(400, "invalid_json");
    }
}

on_both!(the_longest_name_counts_characters_not_bytes);
async fn the_longest_name_counts_characters_not_bytes(world: World) {
    let ada = world.member("ada@example.com").await;
    let name = "ü".repeat(80);
    let answer = ada.post(PATH, &json!({ "display_name": name })).await;
    assert_eq!(answer.ok()["user"]["display_name"], name);
}

on_both!(nothing_else_of_an_account_can_be_changed);
async fn nothing_else_of_an_account_can_be_changed(world: World) {
    let ada = world.member("ada@example.com").await;
    let body = json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "email": "eve@example.com",
        "created_at": "2000-01-01T00:00:00Z",
        "tier": 2,
    });
    ada.post(PATH, &body).await.is_ok(&json!({ "user": ada.user }));
}

on_both!(two_changes_of_different_fields_at_once_both_stay);
async fn two_changes_of_different_fields_at_once_both_stay(world: World) {
    let ada = world.member("ada@example.com").await;
    for round in 0..5 {
        let name = json!({ "display_name": format!("Ada {round}") });
        let avatar = json!({ "avatar_url": format!("https://cdn.example.com/{round}.png") });
        let change = async |body| ada.post(PATH, body).await.ok();
        tokio::join!(change(&name), change(&avatar));
        let user = ada.get(PATH).await.ok()["user"].clone();
        assert_eq!(user["display_name"], name["display_name"]);
        assert_eq!(user["avatar_url"], avatar["avatar_url"]);
    }
}

on_both!(only_a_signed_in_account_has_a_profile_to_change);
async fn only_a_signed_in_account_has_a_profile_to_change(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    let body = json!({ "display_name": "Mallory" });
    world.anonymous().post(PATH, &body).await.is_error(401, "unauthenticated");
    bob.post(PATH, &body).await.ok();
    ada.get(PATH).await.is_ok(&json!({ "user": ada.user, "provider": "email" }));
}
