//! `POST /v1/auth/wallet/verify`.

use futures_util::future::join_all;
use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, TestWallet, World};

async fn number(world: &World, table: &str) -> i64 {
    world.database.number(&format!("SELECT count(*) FROM {table}")).await
}

on_both!(a_wallet_signs_in_and_is_found_again);
async fn a_wallet_signs_in_and_is_found_again(world: World) {
    for wallet in [TestWallet::evm(7), TestWallet::solana(7)] {
        let first = world.anonymous().verify_wallet(&wallet.answered(&world).await).await;
        let user = first.ok()["user"].clone();
        assert_eq!(user["email"], Value::Null);
        assert!(user["display_name"].as_str().unwrap().starts_with("Member "));
        for name in ["nl_session", "nl_csrf"] {
            assert!(!first.cookie(name).unwrap().is_empty(), "{name}");
        }
        let again = world.anonymous().verify_wallet(&wallet.answered(&world).await).await;
        assert_eq!(again.ok()["user"], user);
        let me = world.member_of(&again).get("/v1/auth/me").await.ok();
        assert_eq!(me["provider"], "wallet");
    }
    assert_eq!(number(&world, "accounts").await, 2);
    assert_eq!(number(&world, "identities").await, 2);
}

on_both!(a_wallet_of_python_signs_in_and_the_case_of_the_address_does_not_matter);
async fn a_wallet_of_python_signs_in_and_the_case_of_the_address_does_not_matter(world: World) {
    let wallet = TestWallet::evm(9);
    let (nonce, message) = wallet.challenge(&world).await;
    let (address, signature) = wallet.sign_in_python(&message);
    assert_eq!(address, wallet.address);
    let mut body = wallet.answer(&nonce, signature.trim_start_matches("0x"));
    body["address"] = json!(format!("0x{}", address[2..].to_uppercase()));
    let id = world.anonymous().verify_wallet(&body).await.ok()["user"]["id"].clone();
    let lower = TestWallet { address: address.to_lowercase(), ..wallet.clone() };
    let found = world.anonymous().verify_wallet(&lower.answered(&world).await).await.ok();
    assert_eq!(found["user"]["id"], id);
}

on_both!(a_signature_works_once_however_many_come_at_once);
async fn a_signature_works_once_however_many_come_at_once(world: World) {
    let body = TestWallet::evm(7).answered(&world).await;
    let tries = (0..12).map(|_| async { world.anonymous().verify_wallet(&body).await });
    let answers = join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let replayed = answers.iter().filter(|answer| answer.status != 200);
    replayed.for_each(|answer| answer.is_error(400, "invalid_nonce"));
    assert_eq!(number(&world, "sessions").await, 1);
}

on_both!(a_challenge_expires_after_five_minutes);
async fn a_challenge_expires_after_five_minutes(world: World) {
    let wallet = TestWallet::solana(7);
    let (in_time, late) = (wallet.answered(&world).await, wallet.answered(&world).await);
    world.forward(Span::from_secs(299));
    world.anonymous().verify_wallet(&in_time).await.ok();
    world.forward(Span::from_secs(1));
    world.anonymous().verify_wallet(&late).await.is_error(400, "invalid_nonce");
    for nonce in ["", "none", "01999c3d-f2a6-7e08-b4c3-91d5e8f60a2b"] {
        let body = wallet.answer(nonce, "00");
        world.anonymous().verify_wallet(&body).await.is_error(400, "invalid_nonce");
    }
}

on_both!(a_wrong_answer_burns_the_challenge_and_signs_nobody_in);
async fn a_wrong_answer_burns_the_challenge_and_signs_nobody_in(world: World) {
    let (ada, eve, sol) = (TestWallet::evm(7), TestWallet::evm(8), TestWallet::solana(7));
    for (wallet, tag, wrong) in wrong_answers(&world, &ada, &eve, &sol).await {
        let answer = world.anonymous().verify_wallet(&wrong).await;
        answer.is_error(400, tag);
        assert!(answer.cookies().is_empty(), "{answer:?}");
        let (nonce, message) = (wrong["nonce"].as_str().unwrap(), wrong["message"].as_str());
        let right = wallet.answer(nonce, &wallet.sign(message.unwrap()));
        world.anonymous().verify_wallet(&right).await.is_error(400, "invalid_nonce");
    }
    assert_eq!(number(&world, "accounts").await, 0);
}

/// The wallet that was challenged, the tag, and an answer that is wrong in one thing; `message` beside
/// it is what it should have signed.
async fn wrong_answers<'t>(
    world: &World,
    ada: &'t TestWallet,
    eve: &TestWallet,
    sol: &'t TestWallet,
) -> Vec<(&'t TestWallet, &'static str, Value)> {
    let mut answers = Vec::new();
    for case in 0..9 {
        let wallet = if case < 7 { ada } else { sol };
        let (nonce, message) = wallet.challenge(world).await;
        let good = wallet.sign(&message);
        let of = |signature: &str| wallet.answer(&nonce, signature);
        let (tag, mut body) = match case {
            0 => ("address_mismatch", of(&eve.sign(&message))),
            1 => ("address_mismatch", eve.answer(&nonce, &eve.sign(&message))),
            2 => {
                let other_chain = message.replace("Chain ID: 1", "Chain ID: 137");
                ("address_mismatch", of(&ada.sign(&other_chain)))
            }
            3 => ("address_mismatch", sol.answer(&nonce, &sol.sign(&message))),
            4 => ("invalid_signature", of(&good[..130])),
            5 => ("invalid_signature", of(&malleable(&good))),
            6 => ("invalid_signature", of("")),
            7 => ("invalid_signature", of(&sol.sign(&message.replace("mainnet", "devnet")))),
            _ => ("invalid_signature", of(&good[..80])),
        };
        body["message"] = json!(message);
        answers.push((wallet, tag, body));
    }
    answers
}

/// The second form of a signature: n - S, and the other V.
fn malleable(signature: &str) -> String {
    const ORDER: [u128; 2] =
        [0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe, 0xbaae_dce6_af48_a03b_bfd2_5e8c_d036_4141];
    let digits = signature.trim_start_matches("0x");
    let half = |from: usize| u128::from_str_radix(&digits[from..from + 32], 16).unwrap();
    let (low, borrow) = ORDER[1].overflowing_sub(half(96));
    let high = ORDER[0] - half(64) - u128::from(borrow);
    let v = if digits.ends_with("1b") { "1c" } else { "1b" };
    format!("0x{}{high:032x}{low:032x}{v}", &digits[..64])
}

on_both!(a_wallet_that_signs_up_is_attributed_as_everybody_is);
async fn a_wallet_that_signs_up_is_attributed_as_everybody_is(world: World) {
    let inviter = world.member("inviter@example.com").await;
    inviter.set_slug("trip-with-me").await.ok();
    world.forward(Span::from_secs(1));
    let body = TestWallet::evm(7).answered(&world).await;
    let call = world.anonymous().verify_wallet(&body);
    let answer = call.header("cookie", "ref_code=trip-with-me").await;
    answer.ok();
    assert_eq!(answer.cookie("ref_code"), Some(""), "used up");
    let how = world.member_of(&answer).get("/v1/referrals/attribution").await.ok();
    assert_eq!(how["attributed"], true);
}
