//! `POST /v1/auth/email/verify`, where it refuses.

use futures_util::future::join_all;
use serde_json::json;
use triport_domain::time::{Span, Timestamp};

use crate::support::{Caller, START, World};

const PATH: &str = "/v1/auth/email/verify";

on_both!(an_unknown_request_is_invalid);
async fn an_unknown_request_is_invalid(world: World) {
    world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    for request_id in [
        "01890a5d-ac96-774b-bcce-b302099a8057",
        "00000000-0000-0000-0000-000000000000",
        "",
        "no-uuid",
        "' OR 1=1 --",
        &"0".repeat(3_000),
    ] {
        world.anonymous().verify(request_id, &code).await.is_error(400, "invalid_request");
    }
    world.anonymous().post(PATH, &json!({ "code": code })).await.is_error(400, "invalid_request");
}

on_both!(a_wrong_or_missing_code_is_told_and_signs_nobody_in);
async fn a_wrong_or_missing_code_is_told_and_signs_nobody_in(world: World) {
    let anonymous = world.anonymous();
    let request_id = anonymous.start("ada@example.com").await;
    let code = world.last_code();
    let near = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    anonymous.verify(&request_id, &near).await.is_error(400, "invalid_code");
    anonymous.verify(&request_id, "").await.is_error(400, "invalid_code");
    let without = anonymous.post(PATH, &json!({ "request_id": request_id })).await;
    without.is_error(400, "invalid_code");
    anonymous.verify(&request_id, &"1".repeat(3_000)).await.is_error(400, "invalid_code");
    anonymous.verify(&request_id, &code).await.ok();
}

on_both!(fields_of_another_json_type_are_invalid_json_and_no_try);
async fn fields_of_another_json_type_are_invalid_json_and_no_try(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    for wrong in [json!(null), json!(123_456), json!([code]), json!({ "code": code }), json!(true)]
    {
        for body in [
            json!({ "request_id": request_id, "code": wrong }),
            json!({ "request_id": wrong, "code": code }),
        ] {
            world.anonymous().post(PATH, &body).await.is_error(400, "invalid_json");
        }
    }
    world.anonymous().verify(&request_id, &code).await.ok();
}

on_both!(a_code_works_once);
async fn a_code_works_once(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    world.anonymous().verify(&request_id, &code).await.ok();
    world.anonymous().verify(&request_id, &code).await.is_error(400, "invalid_request");
}

on_both!(of_many_that_send_the_right_code_at_once_one_signs_in);
async fn of_many_that_send_the_right_code_at_once_one_signs_in(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    let anonymous = world.anonymous();
    let tries = (0..8).map(|_| async { anonymous.verify(&request_id, &code).await });
    let answers = join_all(tries).await;
    let (signed_in, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer.status == 200);
    assert_eq!(signed_in.len(), 1);
    for answer in refused {
        answer.is_error(400, "invalid_request");
    }
    assert_eq!(world.database.number("SELECT count(*) FROM sessions").await, 1);
}

on_both!(two_first_sign_ins_of_one_address_at_once_make_one_account);
async fn two_first_sign_ins_of_one_address_at_once_make_one_account(world: World) {
    let mut open = Vec::new();
    for _ in 0..4 {
        let request_id = world.anonymous().start("ada@example.com").await;
        open.push((request_id, world.last_code()));
    }
    let anonymous = world.anonymous();
    let tries = open.iter().map(|(id, code)| async { anonymous.verify(id, code).await.ok() });
    let users = join_all(tries).await;
    assert!(users.iter().all(|user| *user == users[0]), "{users:?}");
    assert_eq!(world.database.number("SELECT count(*) FROM accounts").await, 1);
}

on_both!(a_code_lives_ten_minutes_and_not_a_microsecond_longer);
async fn a_code_lives_ten_minutes_and_not_a_microsecond_longer(world: World) {
    let anonymous = world.anonymous();
    let first = anonymous.start("ada@example.com").await;
    let first_code = world.last_code();
    let second = anonymous.start("ada@example.com").await;
    let second_code = world.last_code();
    let end = START + Span::from_secs(600);
    world.set_clock(Timestamp::from_micros(end.as_micros() - 1));
    anonymous.verify(&first, &first_code).await.ok();
    world.set_clock(end);
    anonymous.verify(&second, &second_code).await.is_error(400, "invalid_request");
}

on_both!(a_code_opens_only_the_request_it_was_made_for);
async fn a_code_opens_only_the_request_it_was_made_for(world: World) {
    let anonymous = world.anonymous();
    let first = anonymous.start("ada@example.com").await;
    let first_code = world.last_code();
    let second = anonymous.start("ada@example.com").await;
    let other = anonymous.start("bob@example.com").await;
    for request_id in [&second, &other] {
        anonymous.verify(request_id, &first_code).await.is_error(400, "invalid_code");
    }
    anonymous.verify(&first, &first_code).await.ok();
}

on_both!(a_code_outlives_a_restart);
async fn a_code_outlives_a_restart(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    let restarted = world.with(|_| {});
    restarted.anonymous().verify(&request_id, &code).await.ok();
}
