//! Signing in at an OpenID provider: what travels with the visitor's browser there and back, and why
//! it may come to nothing.
//!
//! The state names what the visitor wanted. It is a random text of its own for a sign-in; one that
//! adds a way to sign in carries, after a dot, a keyed hash of that text and of the session which
//! asked for it, so that it can end in that session and in no other.

use crate::keyed_hash::{Hash, Purpose, SecretKey, sha256};
use crate::time::Span;
use crate::token::Token;
use crate::window::Limit;

/// Codes that may be shown to the provider for one network.
pub const VISIT_LIMIT: Limit = Limit { max: 100, per: Span::from_secs(60 * 60) };

/// What stands between the random text and the hash of a state that adds an identity.
const DIVIDER: char = '.';

/// What a visitor wants at the provider.
#[derive(Clone, Copy, Debug)]
pub enum Intent<'s> {
    /// To sign in.
    SignIn,
    /// To add a way to sign in, in the session with this hash.
    Link(&'s Hash),
}

/// The secrets of one visit to the provider. The browser holds them until it comes back.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Comes back in the address, too, which proves that this browser was sent there.
    pub state: String,
    /// The proof key of the code (RFC 7636), which the provider is shown at the end.
    pub verifier: Token,
}

/// Why nothing came of a visit to the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no provider here.
    #[error("no provider is configured")]
    Disabled,
    /// The person did not allow it.
    #[error("the person did not allow it")]
    Denied,
    /// This browser was not sent there, or too long ago, or has been somewhere else since.
    #[error("the state is missing, another one, or was begun in another session")]
    State,
    /// What came back could not be used.
    #[error("what the provider answered could not be used")]
    Failed,
    /// The provider does not answer.
    #[error("the provider does not answer")]
    Unavailable,
    /// This network brings too many codes.
    #[error("too many tries from one network")]
    RateLimited,
    /// The provider vouches for no address.
    #[error("the provider vouches for no e-mail address")]
    EmailUnverified,
    /// The address signs in to an account already, by mail.
    #[error("the address signs in to an account by mail")]
    EmailTaken,
    /// It signs in to another account.
    #[error("it signs in to another account")]
    IdentityTaken,
    /// The account has as many ways to sign in as it may.
    #[error("the account has as many ways to sign in as it may")]
    IdentityLimitReached,
    /// Too much time has passed since the member signed in.
    #[error("adding it needs a fresh sign-in")]
    FreshSignInRequired,
}

impl Refused {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Disabled,
        Self::Denied,
        Self::State,
        Self::Failed,
        Self::Unavailable,
        Self::RateLimited,
        Self::EmailUnverified,
        Self::EmailTaken,
        Self::IdentityTaken,
        Self::IdentityLimitReached,
        Self::FreshSignInRequired,
    ];

    /// The tag in the address to which the visitor comes back.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disabled => "google_disabled",
            Self::Denied => "google_denied",
            Self::State => "google_state",
            Self::Failed => "google_failed",
            Self::Unavailable => "google_unavailable",
            Self::RateLimited => "google_rate_limited",
            Self::EmailUnverified => "google_email_unverified",
            Self::EmailTaken => "google_email_taken",
            Self::IdentityTaken => "google_identity_taken",
            Self::IdentityLimitReached => "google_identity_limit_reached",
            Self::FreshSignInRequired => "google_fresh_sign_in_required",
        }
    }

    /// What the provider says went wrong (RFC 6749, section 4.1.2.1) in our words.
    #[must_use]
    pub fn by_provider(error: &str) -> Self {
        match error {
            "access_denied" => Self::Denied,
            "server_error" | "temporarily_unavailable" => Self::Unavailable,
            _ => Self::Failed,
        }
    }
}

impl Flow {
    /// Begins a visit, of random texts.
    #[must_use]
    pub fn begin(key: &SecretKey, intent: Intent<'_>, random: &Token, verifier: Token) -> Self {
        let random = random.expose();
        let state = match intent {
            Intent::SignIn => random.to_owned(),
            Intent::Link(session) => {
                format!("{random}{DIVIDER}{:x}", link_hash(key, random, session))
            }
        };
        Self { state, verifier }
    }

    /// Whether it was begun to add an identity; that alone proves nothing.
    #[must_use]
    pub fn is_link(&self) -> bool {
        self.state.contains(DIVIDER)
    }

    /// Whether this session has begun it to add an identity.
    #[must_use]
    pub fn was_begun_by(&self, key: &SecretKey, session: &Hash) -> bool {
        let Some((random, hash)) = self.state.split_once(DIVIDER) else { return false };
        // Both sides are hashed once more, for a comparison that takes the same time wherever they
        // differ.
        let expected = format!("{:x}", link_hash(key, random, session));
        sha256(expected.as_bytes()) == sha256(hash.as_bytes())
    }

    /// Whether that is the state with which the visitor was sent away.
    #[must_use]
    pub fn has_state(&self, shown: &str) -> bool {
        !shown.is_empty() && sha256(self.state.as_bytes()) == sha256(shown.as_bytes())
    }

    /// What the provider has to repeat in what it signs: a token made for another visit is none.
    #[must_use]
    pub fn nonce(&self, key: &SecretKey) -> String {
        format!("{:x}", key.hash(Purpose::OpenIdNonce, &[self.verifier.expose().as_bytes()]))
    }
}

fn link_hash(key: &SecretKey, random: &str, session: &Hash) -> Hash {
    key.hash(Purpose::LinkIntent, &[random.as_bytes(), session.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(intent: Intent<'_>) -> Flow {
        let (random, verifier) = (Token::from_random([1; 32]), Token::from_random([2; 32]));
        Flow::begin(&SecretKey::new([7; 32]), intent, &random, verifier)
    }

    #[test]
    fn a_state_that_adds_an_identity_belongs_to_one_session() {
        let key = SecretKey::new([7; 32]);
        let (ours, theirs) = (sha256(b"ours"), sha256(b"theirs"));
        let flow = begin(Intent::Link(&ours));
        assert!(flow.is_link() && flow.was_begun_by(&key, &ours));
        assert!(!flow.was_begun_by(&key, &theirs));
        assert!(!flow.was_begun_by(&SecretKey::new([8; 32]), &ours));
        let sign_in = begin(Intent::SignIn);
        assert!(!sign_in.is_link() && !sign_in.was_begun_by(&key, &ours));
        for forged in [".", "a.", ".b", "a.b.c", &flow.state[1..], &format!("{}0", flow.state)] {
            let forged = Flow { state: forged.to_owned(), ..flow.clone() };
            assert!(!forged.was_begun_by(&key, &ours), "{forged:?}");
        }
    }

    #[test]
    fn only_the_state_itself_is_the_state() {
        let flow = begin(Intent::SignIn);
        assert!(flow.has_state(&flow.state.clone()));
        for other in ["", "0", &flow.state[1..], &flow.state.to_uppercase()] {
            assert!(!flow.has_state(other) || other == flow.state, "{other}");
        }
        assert!(!Flow { state: String::new(), ..flow }.has_state(""));
    }

    #[test]
    fn a_nonce_belongs_to_one_visit() {
        let key = SecretKey::new([7; 32]);
        let flow = begin(Intent::SignIn);
        let other = Flow { verifier: Token::from_random([3; 32]), ..flow.clone() };
        assert_eq!(flow.nonce(&key), flow.nonce(&key));
        assert_ne!(flow.nonce(&key), other.nonce(&key));
    }

    #[test]
    fn tags_have_one_form_and_differ() {
        let mut tags = Refused::ALL.map(Refused::as_str);
        tags.sort_unstable();
        assert!(tags.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(tags.iter().all(|tag| tag.starts_with("google_")));
    }
}
