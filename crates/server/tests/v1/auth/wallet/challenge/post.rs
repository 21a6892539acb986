//! `POST /v1/auth/wallet/challenge`.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, TestWallet, World, parsed_by_viem};

const PATH: &str = "/v1/auth/wallet/challenge";

on_both!(viem_reads_our_message_as_eip_4361);
async fn viem_reads_our_message_as_eip_4361(world: World) {
    let world = world.with(|setup| setup.public_url = "https://shop.example:8443");
    let wallet = TestWallet::evm(7);
    let (nonce, message) = wallet.challenge(&world).await;
    let read = parsed_by_viem(&message, "shop.example:8443", "2026-03-01T12:04:59Z");
    assert_eq!(
        read,
        json!({
            "valid": true,
            "domain": "shop.example:8443",
            "address": wallet.address,
            "statement": "Sign in to the referral programme. This costs nothing and moves nothing.",
            "uri": "https://shop.example:8443",
            "version": "1",
            "chainId": 1,
            "nonce": nonce.replace('-', ""),
            "issuedAt": "2026-03-01T12:00:00.000Z",
            "expirationTime": "2026-03-01T12:05:00.000Z",
        })
    );
    let late = parsed_by_viem(&message, "shop.example:8443", "2026-03-01T12:05:01Z");
    assert_eq!(late["valid"], false);
}

on_both!(a_solana_wallet_gets_the_same_in_its_own_words);
async fn a_solana_wallet_gets_the_same_in_its_own_words(world: World) {
    let wallet = TestWallet::solana(7);
    let (nonce, message) = wallet.challenge(&world).await;
    assert_eq!(
        message,
        format!(
            "localhost:8080 wants you to sign in with your Solana account:\n{}\n\n\
             Sign in to the referral programme. This costs nothing and moves nothing.\n\n\
             URI: http://localhost:8080\nVersion: 1\nChain ID: mainnet\nNonce: {}\n\
             Issued At: 2026-03-01T12:00:00Z\nExpiration Time: 2026-03-01T12:05:00Z",
            wallet.address,
            nonce.replace('-', ""),
        )
    );
}

on_both!(what_is_no_address_of_the_chain_is_refused);
async fn what_is_no_address_of_the_chain_is_refused(world: World) {
    let (evm, solana) = (TestWallet::evm(7).address, TestWallet::solana(7).address);
    for (address, chain) in [
        ("", "evm"),
        ("0x", "evm"),
        (&evm[2..], "evm"),
        (&format!("{evm}00"), "evm"),
        (&solana, "evm"),
        (&evm, "solana"),
        (&solana[..20], "solana"),
        (&evm, "bitcoin"),
        (&evm, "EVM"),
        (&evm, ""),
    ] {
        let body = json!({ "address": address, "chain": chain });
        world.anonymous().post(PATH, &body).await.is_error(400, "invalid_address");
    }
    world.anonymous().post(PATH, &json!({})).await.is_error(400, "invalid_address");
    let body = json!({ "address": 7, "chain": "evm" });
    world.anonymous().post(PATH, &body).await.is_error(400, "invalid_json");
    assert_eq!(world.database.number("SELECT count(*) FROM wallet_challenges").await, 0);
}

on_both!(one_network_is_not_handed_challenges_without_end);
async fn one_network_is_not_handed_challenges_without_end(world: World) {
    let wallet = TestWallet::evm(7);
    let body = json!({ "address": wallet.address, "chain": "evm" });
    for _ in 0..100 {
        world.anonymous().post(PATH, &body).from("198.51.100.7").await.ok();
    }
    let refused = world.anonymous().post(PATH, &body).from("198.51.100.8").await;
    refused.is_error(429, "rate_limited");
    world.anonymous().post(PATH, &body).from("203.0.113.7").await.ok();
    world.forward(Span::from_secs(3_600));
    world.anonymous().post(PATH, &body).from("198.51.100.7").await.ok();
}
