//! What an account is told about its sign-ins and its payouts.

use triport_app::mail::Message;
use triport_domain::time::Span;

use crate::support::browser::BROWSER;
use crate::support::{Caller, EVM_ADDRESS, World, payout};

/// The notices among the messages that were sent since somebody looked.
async fn notices(world: &World) -> Vec<Message> {
    let mut mails = world.mails().await;
    mails.retain(|mail| mail.code().is_empty());
    mails
}

fn subjects(mails: &[Message]) -> Vec<&str> {
    mails.iter().map(Message::subject).collect()
}

on_both!(a_sign_in_from_a_new_browser_is_told_and_one_from_a_known_one_is_not);
async fn a_sign_in_from_a_new_browser_is_told_and_one_from_a_known_one_is_not(world: World) {
    let laptop = world.browser();
    laptop.sign_in("ada@example.com").await;
    assert_eq!(subjects(&notices(&world).await), [""; 0], "whoever signs up knows it");
    laptop.sign_in("ada@example.com").await;
    assert_eq!(subjects(&notices(&world).await), [""; 0]);

    world.forward(Span::from_secs(60));
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    let phone = world.browser();
    let body = serde_json::json!({ "request_id": request_id, "code": code });
    phone.post("/v1/auth/email/verify", &body).header("user-agent", BROWSER).await.ok();
    let told = notices(&world).await;
    assert_eq!(subjects(&told), ["A sign-in from a new browser"]);
    assert_eq!(told[0].to().as_str(), "ada@example.com");
    let said = "2026-03-01 at 12:01 (UTC), with Firefox on Linux.";
    assert!(told[0].text().contains(said), "{}", told[0].text());
    phone.sign_in("ada@example.com").await;
    assert_eq!(subjects(&notices(&world).await), [""; 0], "it is known now");
}

on_both!(a_payout_that_is_asked_for_is_told_once);
async fn a_payout_that_is_asked_for_is_told_once(world: World) {
    let rich = world.rich().await;
    world.mails().await;
    let ask = || rich.post("/v1/referrals/payouts", &payout(10_000_000));
    let answers =
        [ask().header("idempotency-key", "1").await, ask().header("idempotency-key", "1").await];
    assert_eq!(answers.map(|answer| answer.status), [202, 202]);
    let told = notices(&world).await;
    assert_eq!(subjects(&told), ["Your payout of 10.00 USD was asked for"]);
    assert_eq!(told[0].to().as_str(), "rich@example.com");
    assert!(told[0].text().contains(EVM_ADDRESS), "{}", told[0].text());
}

on_both!(a_refused_payout_is_not_told);
async fn a_refused_payout_is_not_told(world: World) {
    let poor = world.member("ada@example.com").await;
    world.mails().await;
    let refused = poor.post("/v1/referrals/payouts", &payout(10_000_000)).await;
    refused.is_error(400, "balance_insufficient");
    assert_eq!(subjects(&notices(&world).await), [""; 0]);
}

on_both!(a_notice_that_cannot_be_sent_fails_nothing);
async fn a_notice_that_cannot_be_sent_fails_nothing(world: World) {
    let rich = world.rich().await;
    let request_id = world.anonymous().start("rich@example.com").await;
    let code = world.last_code();
    let broken = world.with(|setup| setup.mail_works = false);
    broken.anonymous().verify(&request_id, &code).await.ok();
    let asked = rich.moved_to(&broken).post("/v1/referrals/payouts", &payout(10_000_000)).await;
    assert_eq!(asked.status, 202, "{asked:?}");
    broken.http.site().finish_notices().await;
}

on_both!(an_address_that_only_the_product_says_is_told_nothing);
async fn an_address_that_only_the_product_says_is_told_nothing(world: World) {
    let body = serde_json::json!({ "email": "contact@example.com" });
    world.operator().push_user("customer-42", &body).await;
    for _ in 0..2 {
        let token = world.link_token("customer-42").await;
        let body = serde_json::json!({ "token": token });
        world.anonymous().post("/v1/auth/link/verify", &body).await.ok();
    }
    assert_eq!(subjects(&world.mails().await), [""; 0]);
}
