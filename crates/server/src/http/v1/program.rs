//! The programme's terms, for everybody.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use triport_app::App;
use triport_domain::payout::Network;
use triport_domain::program::{ReplacedSlugs, Tier, Touch};
use utoipa::openapi::schema::ArrayBuilder;
use utoipa::openapi::{RefOr, Schema};

use super::payouts::networks;
use crate::http::openapi::one_of;
use crate::http::site::Site;

/// What members can know about the programme before they sign in. Amounts are micro-units of its
/// currency.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ProgramTerms {
    /// Three capital letters (ISO 4217).
    #[schema(examples("USD"), pattern = "^[A-Z]{3}$")]
    currency: String,
    /// What inviters earn, by number; every account starts with tier 1.
    tiers: Vec<ProgramTier>,
    /// How long a reward waits before it can be used.
    #[schema(examples(1_209_600))]
    hold_period_seconds: u64,
    /// How long a click counts, and how old an account may be when it is attributed.
    #[schema(examples(2_592_000))]
    attribution_window_seconds: u64,
    /// The smallest payout.
    #[schema(examples(10_000_000))]
    min_payout_micro: i64,
    /// A larger payout needs a fresh sign-in.
    #[schema(examples(100_000_000))]
    step_up_payout_micro: i64,
    #[schema(schema_with = payout_networks)]
    payout_networks: [&'static str; 3],
    #[schema(schema_with = replaced_slugs)]
    replaced_slugs: &'static str,
    #[schema(schema_with = touch)]
    touch: &'static str,
    #[schema(schema_with = ways_to_sign_in)]
    sign_in_with: Vec<&'static str>,
    #[schema(schema_with = one_time_codes)]
    one_time_codes: &'static str,
}

/// A tier.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ProgramTier {
    /// Its number.
    #[schema(examples(1))]
    tier: u16,
    /// Its name.
    #[schema(examples("regular"))]
    label: String,
    /// Share of payments in basis points (1500 = 15 %).
    #[schema(examples(1000), maximum = 10_000)]
    rate_bps: u16,
}

fn payout_networks() -> Schema {
    list_of("Where payouts can be sent.", networks())
}

fn replaced_slugs() -> Schema {
    let about = "What becomes of links with a replaced slug: with `alias` they keep working, with \
                 `off` they stop attributing.";
    one_of(about, &["alias", "off"])
}

fn touch() -> Schema {
    one_of("Which of several clicks counts.", &["last", "first"])
}

fn ways_to_sign_in() -> Schema {
    let way = one_of("A way.", &["email", "google", "wallet"]);
    list_of("How members can sign in here.", way)
}

fn one_time_codes() -> Schema {
    let about = "Where one-time codes go: with `mail` to the address, with `log` into the server's log, which \
                 is allowed on one's own machine only.";
    one_of(about, &["mail", "log"])
}

fn list_of(description: &str, item: Schema) -> Schema {
    ArrayBuilder::new().items(RefOr::T(item)).description(Some(description)).build().into()
}

/// Show the programme's terms.
///
/// Currency, tiers, periods and the ways to sign in, as the operator configured them. Needs no
/// session, so that a page can explain the programme before anybody signs in.
#[utoipa::path(
    get,
    path = "/v1/program",
    operation_id = "program_show",
    tag = "Overview",
    responses((status = 200, description = "The terms.", body = ProgramTerms))
)]
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Json<ProgramTerms> {
    Json(ProgramTerms::new(&site.app))
}

impl ProgramTerms {
    fn new(app: &App) -> Self {
        let terms = app.program();
        Self {
            currency: terms.currency.clone(),
            tiers: terms.tiers.as_slice().iter().map(ProgramTier::from).collect(),
            hold_period_seconds: terms.hold_period.as_secs_rounded_up(),
            attribution_window_seconds: terms.attribution_window.as_secs_rounded_up(),
            min_payout_micro: terms.min_payout.get(),
            step_up_payout_micro: terms.step_up_payout.get(),
            payout_networks: Network::ALL.map(Network::as_str),
            replaced_slugs: match terms.replaced_slugs {
                ReplacedSlugs::Alias => "alias",
                ReplacedSlugs::Off => "off",
            },
            touch: match terms.touch {
                Touch::Last => "last",
                Touch::First => "first",
            },
            sign_in_with: if app.has_google() {
                vec!["email", "google", "wallet"]
            } else {
                vec!["email", "wallet"]
            },
            one_time_codes: if app.has_mail() { "mail" } else { "log" },
        }
    }
}

impl From<&Tier> for ProgramTier {
    fn from(tier: &Tier) -> Self {
        Self { tier: tier.number, label: tier.label.clone(), rate_bps: tier.rate_bps }
    }
}
