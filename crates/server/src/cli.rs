//! The command line.

mod database;
mod demo;
mod doctor;
mod ledger;
mod operator;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::config::{Config, ConfigError, LogFormat};
use crate::logging::Logging;

/// Referral programme in one binary: codes, attribution, rewards and payouts.
#[derive(Parser)]
#[command(name = "triport-referrals", version, about, arg_required_else_help = true)]
struct Arguments {
    /// Read settings from this TOML file; environment variables win over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API.
    Serve {
        /// SQLite: one commit per transaction, to measure what group commit brings.
        #[arg(long, hide = true)]
        single_commits: bool,
    },
    /// Bring the database's schema up to date, and stop.
    Migrate,
    /// Check configuration, database, mail and clock, and say what is wrong.
    Doctor,
    /// Copy the SQLite database into a new file, while a server may be running.
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
    /// Put a backup in the place of the SQLite database; the server must be stopped.
    Restore {
        /// The backup to read; it is verified first.
        file: PathBuf,
    },
    /// Make, list and end operators' tokens, while a server may be running.
    Operator {
        #[command(subcommand)]
        command: operator::OperatorCommand,
    },
    /// Check the ledger, while a server may be running.
    Ledger {
        #[command(subcommand)]
        command: ledger::LedgerCommand,
    },
    /// Fill a new database with a year of a made-up programme, to look around in.
    Demo(demo::DemoArguments),
    /// Print the API's OpenAPI document.
    Openapi,
}

/// What a wrong setting ends with (`EX_CONFIG` of sysexits.h): a supervisor need not try again, as it should
/// when the database is not there yet.
const WRONG_CONFIGURATION: u8 = 78;

/// Runs the command of this process.
pub fn run() -> ExitCode {
    match execute(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            say(&format!("triport-referrals: {error:#}"));
            if error.is::<ConfigError>() { WRONG_CONFIGURATION.into() } else { ExitCode::FAILURE }
        }
    }
}

fn execute(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if matches!(arguments.command, Command::Openapi) {
        print(&crate::http::document_text()?);
        return Ok(ExitCode::SUCCESS);
    }
    let (config, warnings) =
        Config::load(arguments.config.as_deref(), crate::config::environment())?;
    let logging = Logging::start(config.log.clone(), log_format(&arguments.command, &config))?;
    // The doctor tells them itself.
    let told = !matches!(arguments.command, Command::Doctor);
    for warning in warnings.iter().filter(|_| told) {
        tracing::warn!("{warning}");
    }
    let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
    runtime.block_on(async {
        match arguments.command {
            Command::Serve { single_commits } => {
                let options = crate::open::Options { group_commit: !single_commits };
                crate::serve::serve(&config, options, &logging).await?;
            }
            Command::Migrate => database::migrate(&config).await?,
            Command::Doctor => return doctor::run(&config, &warnings).await,
            Command::Backup { file } => database::backup(&config, &file)?,
            Command::Restore { file } => database::restore(&config, &file)?,
            Command::Operator { command } => return operator::run(&config, command).await,
            Command::Ledger { command } => return ledger::run(&config, command).await,
            Command::Demo(arguments) => return demo::run(&config, arguments).await,
            Command::Openapi => {}
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Commands that a person runs by hand speak to that person, wherever the output goes.
const fn log_format(command: &Command, config: &Config) -> LogFormat {
    match command {
        Command::Serve { .. } => config.log_format,
        _ => LogFormat::Pretty,
    }
}

/// Writes a line for the person who ran the command.
#[expect(clippy::print_stderr, reason = "this is what a command line does")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// Writes a result that another program may read. One that stops reading has all it wants.
fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
