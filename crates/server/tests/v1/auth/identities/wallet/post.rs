//! `POST /v1/auth/identities/wallet`.

use futures_util::future::join_all;
use triport_domain::time::Span;

use crate::support::{Caller, TestWallet, World};

const PATH: &str = "/v1/auth/identities/wallet";

on_both!(an_added_wallet_signs_in_to_the_account);
async fn an_added_wallet_signs_in_to_the_account(world: World) {
    let ada = world.member("ada@example.com").await;
    for wallet in [TestWallet::evm(7), TestWallet::solana(7)] {
        let body = wallet.answered(&world).await;
        assert_eq!(ada.post(PATH, &body).await.status, 201);
        ada.post(PATH, &body).await.is_error(400, "invalid_nonce");
        assert_eq!(ada.post(PATH, &wallet.answered(&world).await).await.status, 200);
        let again = world.anonymous().verify_wallet(&wallet.answered(&world).await).await.ok();
        assert_eq!(again["user"]["id"].as_str().unwrap(), ada.id());
    }
}

on_both!(the_account_is_told_of_a_new_way_to_sign_in);
async fn the_account_is_told_of_a_new_way_to_sign_in(world: World) {
    let ada = world.member("ada@example.com").await;
    world.mails().await;
    let wallet = TestWallet::evm(7);
    assert_eq!(ada.post(PATH, &wallet.answered(&world).await).await.status, 201);
    let mail = world.mail_about("A new way to sign in").await;
    assert!(mail.text().contains(&wallet.address), "{mail:?}");
    assert_eq!(ada.post(PATH, &wallet.answered(&world).await).await.status, 200);
    assert!(world.mails().await.is_empty(), "it is nothing new");
}

on_both!(a_wallet_of_two_accounts_at_once_becomes_that_of_one);
async fn a_wallet_of_two_accounts_at_once_becomes_that_of_one(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    let wallet = TestWallet::evm(7);
    let (one, other) = (wallet.answered(&world).await, wallet.answered(&world).await);
    let answers = join_all(
        [(&ada, &one), (&bob, &other)]
            .map(|(member, body)| async { member.post(PATH, body).await }),
    )
    .await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let refused = answers.iter().find(|answer| answer.status == 409).unwrap();
    refused.is_error(409, "identity_taken");
    assert_eq!(world.database.number("SELECT count(*) FROM identities").await, 3);
}

on_both!(adding_a_wallet_needs_a_fresh_sign_in_and_a_right_signature);
async fn adding_a_wallet_needs_a_fresh_sign_in_and_a_right_signature(world: World) {
    let ada = world.member("ada@example.com").await;
    let wallet = TestWallet::evm(7);
    let wrong = wallet.answer(&wallet.challenge(&world).await.0, "00");
    ada.post(PATH, &wrong).await.is_error(400, "invalid_signature");
    let other = TestWallet::evm(8).answer(&wallet.challenge(&world).await.0, "00");
    ada.post(PATH, &other).await.is_error(400, "address_mismatch");
    world.forward(Span::from_secs(900));
    let right = wallet.answered(&world).await;
    ada.post(PATH, &right).await.is_error(403, "fresh_sign_in_required");
    world.anonymous().post(PATH, &right).await.is_error(401, "unauthenticated");
}
