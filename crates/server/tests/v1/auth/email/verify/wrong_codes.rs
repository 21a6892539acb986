//! What wrong codes do: the request burns, and the address gets longer codes.

use futures_util::future::join_all;
use triport_domain::time::Span;

use crate::support::{START, World};

/// No code is ever spelt like this.
const WRONG: &str = "WRONG";

/// Tries a request with wrong codes that many times.
async fn guess(world: &World, request_id: &str, times: usize) {
    for _ in 0..times {
        world.anonymous().verify(request_id, WRONG).await.is_error(400, "invalid_code");
    }
}

/// Brings the address to five wrong tries.
async fn exhaust(world: &World, email: &str) {
    let request_id = world.anonymous().start(email).await;
    guess(world, &request_id, 5).await;
}

fn has_six_digits(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())
}

fn has_ten_characters(code: &str) -> bool {
    code.len() == 10 && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

on_both!(five_wrong_codes_burn_the_request);
async fn five_wrong_codes_burn_the_request(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    guess(&world, &request_id, 5).await;
    for code in [&world.last_code(), WRONG] {
        world.anonymous().verify(&request_id, code).await.is_error(400, "invalid_request");
    }
}

on_both!(the_right_code_at_the_fifth_try_signs_in);
async fn the_right_code_at_the_fifth_try_signs_in(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    guess(&world, &request_id, 4).await;
    world.anonymous().verify(&request_id, &world.last_code()).await.ok();
}

on_both!(of_many_guesses_at_once_no_more_than_five_are_compared);
async fn of_many_guesses_at_once_no_more_than_five_are_compared(world: World) {
    let anonymous = world.anonymous();
    let request_id = anonymous.start("ada@example.com").await;
    let guesses = (0..20).map(|_| async { anonymous.verify(&request_id, WRONG).await.tag() });
    let tags = join_all(guesses).await;
    assert_eq!(tags.iter().filter(|tag| *tag == "invalid_code").count(), 5, "{tags:?}");
    assert_eq!(tags.iter().filter(|tag| *tag == "invalid_request").count(), 15, "{tags:?}");
}

on_both!(wrong_tries_count_per_address_across_requests_and_stop_its_six_digit_codes);
async fn wrong_tries_count_per_address_across_requests_and_stop_its_six_digit_codes(world: World) {
    let anonymous = world.anonymous();
    let open = anonymous.start("ada@example.com").await;
    let open_code = world.last_code();
    for times in [2, 3] {
        let request_id = anonymous.start("ada@example.com").await;
        guess(&world, &request_id, times).await;
    }
    anonymous.verify(&open, &open_code).await.is_error(400, "invalid_request");
}

on_both!(four_wrong_tries_stop_nothing);
async fn four_wrong_tries_stop_nothing(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    guess(&world, &request_id, 4).await;
    let next = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    assert!(has_six_digits(&code), "{code}");
    world.anonymous().verify(&next, &code).await.ok();
}

on_both!(after_five_wrong_tries_new_codes_have_ten_characters);
async fn after_five_wrong_tries_new_codes_have_ten_characters(world: World) {
    exhaust(&world, "ada@example.com").await;
    let anonymous = world.anonymous();
    let request_id = anonymous.start("ada@example.com").await;
    let code = world.last_code();
    assert!(has_ten_characters(&code), "{code}");
    let typed = format!("{} {}", &code[..5], &code[5..]).to_lowercase();
    anonymous.verify(&request_id, &typed).await.ok();
}

on_both!(a_sign_in_with_a_longer_code_does_not_bring_six_digits_back);
async fn a_sign_in_with_a_longer_code_does_not_bring_six_digits_back(world: World) {
    exhaust(&world, "ada@example.com").await;
    let anonymous = world.anonymous();
    for _ in 0..4 {
        let request_id = anonymous.start("ada@example.com").await;
        let code = world.last_code();
        assert!(has_ten_characters(&code), "{code}");
        anonymous.verify(&request_id, &code).await.ok();
    }
}

on_both!(five_wrong_tries_burn_a_longer_code_too);
async fn five_wrong_tries_burn_a_longer_code_too(world: World) {
    exhaust(&world, "ada@example.com").await;
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    guess(&world, &request_id, 5).await;
    world.anonymous().verify(&request_id, &code).await.is_error(400, "invalid_request");
}

on_both!(an_attack_that_goes_on_keeps_the_longer_codes_in_force);
async fn an_attack_that_goes_on_keeps_the_longer_codes_in_force(world: World) {
    exhaust(&world, "ada@example.com").await;
    world.forward(Span::from_secs(12 * 3_600));
    exhaust(&world, "ada@example.com").await;
    world.set_clock(START + Span::from_secs(35 * 3_600));
    world.anonymous().start("ada@example.com").await;
    assert!(has_ten_characters(&world.last_code()));
    world.set_clock(START + Span::from_secs(36 * 3_600));
    world.anonymous().start("ada@example.com").await;
    assert!(has_six_digits(&world.last_code()));
}

on_both!(other_addresses_keep_their_six_digits);
async fn other_addresses_keep_their_six_digits(world: World) {
    let open = world.anonymous().start("bob@example.com").await;
    let open_code = world.last_code();
    exhaust(&world, "ada@example.com").await;
    world.anonymous().verify(&open, &open_code).await.ok();
    world.anonymous().start("bob@example.com").await;
    assert!(has_six_digits(&world.last_code()));
}

on_both!(right_codes_count_as_no_tries);
async fn right_codes_count_as_no_tries(world: World) {
    for _ in 0..7 {
        world.anonymous().start("ada@example.com").await;
        assert!(has_six_digits(&world.last_code()));
        world.member("ada@example.com").await;
        world.forward(Span::from_secs(1_800));
    }
}

on_both!(a_day_after_the_wrong_tries_six_digits_are_enough_again);
async fn a_day_after_the_wrong_tries_six_digits_are_enough_again(world: World) {
    exhaust(&world, "ada@example.com").await;
    world.set_clock(START + Span::from_secs(86_399));
    let anonymous = world.anonymous();
    let request_id = anonymous.start("ada@example.com").await;
    let code = world.last_code();
    assert!(has_ten_characters(&code), "{code}");
    world.set_clock(START + Span::from_days(1));
    anonymous.verify(&request_id, &code).await.ok();
    anonymous.start("ada@example.com").await;
    assert!(has_six_digits(&world.last_code()));
}

on_both!(wrong_tries_outlive_a_restart);
async fn wrong_tries_outlive_a_restart(world: World) {
    exhaust(&world, "ada@example.com").await;
    let restarted = world.with(|_| {});
    let request_id = restarted.anonymous().start("ada@example.com").await;
    let code = restarted.last_code();
    assert!(has_ten_characters(&code), "{code}");
    restarted.anonymous().verify(&request_id, &code).await.ok();
}
