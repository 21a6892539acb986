//! `POST /v1/referrals/code`: the rows of the public contract, one by one.

use serde_json::{Value, json};
use triport_domain::time::Span;
use uuid::Uuid;

use crate::support::{Caller, World};

const PATH: &str = "/v1/referrals/code";

/// The text of the code in an answer.
fn text(answer: &Value) -> &str {
    answer["code"]["Code"].as_str().unwrap()
}

on_both!(the_answer_is_the_code_with_the_field_names_of_the_contract);
async fn the_answer_is_the_code_with_the_field_names_of_the_contract(world: World) {
    let ada = world.member("ada@example.com").await;
    let answer = ada.post(PATH, &json!({ "slug": "trip-with-me" })).await;
    let id: Uuid = answer.ok()["code"]["ID"].as_str().unwrap().parse().unwrap();
    answer.is_ok(&json!({ "code": {
        "ID": id.to_string(),
        "UserID": ada.id(),
        "Code": "trip-with-me",
        "Kind": "custom",
        "CreatedAt": "2026-03-01T12:00:00Z",
        "DisabledAt": null,
    } }));
}

on_both!(a_slug_is_lower_cased_and_trimmed_of_unicode_white_space);
async fn a_slug_is_lower_cased_and_trimmed_of_unicode_white_space(world: World) {
    let ada = world.member("ada@example.com").await;
    let first = ada.set_slug("mycode").await.ok();
    for typed in
        ["MyCode", "  mycode ", "\tMYCODE\r\n", "\u{a0}mycode\u{3000}", "\u{2003}\u{85}MyCode"]
    {
        assert_eq!(ada.set_slug(typed).await.ok(), first, "{typed:?}");
    }
}

on_both!(a_slug_outside_the_rules_is_invalid);
async fn a_slug_outside_the_rules_is_invalid(world: World) {
    let ada = world.member("ada@example.com").await;
    let long = "a".repeat(33);
    for slug in [
        "",
        "   ",
        "a",
        "ab",
        "  ab  ",
        &long,
        "-abc",
        "abc-",
        "-",
        "---",
        "a b",
        "a_b",
        "a.b",
        "a/b",
        "a+b",
        "abc!",
        "ünder",
        "straße",
        "日本語",
        "abc\u{200b}",
        "ab\0c",
        "abc\n-def",
        "%61bc",
        "аdmin",
        "\u{212a}ool",
        "ⅷ-iii",
        "\u{feff}abc",
    ] {
        ada.set_slug(slug).await.is_error(400, "slug_invalid");
    }
    ada.post(PATH, &json!({})).await.is_error(400, "slug_invalid");
    assert_eq!(ada.codes().await.len(), 1, "only the uid code");
}

on_both!(the_shortest_and_the_longest_slug_are_fine);
async fn the_shortest_and_the_longest_slug_are_fine(world: World) {
    let ada = world.member("ada@example.com").await;
    for slug in ["abc", "a-b", "a--b", "123", "0-0", &"z".repeat(32)] {
        assert_eq!(text(&ada.set_slug(slug).await.ok()), slug);
    }
}

on_both!(a_slug_of_another_json_type_is_invalid_json);
async fn a_slug_of_another_json_type_is_invalid_json(world: World) {
    let ada = world.member("ada@example.com").await;
    for slug in [json!(null), json!(123), json!(true), json!(["abc"]), json!({ "slug": "abc" })] {
        ada.post(PATH, &json!({ "slug": slug })).await.is_error(400, "invalid_json");
    }
    for body in [json!(null), json!("abc"), json!(7), json!([{ "slug": "abc" }])] {
        ada.post(PATH, &body).await.is_error(400, "invalid_json");
    }
}

on_both!(without_a_session_no_slug_is_set);
async fn without_a_session_no_slug_is_set(world: World) {
    let body = json!({ "slug": "trip-with-me" });
    world.anonymous().post(PATH, &body).await.is_error(401, "unauthenticated");
    let forged = format!("nl_session={}", "a".repeat(64));
    let answer = world.anonymous().post(PATH, &body).header("cookie", &forged).await;
    answer.is_error(401, "unauthenticated");
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
}

on_both!(two_accounts_cannot_hold_one_slug);
async fn two_accounts_cannot_hold_one_slug(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("trip-with-me").await.ok();
    bob.set_slug("trip-with-me").await.is_error(409, "slug_taken");
    bob.set_slug(" TRIP-with-ME").await.is_error(409, "slug_taken");
    bob.set_slug("trip-with-us").await.ok();
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["custom_slug"], "trip-with-me");
}

on_both!(the_same_slug_again_is_the_same_row);
async fn the_same_slug_again_is_the_same_row(world: World) {
    let ada = world.member("ada@example.com").await;
    let first = ada.set_slug("trip-with-me").await.ok();
    world.forward(Span::from_secs(3_600));
    assert_eq!(ada.set_slug("trip-with-me").await.ok(), first);
    assert_eq!(ada.codes().await.len(), 2);
}

on_both!(a_new_slug_replaces_the_one_before_which_becomes_an_alias);
async fn a_new_slug_replaces_the_one_before_which_becomes_an_alias(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_secs(60));
    let first = ada.set_slug("first").await.ok();
    world.forward(Span::from_secs(60));
    let second = ada.set_slug("second").await.ok();
    assert_ne!(second["code"]["ID"], first["code"]["ID"]);
    assert_eq!(second["code"]["CreatedAt"], "2026-03-01T12:02:00Z");
    assert_eq!(second["code"]["DisabledAt"], Value::Null);
    let codes = ada.codes().await;
    let expected = [("second", "active"), ("first", "alias"), (&ada.uid_code().await, "active")];
    assert_eq!(codes, expected.map(|(code, state)| (code.to_owned(), state.to_owned())));
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["custom_slug"], "second");
}

on_both!(a_slug_that_is_somebodys_uid_code_is_taken);
async fn a_slug_that_is_somebodys_uid_code_is_taken(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    for uid_code in [ada.uid_code().await, bob.uid_code().await] {
        ada.set_slug(&uid_code).await.is_error(409, "slug_taken");
        ada.set_slug(&uid_code.to_uppercase()).await.is_error(409, "slug_taken");
    }
    assert_eq!(ada.codes().await.len(), 1);
}

on_both!(a_session_that_ended_sets_nothing);
async fn a_session_that_ended_sets_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_days(30));
    ada.set_slug("trip-with-me").await.is_error(401, "unauthenticated");
}

on_both!(unknown_fields_of_the_body_are_ignored);
async fn unknown_fields_of_the_body_are_ignored(world: World) {
    let ada = world.member("ada@example.com").await;
    let body = json!({ "slug": "trip-with-me", "user_id": "other", "Kind": "uid" });
    let code = ada.post(PATH, &body).await.ok()["code"].clone();
    assert_eq!((code["Kind"].as_str(), code["UserID"].as_str()), (Some("custom"), Some(ada.id())));
}

on_both!(the_fetch_example_of_the_documentation_works_from_an_allowed_origin);
async fn the_fetch_example_of_the_documentation_works_from_an_allowed_origin(world: World) {
    let ada = world.member("ada@example.com").await;
    let call = ada.set_slug("trip-with-me").without("x-csrf-token");
    let call = call.header("origin", "https://app.example.com");
    let answer = call.header("content-type", "application/json").await;
    assert_eq!(text(&answer.ok()), "trip-with-me");
    assert_eq!(answer.header("access-control-allow-origin"), "https://app.example.com");
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
}

on_both!(of_twelve_accounts_that_want_one_slug_at_once_one_gets_it);
async fn of_twelve_accounts_that_want_one_slug_at_once_one_gets_it(world: World) {
    let mut members = Vec::new();
    for number in 0..12 {
        members.push(world.member(&format!("m{number}@example.com")).await);
    }
    let calls = members.iter().map(|member| async { member.set_slug("gold").await });
    let answers = futures_util::future::join_all(calls).await;
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status != 200).collect();
    assert_eq!(refused.len(), 11);
    for answer in refused {
        answer.is_error(409, "slug_taken");
    }
}

on_both!(an_account_that_races_with_itself_has_one_active_slug_in_the_end);
async fn an_account_that_races_with_itself_has_one_active_slug_in_the_end(world: World) {
    let ada = world.member("ada@example.com").await;
    let call = async |number: usize| ada.set_slug(&format!("slug-{number}")).await.ok();
    let calls = (0..12).map(|number| call(number % 6));
    futures_util::future::join_all(calls).await;
    let codes = ada.codes().await;
    let count = |wanted: &str| codes.iter().filter(|(_, state)| state == wanted).count();
    assert_eq!((count("active"), count("alias")), (2, 5), "uid code, slug, aliases: {codes:?}");
}
