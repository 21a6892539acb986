//! What one connection asks for, request after request, across all rounds.

use std::io::Write as _;
use std::sync::Arc;

use anyhow::{Context, bail};

use crate::accounts::{Account, slug};
use crate::server::ADMIN_TOKEN;

/// Slugs that the bench gives an account; the default configuration allows 100, one is seeded.
const SLUGS_PER_ACCOUNT: u64 = 95;
/// What is paid with one push.
const PAYMENT_MICRO: u64 = 10_000_000;
/// The smallest payout of the default configuration.
const PAYOUT_MICRO: u64 = 10_000_000;

/// The three digits of a status.
pub(crate) type Status = &'static [u8; 3];

/// The requests of one connection.
#[derive(Debug)]
pub(crate) enum Feed {
    /// The same kind of request for one account after another.
    Same {
        /// Complete requests.
        requests: Arc<[Vec<u8>]>,
        /// The next one.
        next: usize,
        /// What they are answered with.
        expects: Status,
        /// Requests so far.
        asked: u64,
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
    /// Always a new payment, of one account after another.
    Payments {
        /// The accounts that pay.
        accounts: Arc<[Account]>,
        /// Requests so far; every connection begins at another account.
        pushed: u64,
        /// Number of the connection, which is in its payments' ids.
        connection: u64,
        /// Number of its first account.
        first: u64,
    },
}

/// Slugs of one connection are made from numbers that far from the next connection's.
const SLUGS_APART: u64 = 1 << 40;

impl Feed {
    /// One feed per connection that asks for `path` on behalf of the accounts.
    pub(crate) fn reads(path: &str, accounts: &[Account], connections: usize) -> Vec<Self> {
        let requests = accounts.iter().map(|account| get(path, &account.token()));
        Self::same(requests, b"200", connections)
    }

    /// One feed per connection that opens the paths as a person without cookies does.
    pub(crate) fn visits(paths: &[String], expects: Status, connections: usize) -> Vec<Self> {
        Self::same(paths.iter().map(|path| visit(path)), expects, connections)
    }

    /// One feed per connection that asks for payouts of one account.
    pub(crate) fn payouts(account: Account, connections: usize) -> Vec<Self> {
        Self::same(std::iter::once(payout(&account.token())), b"202", connections)
    }

    fn same(
        requests: impl Iterator<Item = Vec<u8>>,
        expects: Status,
        connections: usize,
    ) -> Vec<Self> {
        let requests: Arc<[Vec<u8>]> = requests.collect();
        let apart = requests.len() / connections;
        let feed = |number| Self::Same {
            requests: requests.clone(),
            next: number * apart,
            expects,
            asked: 0,
        };
        (0..connections).map(feed).collect()
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

    /// One feed per connection that pushes new payments of the accounts.
    pub(crate) fn payments(accounts: &[Account], connections: usize) -> Vec<Self> {
        let accounts: Arc<[Account]> = accounts.into();
        let apart = accounts.len() as u64 / connections as u64;
        (0..connections as u64)
            .map(|connection| Self::Payments {
                accounts: accounts.clone(),
                pushed: 0,
                connection,
                first: connection * apart,
            })
            .collect()
    }

    /// What its requests are answered with; anything else is an error.
    pub(crate) const fn expects(&self) -> Status {
        match self {
            Self::Same { expects, .. } => expects,
            Self::Slugs { .. } => b"200",
            // 200 would be a payment that was pushed before.
            Self::Payments { .. } => b"201",
        }
    }

    /// Requests so far. All of them were answered, once the load has ended.
    pub(crate) const fn asked(&self) -> u64 {
        match self {
            Self::Same { asked, .. } => *asked,
            Self::Slugs { written, .. } => *written,
            Self::Payments { pushed, .. } => *pushed,
        }
    }

    /// Appends the next request.
    pub(crate) fn next_request(&mut self, out: &mut Vec<u8>) -> anyhow::Result<()> {
        match self {
            Self::Same { requests, next, asked, .. } => {
                *next = (*next + 1) % requests.len();
                *asked += 1;
                out.extend_from_slice(requests.get(*next).map_or(&[], Vec::as_slice));
            }
            Self::Slugs { accounts, written, first_slug } => {
                let account = in_turn(accounts, *written)?;
                if *written / accounts.len() as u64 >= SLUGS_PER_ACCOUNT {
                    bail!("every account holds as many slugs as it may; seed more accounts");
                }
                write_slug(out, &account.token(), &slug(*first_slug + *written))?;
                *written += 1;
            }
            Self::Payments { accounts, pushed, connection, first } => {
                let account = in_turn(accounts, *first + *pushed)?;
                write_payment(out, account, &format!("pay-{connection}-{pushed}"))?;
                *pushed += 1;
            }
        }
        Ok(())
    }
}

fn in_turn(accounts: &[Account], turn: u64) -> anyhow::Result<Account> {
    let place = turn.checked_rem(accounts.len() as u64).context("no accounts")?;
    accounts.get(usize::try_from(place)?).copied().context("a place within")
}

fn get(path: &str, token: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nuser-agent: triport-bench\r\n\
         accept: application/json\r\ncookie: nl_session={token}\r\n\r\n"
    )
    .into_bytes()
}

/// With the user agent of a person's program: clicks of others are not counted.
fn visit(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nuser-agent: curl/8.0\r\naccept: */*\r\n\r\n")
        .into_bytes()
}

fn payout(token: &str) -> Vec<u8> {
    let body = format!(
        "{{\"amount_micro\":{PAYOUT_MICRO},\"network\":\"polygon\",\
         \"address\":\"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\"}}"
    );
    let length = body.len();
    format!(
        "POST /v1/referrals/payouts HTTP/1.1\r\nhost: localhost\r\nuser-agent: triport-bench\r\n\
         accept: application/json\r\ncontent-type: application/json\r\n\
         cookie: nl_session={token}\r\ncontent-length: {length}\r\n\r\n{body}"
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

fn write_payment(out: &mut Vec<u8>, account: Account, id: &str) -> std::io::Result<()> {
    let body = format!(
        "{{\"payment_id\":\"{id}\",\"user_id\":\"{}\",\"amount_micro\":{PAYMENT_MICRO}}}",
        account.user_id()
    );
    let length = body.len();
    write!(
        out,
        "POST /v1/admin/payments HTTP/1.1\r\nhost: localhost\r\nuser-agent: triport-bench\r\n\
         accept: application/json\r\ncontent-type: application/json\r\n\
         x-admin-token: {ADMIN_TOKEN}\r\ncontent-length: {length}\r\n\r\n{body}"
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

    #[test]
    fn no_payment_is_pushed_twice() {
        let accounts: Vec<Account> = (1..=3).map(Account).collect();
        let mut requests = std::collections::HashSet::new();
        for mut feed in Feed::payments(&accounts, 2) {
            for _ in 0..20 {
                let mut out = Vec::new();
                feed.next_request(&mut out).unwrap();
                assert!(requests.insert(out));
            }
            assert_eq!((feed.asked(), feed.expects()), (20, b"201"));
        }
    }
}
