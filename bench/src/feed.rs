//! What one connection asks for, request after request, across all rounds.

use std::io::Write as _;
use std::sync::Arc;

use anyhow::bail;

use crate::accounts::{Account, slug};

/// Slugs that the bench gives an account; the default configuration allows 100, one is seeded.
const SLUGS_PER_ACCOUNT: u64 = 95;

/// The requests of one connection.
#[derive(Debug)]
pub(crate) enum Feed {
    /// The same kind of read for one account after another.
    Reads {
        /// Complete requests.
        requests: Arc<[Vec<u8>]>,
        /// The next one.
        next: usize,
    },
    /// Always a new slug, for one account after another.
    Slugs {
        /// The accounts of this connection; no other one writes for them.
        accounts: Vec<Account>,
        /// Requests so far.
        written: u64,
        /// Number of the connection's first slug, from which all of its slugs are made.
        first_slug: u64,
    },
}

/// Slugs of one connection are made from numbers that far from the next connection's.
const SLUGS_APART: u64 = 1 << 40;

impl Feed {
    /// One feed per connection that asks for `path` on behalf of the accounts.
    pub(crate) fn reads(path: &str, accounts: &[Account], connections: usize) -> Vec<Self> {
        let requests: Arc<[Vec<u8>]> =
            accounts.iter().map(|account| get(path, &account.token())).collect();
        let apart = requests.len() / connections;
        (0..connections)
            .map(|number| Self::Reads { requests: requests.clone(), next: number * apart })
            .collect()
    }

    /// One feed per connection that sets new slugs, each for accounts of its own.
    pub(crate) fn slugs(accounts: &[Account], connections: usize) -> Vec<Self> {
        let own = |number: usize| accounts.iter().copied().skip(number).step_by(connections);
        (0..connections)
            .map(|number| Self::Slugs {
                accounts: own(number).collect(),
                written: 0,
                first_slug: number as u64 * SLUGS_APART,
            })
            .collect()
    }

    /// Appends the next request.
    pub(crate) fn next_request(&mut self, out: &mut Vec<u8>) -> anyhow::Result<()> {
        match self {
            Self::Reads { requests, next } => {
                *next = (*next + 1) % requests.len();
                out.extend_from_slice(requests.get(*next).map_or(&[], Vec::as_slice));
            }
            Self::Slugs { accounts, written, first_slug } => {
                let turn = usize::try_from(*written)? % accounts.len();
                let Some(account) = accounts.get(turn) else { bail!("no account to write for") };
                if *written / accounts.len() as u64 >= SLUGS_PER_ACCOUNT {
                    bail!("every account holds as many slugs as it may; seed more accounts");
                }
                write_slug(out, &account.token(), &slug(*first_slug + *written))?;
                *written += 1;
            }
        }
        Ok(())
    }
}

fn get(path: &str, token: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nuser-agent: triport-bench\r\n\
         accept: application/json\r\ncookie: nl_session={token}\r\n\r\n"
    )
    .into_bytes()
}

fn write_slug(out: &mut Vec<u8>, token: &str, slug: &str) -> std::io::Result<()> {
    let length = slug.len() + r#"{"slug":""}"#.len();
    write!(
        out,
        "POST /v1/referrals/code HTTP/1.1\r\nhost: localhost\r\nuser-agent: triport-bench\r\n\
         accept: application/json\r\ncontent-type: application/json\r\n\
         cookie: nl_session={token}\r\ncontent-length: {length}\r\n\r\n{{\"slug\":\"{slug}\"}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_account_gets_more_slugs_than_the_default_configuration_allows() {
        let accounts: Vec<Account> = (1..=4).map(Account).collect();
        let mut feeds = Feed::slugs(&accounts, 2);
        let mut out = Vec::new();
        for feed in &mut feeds {
            let mut asked = 0;
            while feed.next_request(&mut out).is_ok() {
                asked += 1;
            }
            assert_eq!(asked, 2 * 95);
        }
    }
}
