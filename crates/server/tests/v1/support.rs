//! What the tests stand on: a world of their own, and callers in it.

pub(crate) mod answer;
pub(crate) mod browser;
pub(crate) mod call;
pub(crate) mod callers;
pub(crate) mod console;
pub(crate) mod money;
pub(crate) mod outside;
pub(crate) mod provider;
pub(crate) mod wallets;
pub(crate) mod world;

pub(crate) use answer::Answer;
pub(crate) use browser::Browser;
pub(crate) use call::Call;
pub(crate) use callers::{Caller, SignedIn};
pub(crate) use console::{PAGE, SCRIPT, SCRIPT_PATH};
pub(crate) use money::{EVM_ADDRESS, Pair, SOLANA_ADDRESS, payout};
pub(crate) use outside::START;
pub(crate) use provider::{TestProvider, shared_issuer};
pub(crate) use wallets::{TestWallet, parsed_by_viem};
pub(crate) use world::World;

/// A figure for whoever reads the output of a test (`--nocapture`).
#[expect(clippy::print_stderr, reason = "that is what it is for")]
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}
