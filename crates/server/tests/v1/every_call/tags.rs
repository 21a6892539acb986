//! Every tag of the API is reached.

use std::collections::BTreeSet;

use serde_json::json;
use triport_app::ErrorCode;
use triport_domain::money::Micro;
use triport_domain::operator::Role;
use triport_domain::time::Span;

use crate::support::{Answer, Caller, EVM_ADDRESS, TestWallet, World, payout};

const PAYOUTS: &str = "/v1/referrals/payouts";

/// Calls of a member and of anybody, each of which meets another error.
async fn of_members(world: &World) -> Vec<Answer> {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    bob.set_slug("of-bob").await.ok();
    let full = world.with(|setup| setup.max_slugs = 0);
    vec![
        ada.call("POST", "/v1/referrals/code").await,
        ada.post("/v1/auth/me", &json!({ "display_name": "" })).await,
        ada.set_slug("x").await,
        ada.set_slug("admin").await,
        ada.set_slug("of-bob").await,
        ada.moved_to(&full).set_slug("free").await,
        ada.set_slug("free").header("x-csrf-token", "wrong").await,
        ada.set_slug("free").without("x-csrf-token").header("origin", "null").await,
        world.anonymous().get("/v1/auth/me").await,
        ada.delete("/v1/auth/sessions/none").await,
    ]
}

/// Calls of operators.
async fn of_operators(world: &World) -> Vec<Answer> {
    let (operator, reader) = (world.operator(), world.operator_as(Role::Read).await);
    world.member("bob@example.com").await;
    operator.put("/v1/admin/users/customer-42", &json!({})).await;
    let tier = "/v1/admin/referrals/users/ext:customer-42/tier";
    let taken = json!({ "email": "bob@example.com", "email_verified": true });
    vec![
        reader.post(tier, &json!({ "tier": 2 })).await,
        operator.get("/v1/admin/referrals/users/customer-42").await,
        operator.get("/v1/admin/referrals/users/ext:nobody").await,
        operator.post(tier, &json!({ "tier": 9 })).await,
        operator.post("/v1/admin/codes/nobodys/disable", &json!({ "reason": "why" })).await,
        operator.put("/v1/admin/users/customer-42", &taken).await,
        operator.delete(&world.to_be_erased().await).await,
        operator.put("/v1/admin/users/to-be-erased", &json!({})).await,
    ]
}

/// Calls about money, as a member makes them.
async fn of_payouts(world: &World) -> Vec<Answer> {
    let (rich, poor) = (world.rich().await, world.member("ada@example.com").await);
    let ask = |amount_micro: i64, network: &str, address: &str| {
        let body = json!({ "amount_micro": amount_micro, "network": network, "address": address });
        rich.post(PAYOUTS, &body)
    };
    let spend = |invoice: &str, amount_micro: i64| {
        let body = json!({ "invoice_id": invoice, "amount_micro": amount_micro });
        rich.post("/v1/referrals/spend-on-invoice", &body)
    };
    let strict = world.with(|setup| setup.step_up_payout = Micro::new(0));
    world.forward(Span::from_secs(900));
    world.prepared("{invoice_id}").await;
    let with_key = |amount| rich.post(PAYOUTS, &payout(amount)).header("idempotency-key", "key");
    let first = with_key(10_000_000).await.json();
    let id = first["id"].as_str().unwrap().to_owned();
    let cancel = format!("{PAYOUTS}/{id}/cancel");
    rich.call("POST", &cancel).await.ok();
    let mut answers = vec![
        ask(10_000_000, "bitcoin", EVM_ADDRESS).await,
        ask(10_000_000, "solana", EVM_ADDRESS).await,
        ask(1, "ethereum", EVM_ADDRESS).await,
        poor.post(PAYOUTS, &payout(10_000_000)).await,
        with_key(10_000_001).await,
        rich.moved_to(&strict).post(PAYOUTS, &payout(10_000_000)).await,
        rich.call("POST", &cancel).await,
        rich.call("POST", &format!("{PAYOUTS}/none/cancel")).await,
        spend("unknown", 1).await,
        spend("inv_1", 1).await,
    ];
    let erase = format!("/v1/admin/users/{}", rich.id());
    answers.push(world.operator().delete(&erase).await);
    let open = rich.post(PAYOUTS, &payout(10_000_000)).await.json();
    answers.push(world.operator().delete(&erase).await);
    let cancel = format!("{PAYOUTS}/{}/cancel", open["id"].as_str().unwrap());
    rich.call("POST", &cancel).await.ok();
    let hold = world.hold_writes().await;
    answers.push(with_key(10_000_002).header("idempotency-key", "another").await);
    world.let_go(hold).await;
    let freeze = format!("/v1/admin/users/{}/freeze-payouts", rich.id());
    world.operator().post(&freeze, &json!({ "reason": "why" })).await.ok();
    answers.push(rich.post(PAYOUTS, &payout(10_000_000)).await);
    answers
}

/// The same as operators make them.
async fn of_billing(world: &World) -> Vec<Answer> {
    let operator = world.operator();
    let path = world.prepared("/v1/admin/payments/{payment_id}/refund").await;
    world.prepared("{invoice_id}").await;
    let refund = |path: &str, id: &str, amount_micro: i64| {
        operator.post(path, &json!({ "refund_id": id, "amount_micro": amount_micro }))
    };
    let payment = json!({ "payment_id": "pay_1", "external_id": "customer-42", "amount_micro": 5 });
    let invoice = json!({ "email": "rich@example.com", "amount_micro": 5, "status": "open" });
    let sent = |id: &str| format!("/v1/admin/referrals/payouts/{id}/sent");
    let id = "01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21";
    vec![
        operator.post("/v1/admin/payments", &payment).await,
        refund("/v1/admin/payments/unknown/refund", "re_9", 1).await,
        refund(&path, "re_1", 2).await,
        refund(&path, "re_9", i64::MAX >> 10).await,
        operator.call("POST", "/v1/admin/payments/pay_1/refund/none/void").await,
        operator.put("/v1/admin/invoices/inv_1", &invoice).await,
        operator.get("/v1/admin/invoices/none").await,
        operator.post(&sent("none"), &json!({ "tx_hash": "0xabc" })).await,
        operator.post(&sent(id), &json!({})).await,
    ]
}

/// Calls about the ways to sign in.
async fn of_identities(world: &World) -> Vec<Answer> {
    const PATH: &str = "/v1/auth/identities";
    let full = world.member("full@example.com").await;
    let mut answers = Vec::new();
    // One wallet more than an account may have.
    for key in 100..120 {
        let body = TestWallet::evm(key).answered(world).await;
        answers.push(full.post(&format!("{PATH}/wallet"), &body).await);
    }
    let ada = world.member("ada@example.com").await;
    let of_full = TestWallet::evm(100).answered(world).await;
    let own = ada.get(PATH).await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    answers.push(ada.post(&format!("{PATH}/wallet"), &of_full).await);
    answers.push(ada.delete(&format!("{PATH}/{own}")).await);
    answers.push(ada.delete(&format!("{PATH}/none")).await);
    answers.push(ada.call("POST", &format!("{PATH}/google")).await);
    let away = world.with(|setup| setup.google_issuer = Some("http://127.0.0.1:9".to_owned()));
    answers.push(ada.moved_to(&away).call("POST", &format!("{PATH}/google")).await);
    answers
}

async fn of_sign_in(world: &World) -> Vec<Answer> {
    let anonymous = world.anonymous();
    let request_id = anonymous.start("eve@example.com").await;
    let wallet = TestWallet::evm(1);
    let (nonce, _) = wallet.challenge(world).await;
    let other = TestWallet::evm(2).answer(&wallet.challenge(world).await.0, "");
    let mut answers = vec![
        anonymous.verify_wallet(&wallet.answer(&nonce, "none")).await,
        anonymous.verify_wallet(&wallet.answer(&nonce, "none")).await,
        anonymous.verify_wallet(&other).await,
        anonymous.post("/v1/auth/email/start", &json!({ "email": "eve" })).await,
        anonymous.verify(&request_id, "WRONG").await,
        anonymous.verify("unknown", "WRONG").await,
    ];
    for _ in 0..5 {
        let body = json!({ "email": "eve@example.com" });
        answers.push(anonymous.post("/v1/auth/email/start", &body).await);
    }
    answers
}

async fn of_the_frame(world: &World) -> Vec<Answer> {
    let without_token = world.with(|setup| setup.has_admin_token = false);
    vec![
        world.anonymous().get("/nowhere").await,
        world.anonymous().call("PUT", "/livez").await,
        world.anonymous().get("/livez").without("host").await,
        world.anonymous().get("/livez").header("host", "evil.example").await,
        world.anonymous().get("/livez").header("x-long", &"a".repeat(20_000)).await,
        world.anonymous().get("/metrics").await,
        without_token.anonymous().get("/metrics").await,
    ]
}

async fn of_a_broken_database(world: &World) -> Vec<Answer> {
    let ada = world.member("ada@example.com").await;
    world.database.run("ALTER TABLE sessions RENAME TO away").await;
    world.database.run("DELETE FROM schema_migrations").await;
    vec![
        ada.call("POST", "/v1/auth/logout").await,
        ada.get("/v1/auth/me").await,
        world.anonymous().get("/readyz").await,
    ]
}

on_both!(every_tag_is_answered_by_some_call_with_the_status_of_the_documentation);
async fn every_tag_is_answered_by_some_call_with_the_status_of_the_documentation(world: World) {
    let mut answers = of_members(&world).await;
    answers.extend(of_sign_in(&world).await);
    answers.extend(of_identities(&world).await);
    answers.extend(of_the_frame(&world).await);
    answers.extend(of_operators(&world).await);
    answers.extend(of_payouts(&world).await);
    answers.extend(of_billing(&world).await);
    answers.extend(of_a_broken_database(&world).await);
    let page = triport_referrals::http::errors_page();
    let mut seen = BTreeSet::new();
    for answer in answers.iter().filter(|answer| answer.status >= 400) {
        let row = format!("| [`{0}`](#{0}) | {1} |", answer.tag(), answer.status);
        assert!(page.contains(&row), "{row} is not in the documentation");
        seen.insert(answer.tag());
    }
    let all: BTreeSet<String> =
        ErrorCode::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    assert_eq!(seen, all);
}
