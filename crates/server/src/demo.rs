//! A believable year of a programme, for whoever wants to see one before having one.
//!
//! Everything in it happened: [`acts`] are the use cases that requests and operators reach, under a
//! clock that the [`story`] moves, so no row is there that the rules would not have made. Which names,
//! amounts and days there are comes from a seed; ids and secrets come from the operating system, as
//! everywhere, so a demo that somebody leaves on a network gives nothing away.

mod acts;
mod calendar;
mod cast;
mod chance;
mod clock;
mod desk;
mod people;
mod plot;
mod story;

use std::sync::Arc;

use anyhow::{Context, bail};
use triport_app::mail::Mailer;
use triport_app::money::verify_ledger;
use triport_app::outside::Clock;
use triport_domain::time::Span;

use self::acts::Stage;
use self::chance::Chance;
use self::clock::StoryClock;
use self::story::Story;
use crate::config::{Config, table};
use crate::open::{self, Store};
use crate::outside::SystemClock;

/// Who the demo is seen through.
pub(crate) use self::cast::HERO_EMAIL;

/// How long the story is, in days.
const DAYS: u16 = 365;

/// How many messages wait to be read; an act reads what it caused.
const MAILBOX_SIZE: usize = 1_000;
/// How long a step of the check may take.
const CHECK_STEP: std::time::Duration = std::time::Duration::from_secs(2);

/// What became of it.
pub(crate) struct Filled {
    pub(crate) accounts: i64,
    pub(crate) clicks: i64,
    pub(crate) payments: u32,
    pub(crate) payouts: i64,
}

/// Fills a database that nobody has used, telling every month how far the story is.
pub(crate) async fn fill(
    config: &Config,
    store: Arc<Store>,
    seed: u64,
    tell: impl Fn(&str),
) -> anyhow::Result<Filled> {
    let end = SystemClock.now();
    let clock = Arc::new(StoryClock::new(end - Span::from_days(DAYS)));
    let (mailer, mailbox) = tokio::sync::mpsc::channel(MAILBOX_SIZE);
    let app = open::app_with(config, store.clone(), clock.clone(), Mailer::channel(mailer)).await?;
    if app.totals().await?.accounts.accounts > 0 {
        bail!(
            "{} has accounts already, and the demo fills only a new database: name another in {}, or \
             start the server on this one",
            config.database_url,
            table::DATABASE_URL.name()
        );
    }
    let stage = Stage::new(app, store.clone(), clock.clone(), mailbox).await?;
    let mut story = Story::new(stage, Chance::from_seed(seed));
    while let Some(news) = story.go_on(end).await? {
        tell(&news);
    }
    let totals = story.finish(end).await?;
    check(&store).await?;
    Ok(Filled {
        accounts: totals.accounts.accounts,
        clicks: totals.clicks,
        payments: story.payments(),
        payouts: totals.payouts.iter().map(|of_status| of_status.payouts).sum(),
    })
}

/// The books have to be right, as after any other year.
async fn check(store: &Store) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let verified =
            verify_ledger(store, after, CHECK_STEP).await.context("checking the ledger")?;
        if !verified.differences.is_empty() {
            bail!("the ledger has {} differences", verified.differences.len());
        }
        after = verified.next;
        if after.is_none() {
            return Ok(());
        }
    }
}
