//! Clicks on their way into the database.

use triport_domain::time::Span;

use crate::support::{Browser, Caller, World};

async fn follow_from(browser: &Browser<'_>, code: &str, address: &str) {
    let answer = browser.open(&format!("/r/{code}")).from(address).await;
    assert_eq!(answer.status, 302);
}

/// Clicks and visitors of a code, all days together.
async fn counted(world: &World, code: &str) -> (i64, i64) {
    let sum = async |column: &str| {
        let query = format!(
            "SELECT CAST(COALESCE(SUM({column}), 0) AS BIGINT) FROM code_clicks WHERE code = '{code}'"
        );
        world.database.number(&query).await
    };
    (sum("clicks").await, sum("visitors").await)
}

on_both!(clicks_wait_in_memory_and_are_written_together);
async fn clicks_wait_in_memory_and_are_written_together(world: World) {
    let ada = world.member("ada@example.com").await;
    ada.set_slug("trip-with-me").await.ok();
    let uid_code = ada.uid_code().await;
    for number in 0..30 {
        let address = format!("198.51.100.{}", number % 10);
        follow_from(&world.browser(), "trip-with-me", &address).await;
    }
    follow_from(&world.browser(), &uid_code, "198.51.100.1").await;
    assert_eq!(counted(&world, "trip-with-me").await, (0, 0), "nothing is written by a visit");
    assert_eq!(world.flush().await, 31);
    assert_eq!(counted(&world, "trip-with-me").await, (30, 10));
    assert_eq!(counted(&world, &uid_code).await, (1, 1));
    assert_eq!(ada.get("/v1/referrals/me").await.ok()["clicks"], 31);
    assert_eq!(world.flush().await, 0, "each click is written once");
    follow_from(&world.browser(), "trip-with-me", "198.51.100.1").await;
    follow_from(&world.browser(), "trip-with-me", "198.51.100.99").await;
    assert_eq!(world.flush().await, 2);
    assert_eq!(counted(&world, "trip-with-me").await, (32, 11), "the first one was here before");
}

on_both!(a_visitor_counts_once_a_day_and_nobody_reads_the_address_back);
async fn a_visitor_counts_once_a_day_and_nobody_reads_the_address_back(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    follow_from(&world.browser(), "trip-with-me", "198.51.100.1").await;
    // Half a minute before and after midnight.
    world.forward(Span::from_secs(43_170));
    follow_from(&world.browser(), "trip-with-me", "198.51.100.1").await;
    world.forward(Span::from_secs(60));
    follow_from(&world.browser(), "trip-with-me", "198.51.100.1").await;
    assert_eq!(world.flush().await, 3);
    assert_eq!(world.count("code_clicks", "clicks = 2 AND visitors = 1").await, 1);
    assert_eq!(world.count("code_clicks", "clicks = 1 AND visitors = 1").await, 1);
    assert_eq!(world.count("daily_counts", "clicks = 2").await, 1);
    let hashes = "SELECT count(DISTINCT visitor_hash) FROM click_visitors";
    assert_eq!(world.database.number(hashes).await, 2, "every day has a key of its own");
}

on_both!(clicks_that_the_database_refuses_are_told_as_lost);
async fn clicks_that_the_database_refuses_are_told_as_lost(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    world.browser().follow("trip-with-me").await;
    world.database.run("ALTER TABLE daily_counts RENAME TO away").await;
    assert!(world.http.site().flush_clicks().await.is_err());
    world.database.run("ALTER TABLE away RENAME TO daily_counts").await;
    assert_eq!(world.flush().await, 0, "it would fail again for ever");
    assert_eq!(counted(&world, "trip-with-me").await, (0, 0), "all of it or nothing");
    let answer = world.operator().get("/metrics").await;
    assert!(std::str::from_utf8(&answer.body).unwrap().contains("triport_clicks_lost_total 1"));
}

on_both!(many_clicks_at_once_are_all_counted);
async fn many_clicks_at_once_are_all_counted(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    ada.set_slug("of-ada").await.ok();
    bob.set_slug("of-bob").await.ok();
    let visits = (0..200).map(|number| {
        let world = &world;
        async move {
            let code = ["of-ada", "of-bob"][number % 2];
            let address = format!("2001:db8::{number:x}");
            follow_from(&world.browser(), code, &address).await;
            if number % 20 == 0 {
                world.flush().await;
            }
        }
    });
    futures_util::future::join_all(visits).await;
    world.flush().await;
    assert_eq!(counted(&world, "of-ada").await, (100, 100));
    assert_eq!(counted(&world, "of-bob").await, (100, 100));
    assert_eq!(world.count("referral_counts", "clicks = 100").await, 2);
}

on_both!(visitors_are_forgotten_after_two_days_and_clicks_never);
async fn visitors_are_forgotten_after_two_days_and_clicks_never(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    for number in 0..30 {
        let address = format!("198.51.100.{number}");
        follow_from(&world.browser(), "trip-with-me", &address).await;
    }
    world.flush().await;
    let purge = async || {
        world.http.site().purge(&tokio_util::sync::CancellationToken::new()).await.unwrap();
        world.count("click_visitors", "1 = 1").await
    };
    world.forward(Span::from_days(2));
    assert_eq!(purge().await, 30);
    world.forward(Span::from_days(1));
    assert_eq!(purge().await, 0);
    assert_eq!(counted(&world, "trip-with-me").await, (30, 30));
}

on_both!(the_metrics_tell_how_many_clicks_were_counted);
async fn the_metrics_tell_how_many_clicks_were_counted(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    world.browser().follow("trip-with-me").await;
    let answer = world.operator().get("/metrics").await;
    let text = std::str::from_utf8(&answer.body).unwrap();
    for line in ["triport_clicks_counted_total 1", "triport_clicks_lost_total 0"] {
        assert!(text.lines().any(|found| found == line), "{line}");
    }
}
