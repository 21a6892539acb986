//! `triport-referrals demo`: a database with a year in it.

use std::process::ExitCode;

use anyhow::Context;
use triport_app::add_operator;
use triport_domain::operator::{OperatorName, Role};

use super::{print, say};
use crate::config::Config;
use crate::demo;
use crate::open::{self, Options};
use crate::outside::{SystemClock, SystemEntropy};

/// How the year is told.
#[derive(clap::Args)]
pub(super) struct DemoArguments {
    /// Another seed tells another year.
    #[arg(long, default_value_t = 7, value_name = "NUMBER")]
    seed: u64,
}

/// Fills a new database, and says how to look at it.
pub(super) async fn run(config: &Config, arguments: DemoArguments) -> anyhow::Result<ExitCode> {
    let store = open::store(config, Options::default()).await?;
    say(&format!("a year of a programme, in {}", config.database_url));
    let filled = demo::fill(config, store.clone(), arguments.seed, say).await?;
    say(&format!(
        "{} accounts, {} clicks, {} payments, {} payouts; the ledger is verified",
        filled.accounts, filled.clicks, filled.payments, filled.payouts
    ));
    let name = OperatorName::parse("demo")?;
    let (clock, entropy) = (SystemClock, SystemEntropy);
    let token = add_operator(&store, &clock, &entropy, name, Role::Full).await?;
    let token = token.context("there is an operator of that name")?;
    store.close().await;
    let (url, email) = (&config.public_url, demo::HERO_EMAIL);
    say(&format!(
        "\nStart the server with the same settings (`triport-referrals serve`), then:\n\
         - as a member: {url}login, Email {email}; the code {}\n\
         - as an operator: {url}operator, with this token, which is shown only here:",
        if config.smtp_url.is_some() {
            "goes to that address"
        } else {
            "is printed in the server's log"
        },
    ));
    print(&token.expose());
    Ok(ExitCode::SUCCESS)
}
