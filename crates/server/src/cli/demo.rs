//! `triport-referrals demo`: a database with a year in it.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use triport_app::add_operator;
use triport_domain::account_name::AccountName;
use triport_domain::operator::{OperatorName, OperatorToken, Role};

use super::{print, say};
use crate::config::Config;
use crate::demo;
use crate::open::{self, Options, Store};
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
    let token = add_operator(&store, &SystemClock, &SystemEntropy, name, Role::Full).await?;
    let token = token.context("there is an operator of that name")?;
    let link = link(config, &store, &token).await?;
    store.close().await;
    say(&format!(
        "\nStart the server with the same settings (`triport-referrals serve`), then:\n\
         - as a member: {url}login, Email {email}; the code {where_to}.\n  \
           Without one, within a minute and once: {link}\n\
         - as an operator: {url}operator, with this token, which is shown only here:",
        url = config.public_url,
        email = demo::HERO_EMAIL,
        where_to = match config.smtp_url {
            Some(_) => "goes to that address",
            None => "is printed in the server's log",
        },
    ));
    print(&token.expose());
    Ok(ExitCode::SUCCESS)
}

/// A link that signs the member in through whom the demo is seen.
async fn link(
    config: &Config,
    store: &Arc<Store>,
    token: &OperatorToken,
) -> anyhow::Result<String> {
    let app = open::app(config, store.clone()).await?;
    let operator = app.operator(&token.expose()).await?.context("a new token does not work")?;
    let member = AccountName::email(demo::HERO_EMAIL)?;
    Ok(app.make_sign_in_link(&operator, &member).await?.url)
}
