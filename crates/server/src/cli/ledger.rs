//! `triport-referrals ledger`: verifying the ledger beside a running server.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;
use triport_app::money::{Difference, verify_ledger};

use super::{print, say};
use crate::config::Config;
use crate::open;

/// What to do with the ledger.
#[derive(Subcommand)]
pub(super) enum LedgerCommand {
    /// Compute every balance, reward, payout and counter again from the entries and rows; prints a line for each
    /// difference, and exits with 1 if there is one.
    Verify,
}

/// How long it works before it says how far it is.
const PROGRESS_PERIOD: Duration = Duration::from_secs(2);

/// Runs the command; the exit code tells whether the ledger is right.
pub(super) async fn run(config: &Config, command: LedgerCommand) -> anyhow::Result<ExitCode> {
    let LedgerCommand::Verify = command;
    let store = open::beside(config).await?;
    let (mut accounts, mut differences, mut after) = (0, 0, None);
    loop {
        let verified = verify_ledger(&store, after, PROGRESS_PERIOD).await?;
        accounts += verified.accounts;
        differences += verified.differences.len();
        verified.differences.iter().for_each(|difference| print(&line(difference)));
        after = verified.next;
        if after.is_none() {
            break;
        }
        if std::io::stderr().is_terminal() {
            say(&format!("{accounts} accounts so far"));
        }
    }
    store.close().await;
    say(&format!("{accounts} accounts, {differences} differences"));
    Ok(if differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn line(difference: &Difference) -> String {
    let Difference { user_id, what, subject, kept, explained } = difference;
    let subject = subject.map(|id| format!(" {id}")).unwrap_or_default();
    format!(
        "account {user_id}: {what}{subject} is kept as {kept}, what is behind it says {explained}"
    )
}
