//! Sessions: how long they live and when they slide.

use crate::id::{SessionId, UserId};
use crate::keyed_hash::Hash;
use crate::time::{Span, Timestamp};

/// How long a session lives after its last extension.
pub const LIFETIME: Span = Span::from_days(30);

/// How many sessions an account has at most; at one more sign-in the oldest ends.
pub const MAX_PER_ACCOUNT: u16 = 20;

/// How long a sign-in counts as fresh.
pub const FRESH_FOR: Span = Span::from_secs(15 * 60);

/// How much later than noted a session may have been seen: what it is worth to write less often.
pub const SEEN_WITHIN: Span = Span::from_secs(5 * 60);

/// How long a link of the product signs in.
pub const LINK_LIFETIME: Span = Span::from_secs(60);

/// How long a browser is known after its last sign-in.
pub const BROWSER_KNOWN_FOR: Span = Span::from_days(365);

/// The longest user agent kept, in bytes; the rest is cut.
pub const MAX_USER_AGENT_BYTES: usize = 300;

/// How the account signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// A one-time code by mail.
    Email,
    /// An `OpenID` provider.
    Google,
    /// A signature of a wallet.
    Wallet,
    /// A link made by the product.
    Link,
}

/// What a session token proves: one look-up by the token's hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionClaim {
    /// The account that is signed in.
    pub user_id: UserId,
    /// The session's row under that account.
    pub session_id: SessionId,
    /// When the token stops working.
    pub expires_at: Timestamp,
}

/// A session as its account sees it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its identity.
    pub id: SessionId,
    /// The account that is signed in.
    pub user_id: UserId,
    /// Hash of the token, the key of its claim.
    pub token_hash: Hash,
    /// How the account signed in.
    pub provider: Provider,
    /// The browser's own name for itself, cut to [`MAX_USER_AGENT_BYTES`].
    pub user_agent: String,
    /// When the account signed in.
    pub created_at: Timestamp,
    /// When the token stops working.
    pub expires_at: Timestamp,
}

/// A session as its account finds it in the list of its sessions.
#[derive(Clone, Debug)]
pub struct ListedSession {
    /// Its identity.
    pub id: SessionId,
    /// Hash of the token, the key of its claim.
    pub token_hash: Hash,
    /// How the account signed in.
    pub provider: Provider,
    /// The browser's own name for itself.
    pub user_agent: String,
    /// When the account signed in.
    pub created_at: Timestamp,
    /// When it was last seen, to within [`SEEN_WITHIN`].
    pub last_seen_at: Timestamp,
    /// When the token stops working.
    pub expires_at: Timestamp,
}

impl ListedSession {
    /// Whether somebody has just proven who they are. A link proves that the product knows them,
    /// which is not the same.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.provider != Provider::Link && now.since(self.created_at) < FRESH_FOR
    }
}

impl SessionClaim {
    /// Whether the session works at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }

    /// The new expiry, if less than half of the life is left.
    #[must_use]
    pub fn slide(&self, now: Timestamp) -> Option<Timestamp> {
        let left = self.expires_at.since(now);
        (left.as_micros() < LIFETIME.as_micros() / 2).then(|| now + LIFETIME)
    }
}

impl Provider {
    /// The name in the API and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Google => "google",
            Self::Wallet => "wallet",
            Self::Link => "link",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Email, Self::Google, Self::Wallet, Self::Link]
            .into_iter()
            .find(|provider| provider.as_str() == text)
    }
}

/// Cuts a user agent at a character boundary so that it fits its column.
#[must_use]
pub fn cut_user_agent(user_agent: &str) -> String {
    let end = user_agent.floor_char_boundary(MAX_USER_AGENT_BYTES);
    user_agent.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_session_slides_in_the_second_half_of_its_life() {
        let start = Timestamp::from_micros(0);
        let claim = SessionClaim {
            user_id: UserId(Uuid::nil()),
            session_id: SessionId(Uuid::nil()),
            expires_at: start + LIFETIME,
        };
        let half = start + Span::from_days(15);
        assert_eq!(claim.slide(half), None);
        let later = half + Span::from_secs(1);
        assert_eq!(claim.slide(later), Some(later + LIFETIME));
        assert!(claim.is_live(later));
        assert!(!claim.is_live(start + LIFETIME));
    }

    #[test]
    fn a_sign_in_is_fresh_for_a_quarter_of_an_hour_unless_by_a_link() {
        let start = Timestamp::from_micros(0);
        let by = |provider| ListedSession {
            id: SessionId(Uuid::nil()),
            token_hash: crate::keyed_hash::sha256(b""),
            provider,
            user_agent: String::new(),
            created_at: start,
            last_seen_at: start,
            expires_at: start + LIFETIME,
        };
        let end = start + FRESH_FOR;
        for provider in [Provider::Email, Provider::Google, Provider::Wallet] {
            assert!(by(provider).is_fresh(end - Span::from_secs(1)), "{provider:?}");
            assert!(!by(provider).is_fresh(end), "{provider:?}");
        }
        assert!(!by(Provider::Link).is_fresh(start));
    }

    #[test]
    fn long_user_agents_are_cut_between_characters() {
        assert_eq!(cut_user_agent("curl/8"), "curl/8");
        assert_eq!(cut_user_agent(&"ä".repeat(200)).len(), MAX_USER_AGENT_BYTES);
    }
}
