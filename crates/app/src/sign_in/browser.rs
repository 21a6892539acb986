//! Browsers that are known from an earlier sign-in. They have codes of their own to ask for, so that
//! nobody can use up those of the owner, and a sign-in from any other is told to the account.

use triport_domain::keyed_hash::{Hash, Purpose, SecretKey};
use triport_domain::session::BROWSER_KNOWN_FOR;
use triport_domain::time::Timestamp;
use triport_domain::token::Token;
use triport_store::known_browsers::{self, KnownBrowser};
use triport_store::{Result, Tx};

/// The browser of a sign-in: what it showed, and what it gets if that is not known to the account.
#[derive(Clone, Debug)]
pub(super) struct Browser {
    pub(super) shown: Option<Token>,
    pub(super) fresh: Token,
    pub(super) key: SecretKey,
}

/// A browser, after the address that signs in was found.
#[derive(Clone, Debug)]
pub(super) struct Recognised {
    /// What the browser holds from now on.
    pub(super) token: Token,
    /// Whether the address had signed in from it before.
    pub(super) is_known: bool,
}

/// Where it is noted that an address has signed in from a browser.
pub(super) fn known_browser(key: &SecretKey, email: &str, browser: &Token) -> KnownBrowser {
    KnownBrowser { address: address_hash(key, email), browser: browser.hash() }
}

/// An address as the list of known browsers holds it.
pub(crate) fn address_hash(key: &SecretKey, email: &str) -> Hash {
    key.hash(Purpose::KnownBrowser, &[email.as_bytes()])
}

impl Browser {
    /// Notes that an address signs in from it. A token that this address does not know is replaced:
    /// whoever planted it would be known with it from now on.
    pub(super) async fn recognise(
        &self,
        tx: &mut Tx<'_>,
        email: &str,
        now: Timestamp,
    ) -> Result<Recognised> {
        let shown =
            self.shown.as_ref().map(|token| (token, known_browser(&self.key, email, token)));
        let known = match shown {
            Some((token, known)) if known_browsers::is_known(tx, &known, now).await? => Some(token),
            _ => None,
        };
        let token = known.unwrap_or(&self.fresh);
        let entry = known_browser(&self.key, email, token);
        known_browsers::remember(tx, &entry, now + BROWSER_KNOWN_FOR).await?;
        Ok(Recognised { token: token.clone(), is_known: known.is_some() })
    }
}
