//! `triport-referrals operator`: tokens of operators, made and ended beside a running server.

use std::process::ExitCode;

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use triport_app::{add_operator, list_operators, revoke_operator};
use triport_domain::operator::{NamedToken, OperatorName, Role};

use super::{print, say};
use crate::config::Config;
use crate::open;
use crate::outside::{SystemClock, SystemEntropy};

/// What to do with tokens.
#[derive(Subcommand)]
pub(super) enum OperatorCommand {
    /// Make a token and print it, this once: the database keeps only its hash.
    Add {
        /// Who holds it, as the audit log tells: a-z, 0-9, '.', '_' and '-'.
        #[arg(value_parser = OperatorName::parse)]
        name: OperatorName,
        /// What it may do.
        #[arg(long, value_parser = role())]
        role: Role,
    },
    /// List every token that ever was.
    List,
    /// End a token; the server refuses it from the next call on.
    Revoke {
        /// Its name.
        name: String,
    },
}

fn role() -> impl TypedValueParser<Value = Role> {
    let names = Role::ALL.iter().map(|role| role.as_str());
    let parse = |text: String| Role::parse(&text).ok_or("no such role");
    PossibleValuesParser::new(names).try_map(parse)
}

/// Runs one of the commands; the exit code tells whether it was done.
pub(super) async fn run(config: &Config, command: OperatorCommand) -> anyhow::Result<ExitCode> {
    let store = open::beside(config).await?;
    let done = match command {
        OperatorCommand::Add { name, role } => {
            let (clock, entropy) = (SystemClock, SystemEntropy);
            let token = add_operator(&store, &clock, &entropy, name.clone(), role).await?;
            if let Some(token) = &token {
                say(&format!("the token of {name}, which is shown only here:"));
                print(&token.expose());
            } else {
                say(&format!("{name} is or was the name of a token; take another name"));
            }
            token.is_some()
        }
        OperatorCommand::List => {
            for token in list_operators(&store).await? {
                print(&line(&token));
            }
            true
        }
        OperatorCommand::Revoke { name } => {
            let revoked = revoke_operator(&store, &SystemClock, &SystemEntropy, &name).await?;
            let outcome = if revoked { "does not work any more" } else { "is no token that works" };
            say(&format!("{name} {outcome}"));
            revoked
        }
    };
    store.close().await;
    Ok(if done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Name, role, when it was made, when it was revoked.
fn line(token: &NamedToken) -> String {
    let revoked = token.revoked_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    format!("{}\t{}\t{}\t{revoked}", token.name, token.role.as_str(), token.created_at)
}
