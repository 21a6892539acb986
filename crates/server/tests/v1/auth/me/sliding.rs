//! How `GET /v1/auth/me`, and nothing else, keeps a session alive.

use triport_domain::time::{Span, Timestamp};

use crate::support::{Caller, START, SignedIn, World};

const PATH: &str = "/v1/auth/me";

/// Whether this look at the account set cookies again.
async fn slides(member: &SignedIn<'_>) -> bool {
    let answer = member.get(PATH).await;
    answer.ok();
    !answer.cookies().is_empty()
}

on_both!(in_the_first_half_of_its_life_a_session_stays_as_it_is);
async fn in_the_first_half_of_its_life_a_session_stays_as_it_is(world: World) {
    let ada = world.member("ada@example.com").await;
    for time in [START, START + Span::from_days(7), START + Span::from_days(15)] {
        world.set_clock(time);
        assert!(!slides(&ada).await, "{time}");
    }
    world.set_clock(START + Span::from_days(30));
    ada.get(PATH).await.is_error(401, "unauthenticated");
}

on_both!(with_less_than_half_of_its_life_left_a_session_gets_thirty_days_more);
async fn with_less_than_half_of_its_life_left_a_session_gets_thirty_days_more(world: World) {
    let ada = world.member("ada@example.com").await;
    let tokens = (ada.jar.get("nl_session"), ada.jar.get("nl_csrf"));
    let moment = Timestamp::from_micros((START + Span::from_days(15)).as_micros() + 1);
    world.set_clock(moment);
    let answer = ada.get(PATH).await;
    let (session, csrf) = (tokens.0.clone().unwrap(), tokens.1.clone().unwrap());
    assert_eq!(
        answer.cookies(),
        [
            format!("nl_session={session}; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000"),
            format!("nl_csrf={csrf}; SameSite=Lax; Path=/; Max-Age=2592000"),
        ]
    );
    assert_eq!(answer.header("x-csrf-token"), csrf);
    assert_eq!((ada.jar.get("nl_session"), ada.jar.get("nl_csrf")), tokens);

    let end = moment + Span::from_days(30);
    world.set_clock(Timestamp::from_micros(end.as_micros() - 1));
    ada.get("/v1/referrals/me").await.ok();
    world.set_clock(end);
    ada.get("/v1/referrals/me").await.is_error(401, "unauthenticated");
}

on_both!(a_session_that_slid_is_young_again);
async fn a_session_that_slid_is_young_again(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_days(20));
    assert!(slides(&ada).await);
    assert!(!slides(&ada).await);
    world.forward(Span::from_days(20));
    assert!(slides(&ada).await);
}

on_both!(no_other_call_slides_a_session);
async fn no_other_call_slides_a_session(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_days(29));
    let check = "/v1/referrals/code/check?slug=abc";
    for path in ["/v1/referrals/me", "/v1/referrals/codes", check, "/healthz"] {
        let answer = ada.get(path).await;
        answer.ok();
        assert!(answer.cookies().is_empty(), "{answer:?}");
    }
    ada.set_slug("trip-with-me").await.ok();
    world.forward(Span::from_days(1));
    ada.get(PATH).await.is_error(401, "unauthenticated");
}

on_both!(only_the_session_that_was_used_slides);
async fn only_the_session_that_was_used_slides(world: World) {
    let (phone, laptop) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    world.forward(Span::from_days(20));
    assert!(slides(&phone).await);
    world.forward(Span::from_days(10));
    phone.get(PATH).await.ok();
    laptop.get(PATH).await.is_error(401, "unauthenticated");
}

on_both!(a_session_that_slides_without_its_csrf_cookie_gets_a_new_one);
async fn a_session_that_slides_without_its_csrf_cookie_gets_a_new_one(world: World) {
    let ada = world.member("ada@example.com").await;
    let session = ada.jar.get("nl_session");
    world.forward(Span::from_days(20));
    for lost in [None, Some(""), Some("not-one-of-ours")] {
        match lost {
            None => ada.jar.remove("nl_csrf"),
            Some(value) => ada.jar.set("nl_csrf", value),
        }
        assert!(slides(&ada).await, "{lost:?}");
        assert_eq!(ada.jar.get("nl_session"), session);
        ada.set_slug("trip-with-me").await.ok();
        world.forward(Span::from_days(20));
    }
}

on_both!(two_looks_at_once_slide_a_session_and_both_answer);
async fn two_looks_at_once_slide_a_session_and_both_answer(world: World) {
    let ada = world.member("ada@example.com").await;
    world.forward(Span::from_days(20));
    let looks = (0..6).map(|_| async { ada.get(PATH).await.ok() });
    futures_util::future::join_all(looks).await;
    world.forward(Span::from_days(29));
    ada.get(PATH).await.ok();
}
