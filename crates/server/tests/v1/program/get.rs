//! `GET /v1/program`.

use serde_json::json;
use triport_domain::money::Micro;
use triport_domain::program::{ReplacedSlugs, Touch};
use triport_domain::time::Span;

use crate::support::{Caller, World};

on_both!(anybody_can_read_the_terms);
async fn anybody_can_read_the_terms(world: World) {
    let terms = json!({
        "currency": "USD",
        "tiers": [
            { "tier": 1, "label": "regular", "rate_bps": 1_000 },
            { "tier": 2, "label": "influencer", "rate_bps": 1_500 },
        ],
        "hold_period_seconds": 1_209_600,
        "attribution_window_seconds": 2_592_000,
        "min_payout_micro": 10_000_000,
        "step_up_payout_micro": 100_000_000,
        "payout_networks": ["solana", "ethereum", "polygon"],
        "replaced_slugs": "alias",
        "touch": "last",
        "sign_in_with": ["email", "wallet"],
        "one_time_codes": "mail",
    });
    world.anonymous().get("/v1/program").await.is_ok(&terms);
    let forged = world.anonymous().get("/v1/program").header("cookie", "nl_session=forged");
    forged.await.is_ok(&terms);
    world.member("ada@example.com").await.get("/v1/program").await.is_ok(&terms);
}

on_both!(the_terms_are_those_that_the_operator_configured);
async fn the_terms_are_those_that_the_operator_configured(world: World) {
    let world = world.with(|setup| {
        setup.hold_period = Span::from_days(1);
        setup.min_payout = Micro::new(1);
        setup.replaced_slugs = ReplacedSlugs::Off;
        setup.touch = Touch::First;
    });
    let terms = world.anonymous().get("/v1/program").await.ok();
    assert_eq!(terms["hold_period_seconds"], 86_400);
    assert_eq!(terms["min_payout_micro"], 1);
    assert_eq!((&terms["replaced_slugs"], &terms["touch"]), (&json!("off"), &json!("first")));
}

on_both!(the_terms_are_there_though_the_database_is_away);
async fn the_terms_are_there_though_the_database_is_away(world: World) {
    world.database.run("ALTER TABLE schema_migrations RENAME TO away").await;
    assert_eq!(world.anonymous().get("/v1/program").await.ok()["currency"], "USD");
}
