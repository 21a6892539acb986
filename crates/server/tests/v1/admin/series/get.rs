//! `GET /v1/admin/series`.

use serde_json::json;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/series";

on_both!(all_members_together_make_the_series);
async fn all_members_together_make_the_series(world: World) {
    let pair = world.pair().await;
    pair.pay("pay_1", 100_000_000).await;
    world.refund("pay_1", "re_1", 40_000_000).await;
    let days = "bucket=day&from=2026-02-28&to=2026-03-01";
    let points = |value: i64| {
        json!({ "points": [
            { "at": "2026-02-28T00:00:00Z", "value": 0 },
            { "at": "2026-03-01T00:00:00Z", "value": value },
        ] })
    };
    let get = |metric: &str| world.operator().get(&format!("{PATH}?metric={metric}&{days}"));
    get("earnings").await.is_ok(&points(6_000_000));
    get("signups").await.is_ok(&points(1));
    get("clicks").await.is_ok(&points(0));
    get("other").await.is_error(400, "invalid_args");
    pair.inviter.get(PATH).await.is_error(401, "admin_token_invalid");
}
