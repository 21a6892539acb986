//! Cookies as they come, and heads that are too long.

use crate::support::{Caller, World};

const PATH: &str = "/v1/auth/me";

on_both!(a_cookie_of_eight_kibibytes_is_no_session_and_one_of_sixteen_is_too_large);
async fn a_cookie_of_eight_kibibytes_is_no_session_and_one_of_sixteen_is_too_large(world: World) {
    for (length, status, tag) in
        [(8 * 1_024, 401, "unauthenticated"), (16 * 1_024, 431, "headers_too_large")]
    {
        let cookie = format!("nl_session={}", "a".repeat(length));
        let answer = world.anonymous().get(PATH).header("cookie", &cookie).await;
        answer.is_error(status, tag);
    }
}

on_both!(a_head_of_sixteen_kibibytes_is_read_and_one_byte_more_is_not);
async fn a_head_of_sixteen_kibibytes_is_read_and_one_byte_more_is_not(world: World) {
    // Names and values count: "x-filler" has 8 bytes, the host 4 and 14.
    let filler = |length: usize| "a".repeat(length - 8 - 4 - 14);
    world.anonymous().get("/livez").header("x-filler", &filler(16_384)).await.ok();
    for path in ["/livez", "/nowhere", PATH] {
        let call = world.anonymous().get(path).header("x-filler", &filler(16_385));
        call.await.is_error(431, "headers_too_large");
    }
}

on_both!(many_small_headers_add_up);
async fn many_small_headers_add_up(world: World) {
    let anonymous = world.anonymous();
    let mut call = anonymous.get("/livez");
    for _ in 0..2_000 {
        call = call.also("x-many", "abc");
    }
    call.await.is_error(431, "headers_too_large");
}

on_both!(the_session_is_found_among_many_cookies);
async fn the_session_is_found_among_many_cookies(world: World) {
    let ada = world.member("ada@example.com").await;
    let session = ada.jar.get("nl_session").unwrap();
    let others: Vec<String> = (0..200).map(|number| format!("c{number}=value{number}")).collect();
    let others = others.join("; ");
    for cookies in [
        format!("{others}; nl_session={session}"),
        format!("nl_session={session}; {others}"),
        format!("{others};nl_session={session};{others}"),
        format!("; ;=;a;nl_session_x=1; =nl_session; nl_session = ; nl_session={session}"),
        format!("nl_session=\"{session}\""),
    ] {
        let answer = world.anonymous().get(PATH).header("cookie", &cookies).await;
        assert_eq!(answer.status, 200, "{cookies}");
    }
}

on_both!(cookies_may_be_spread_over_several_headers);
async fn cookies_may_be_spread_over_several_headers(world: World) {
    let ada = world.member("ada@example.com").await;
    let session = format!("nl_session={}", ada.jar.get("nl_session").unwrap());
    let anonymous = world.anonymous();
    anonymous.get(PATH).header("cookie", "a=b").also("cookie", &session).await.ok();
    anonymous.get(PATH).header("cookie", &session).also("cookie", "a=b").await.ok();
}

on_both!(of_two_session_cookies_the_first_counts);
async fn of_two_session_cookies_the_first_counts(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    let (a, b) = (ada.jar.get("nl_session").unwrap(), bob.jar.get("nl_session").unwrap());
    let cookies = format!("nl_session={a}; nl_session={b}");
    let answer = world.anonymous().get(PATH).header("cookie", &cookies).await;
    assert_eq!(answer.ok()["user"]["id"], ada.id());
    let cookies = format!("nl_session=forged; nl_session={b}");
    let answer = world.anonymous().get(PATH).header("cookie", &cookies).await;
    answer.is_error(401, "unauthenticated");
}

on_both!(a_cookie_header_that_is_no_text_is_not_there);
async fn a_cookie_header_that_is_no_text_is_not_there(world: World) {
    let ada = world.member("ada@example.com").await;
    let session = ada.jar.get("nl_session").unwrap();
    let header = [b"x=\xff\xfe; nl_session=", session.as_bytes()].concat();
    let answer = world.anonymous().get(PATH).raw_header("cookie", &header).await;
    answer.is_error(401, "unauthenticated");
}

on_both!(a_token_of_no_session_is_told_nothing_about_why);
async fn a_token_of_no_session_is_told_nothing_about_why(world: World) {
    let ada = world.member("ada@example.com").await;
    let ended = ada.jar.get("nl_session").unwrap();
    ada.call("POST", "/v1/auth/logout").await.ok();
    let mut messages = Vec::new();
    for token in [ended, "0".repeat(64), "short".to_owned(), String::new()] {
        let cookie = format!("nl_session={token}");
        let answer = world.anonymous().get(PATH).header("cookie", &cookie).await;
        answer.is_error(401, "unauthenticated");
        messages.push(answer.json()["message"].clone());
    }
    messages.dedup();
    assert_eq!(messages.len(), 1, "{messages:?}");
}
