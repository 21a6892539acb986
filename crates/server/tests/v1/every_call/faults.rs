//! A database that is broken, busy or gone.

use serde_json::json;

use crate::support::{Answer, Caller, World};

/// Nothing of the reason reaches the caller.
#[track_caller]
fn assert_tells_nothing(answer: &Answer) {
    let message = answer.json()["message"].as_str().unwrap().to_lowercase();
    for word in
        ["sql", "table", "relation", "column", "referral_codes", "lock", "connect", "postgres"]
    {
        assert!(!message.contains(word), "{message}");
    }
}

on_both!(a_failed_statement_is_an_internal_error_that_tells_nothing);
async fn a_failed_statement_is_an_internal_error_that_tells_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    world.database.run("ALTER TABLE referral_codes RENAME TO away").await;
    let mut messages = Vec::new();
    for answer in [
        ada.set_slug("trip-with-me").await,
        ada.delete("/v1/referrals/code").await,
        ada.get("/v1/referrals/codes").await,
        ada.get("/v1/referrals/me").await,
        ada.get("/v1/referrals/code/check?slug=abc").await,
    ] {
        answer.is_error(500, "internal");
        assert_tells_nothing(&answer);
        messages.push(answer.json()["message"].clone());
    }
    messages.dedup();
    assert_eq!(messages.len(), 1, "one text for all: {messages:?}");
    world.database.run("ALTER TABLE away RENAME TO referral_codes").await;
    ada.set_slug("trip-with-me").await.ok();
}

on_both!(a_sign_in_that_fails_half_way_leaves_nothing_and_can_be_repeated);
async fn a_sign_in_that_fails_half_way_leaves_nothing_and_can_be_repeated(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    world.database.run("ALTER TABLE sessions RENAME TO away").await;
    world.anonymous().verify(&request_id, &code).await.is_error(500, "internal");
    for table in ["accounts", "identities", "identity_claims", "referral_codes", "code_claims"] {
        let rows = world.database.number(&format!("SELECT count(*) FROM {table}")).await;
        assert_eq!(rows, 0, "{table}");
    }
    world.database.run("ALTER TABLE away RENAME TO sessions").await;
    world.anonymous().verify(&request_id, &code).await.ok();
}

on_both!(a_slug_that_could_not_be_written_is_claimed_by_nobody);
async fn a_slug_that_could_not_be_written_is_claimed_by_nobody(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    world.database.run("ALTER TABLE referral_codes RENAME TO away").await;
    ada.set_slug("trip-with-me").await.is_error(500, "internal");
    world.database.run("ALTER TABLE away RENAME TO referral_codes").await;
    bob.set_slug("trip-with-me").await.ok();
}

on_both!(while_the_database_cannot_be_written_calls_are_told_to_try_again);
async fn while_the_database_cannot_be_written_calls_are_told_to_try_again(world: World) {
    let ada = world.member("ada@example.com").await;
    let start = std::time::Instant::now();
    let locked = if world.database.is_postgres() {
        let other = crate::database::connect(&world.database.url()).await;
        other.batch_execute("BEGIN; LOCK TABLE code_claims IN EXCLUSIVE MODE").await.unwrap();
        let answer = ada.set_slug("trip-with-me").await;
        other.batch_execute("ROLLBACK").await.unwrap();
        answer
    } else {
        let other = world.database.sqlite_connection();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let answer = ada.set_slug("trip-with-me").await;
        other.execute_batch("ROLLBACK").unwrap();
        answer
    };
    locked.is_error(503, "unavailable");
    assert!(start.elapsed().as_secs() < 9, "well within the time of a request");
    assert_tells_nothing(&locked);
    ada.set_slug("trip-with-me").await.ok();
}

on_both!(while_the_database_is_gone_calls_fail_and_go_on_when_it_is_back);
async fn while_the_database_is_gone_calls_fail_and_go_on_when_it_is_back(world: World) {
    if !world.database.is_postgres() {
        // An SQLite file that is open cannot go away.
        return;
    }
    let ada = world.member("ada@example.com").await;
    let url = world.database.url();
    let (_, name) = url.rsplit_once('/').unwrap();
    let admin = crate::database::connect(&crate::database::server_url()).await;
    let away = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
    admin.batch_execute(&away).await.unwrap();
    let end =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.execute(&end, &[]).await.unwrap();
    for _ in 0..3 {
        for answer in [
            ada.get("/v1/auth/me").await,
            ada.set_slug("trip-with-me").await,
            ada.call("POST", "/v1/auth/email/start").json(&json!({ "email": "a@b.example" })).await,
            world.anonymous().get("/readyz").await,
        ] {
            answer.is_error(503, "unavailable");
            assert_eq!(answer.header("retry-after"), "1");
            assert_tells_nothing(&answer);
        }
        world.anonymous().get("/livez").await.ok();
        world.anonymous().get("/v1/auth/me").await.is_error(401, "unauthenticated");
    }
    admin.batch_execute(&away.replace("false", "true")).await.unwrap();
    world.anonymous().get("/readyz").await.ok();
    ada.get("/v1/auth/me").await.ok();
    ada.set_slug("trip-with-me").await.ok();
}
