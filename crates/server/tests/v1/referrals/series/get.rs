//! `GET /v1/referrals/series`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Caller, SignedIn, World};

const PATH: &str = "/v1/referrals/series";

async fn points(member: &SignedIn<'_>, query: &str) -> Vec<(String, i64)> {
    let series = member.get(&format!("{PATH}?{query}")).await.ok();
    let point = |point: &Value| {
        (point["at"].as_str().unwrap().to_owned(), point["value"].as_i64().unwrap())
    };
    series["points"].as_array().unwrap().iter().map(point).collect()
}

on_both!(thirty_days_without_gaps_end_today);
async fn thirty_days_without_gaps_end_today(world: World) {
    let ada = world.member("ada@example.com").await;
    let points = points(&ada, "metric=clicks").await;
    assert_eq!(points.len(), 30);
    assert_eq!(points[0], ("2026-01-31T00:00:00Z".to_owned(), 0));
    assert_eq!(points[29], ("2026-03-01T00:00:00Z".to_owned(), 0));
}

on_both!(clicks_sign_ups_and_earnings_are_summed_by_their_buckets);
async fn clicks_sign_ups_and_earnings_are_summed_by_their_buckets(world: World) {
    let ada = world.member("ada@example.com").await;
    let code = ada.uid_code().await;
    world.forward(Span::from_secs(1));
    // Sunday, then Monday: another week.
    for (number, clicks) in [(0, 2), (1, 3)] {
        for _ in 0..clicks {
            world.browser().follow(&code).await;
        }
        let browser = world.browser();
        browser.jar.set("ref_code", &code);
        browser.sign_in(&format!("invitee{number}@example.com")).await;
        world.forward(Span::from_days(1));
    }
    world.flush().await;
    world.database.run("UPDATE daily_counts SET earned_micro = -5 WHERE clicks = 3").await;
    let ada = world.browser_of(&ada).await;
    let march = "from=2026-03-01&to=2026-03-02";
    let day = |day: &str| format!("2026-{day}T00:00:00Z");
    for (metric, sunday, monday) in [("clicks", 2, 3), ("signups", 1, 1), ("earnings", 0, -5)] {
        assert_eq!(
            points(&ada, &format!("metric={metric}&{march}")).await,
            [(day("03-01"), sunday), (day("03-02"), monday)],
        );
        assert_eq!(
            points(&ada, &format!("metric={metric}&bucket=week&{march}")).await,
            [(day("02-23"), sunday), (day("03-02"), monday)],
        );
        assert_eq!(
            points(&ada, &format!("metric={metric}&bucket=month&from=2026-02-28T12:00:00Z")).await,
            [(day("02-01"), 0), (day("03-01"), sunday + monday)],
        );
    }
    let bob = world.member("bob@example.com").await;
    assert!(points(&bob, "metric=clicks").await.iter().all(|(_, value)| *value == 0));
}

on_both!(what_cannot_be_meant_is_refused);
async fn what_cannot_be_meant_is_refused(world: World) {
    let ada = world.member("ada@example.com").await;
    for query in [
        "",
        "metric=",
        "metric=visits",
        "metric=clicks&bucket=hour",
        "metric=clicks&bucket=",
        "metric=clicks&from=yesterday",
        "metric=clicks&to=2026-02-30",
        "metric=clicks&from=",
        "metric=clicks&from=2026-03-02&to=2026-03-01",
        "metric=clicks&from=2020-01-01",
        "metric=clicks&bucket=month&from=1970-01-01",
        "metric=clicks&metric=signups",
    ] {
        ada.get(&format!("{PATH}?{query}")).await.is_error(400, "invalid_args");
    }
    world.anonymous().get(&format!("{PATH}?metric=clicks")).await.is_error(401, "unauthenticated");
    let longest = points(&ada, "metric=clicks&from=2025-01-26&to=2026-03-01").await;
    assert_eq!(longest.len(), 400);
}

on_both!(a_time_with_a_zone_is_its_day_in_utc);
async fn a_time_with_a_zone_is_its_day_in_utc(world: World) {
    let ada = world.member("ada@example.com").await;
    let query = "metric=signups&from=2026-02-28T23:30:00-01:00&to=2026-03-01T12:00:00%2B14:00";
    ada.get(&format!("{PATH}?{query}")).await.is_error(400, "invalid_args");
    let query = "metric=signups&from=2026-02-27T23:30:00-01:00&to=2026-03-01T12:00:00%2B14:00";
    let answer = ada.get(&format!("{PATH}?{query}")).await;
    answer.is_ok(&json!({ "points": [{ "at": "2026-02-28T00:00:00Z", "value": 0 }] }));
}
