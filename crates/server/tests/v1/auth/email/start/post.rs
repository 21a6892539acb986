//! `POST /v1/auth/email/start`.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Caller, World};

const PATH: &str = "/v1/auth/email/start";

on_both!(the_answer_is_the_id_of_the_request_and_nothing_else);
async fn the_answer_is_the_id_of_the_request_and_nothing_else(world: World) {
    let answer = world.anonymous().post(PATH, &json!({ "email": "ada@example.com" })).await;
    let id: Uuid = answer.ok()["request_id"].as_str().unwrap().parse().unwrap();
    answer.is_ok(&json!({ "request_id": id.to_string() }));
    assert!(answer.cookies().is_empty(), "asking for a code signs nobody in: {answer:?}");
}

on_both!(an_address_with_an_account_and_one_without_get_the_same_answer);
async fn an_address_with_an_account_and_one_without_get_the_same_answer(world: World) {
    world.member("known@example.com").await;
    let mut seen = Vec::new();
    for email in ["known@example.com", "unknown@example.com"] {
        let answer = world.anonymous().post(PATH, &json!({ "email": email })).await;
        let mut body = answer.ok();
        body["request_id"] = Value::Null;
        let mut headers = answer.headers.clone();
        headers.remove("x-request-id");
        seen.push((answer.body.len(), body, headers));
    }
    assert_eq!(seen[0], seen[1]);
}

on_both!(spaces_around_an_address_and_its_case_do_not_matter);
async fn spaces_around_an_address_and_its_case_do_not_matter(world: World) {
    let plain = world.member("ada@example.com").await;
    let shouted = world.member(" \u{2003}ADA@Example.COM\r\n").await;
    assert_eq!(shouted.user, plain.user);
    assert_eq!(shouted.user["email"], "ada@example.com");
}

on_both!(the_mail_goes_to_the_address_and_holds_a_code_of_six_digits);
async fn the_mail_goes_to_the_address_and_holds_a_code_of_six_digits(world: World) {
    let request_id = world.anonymous().start(" Ada@Example.com ").await;
    let mail = world.last_mail();
    assert_eq!(mail.to().as_str(), "ada@example.com");
    let code = mail.code().to_owned();
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    assert!(mail.text().contains(&code) && mail.html().contains(&code));
    assert!(!mail.text().contains(&request_id), "the mail alone signs nobody in");
    world.anonymous().verify(&request_id, &code).await.ok();
}

on_both!(a_mail_that_cannot_be_sent_is_an_error_that_does_not_count);
async fn a_mail_that_cannot_be_sent_is_an_error_that_does_not_count(world: World) {
    let broken = world.with(|setup| setup.mail_works = false);
    for _ in 0..7 {
        let answer = broken.anonymous().post(PATH, &json!({ "email": "ada@example.com" })).await;
        answer.is_error(503, "unavailable");
    }
    assert_eq!(world.database.number("SELECT count(*) FROM one_time_codes").await, 0);
    for _ in 0..5 {
        world.anonymous().start("ada@example.com").await;
    }
}

on_both!(what_is_no_address_is_refused);
async fn what_is_no_address_is_refused(world: World) {
    let long = format!("{}@example.com", "a".repeat(250));
    for email in [
        "",
        "   ",
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "a b@example.com",
        "ada@example.com, eve@example.com",
        "Ada <ada@example.com>",
        "ada@[127.0.0.1]",
        "\"ada\"@example.com",
        "ädä@example.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "ada\0@example.com",
        &long,
    ] {
        let answer = world.anonymous().post(PATH, &json!({ "email": email })).await;
        answer.is_error(400, "invalid_email");
    }
    world.anonymous().post(PATH, &json!({})).await.is_error(400, "invalid_email");
}

on_both!(an_address_of_another_json_type_is_invalid_json);
async fn an_address_of_another_json_type_is_invalid_json(world: World) {
    for email in [json!(null), json!(7), json!(true), json!(["ada@example.com"]), json!({})] {
        let answer = world.anonymous().post(PATH, &json!({ "email": email })).await;
        answer.is_error(400, "invalid_json");
    }
}

on_both!(somebody_who_is_signed_in_may_ask_for_a_code_too);
async fn somebody_who_is_signed_in_may_ask_for_a_code_too(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.post(PATH, &json!({ "email": "other@example.com" })).await.ok();
}

on_both!(unknown_fields_are_ignored);
async fn unknown_fields_are_ignored(world: World) {
    let body = json!({ "email": "ada@example.com", "newsletter": { "yes": [1, 2] } });
    world.anonymous().post(PATH, &body).await.ok();
}
