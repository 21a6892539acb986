//! Referral codes: what a slug may look like, and what choosing one does to those an account has.
//!
//! An account has one permanent `uid` code and at most one active `custom` code. A code that was
//! ever anybody's is never another account's, so no old link can be hijacked.

mod change;
mod slug;

use std::fmt;

use sha2::{Digest, Sha256};

use crate::id::{CodeId, UserId};
use crate::program::ReplacedSlugs;
use crate::time::{Span, Timestamp};
use crate::window::Limit;

pub use change::{Claim, CustomCodes, SlugChange, SlugRefused};
pub use slug::{MAX_SLUG_CHARS, MIN_SLUG_CHARS, Slug, SlugInvalid, normalise};

/// Answers that a slug is taken, to one account.
pub const PROBING_LIMIT: Limit = Limit { max: 60, per: Span::from_secs(3_600) };

/// Length of a `uid` code in characters; twelve of five bits each.
pub const UID_CODE_CHARS: usize = 12;

/// The two kinds of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// Given to every account, permanent.
    Uid,
    /// Chosen by the member.
    Custom,
}

/// Whether a code can still bring anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// The `uid` code, or the custom code in use.
    Active,
    /// A custom code that was replaced; links with it still work.
    Alias,
    /// Attributes no new sign-up.
    Disabled,
    /// Its account was erased; what it was is not known any more.
    Erased,
}

/// One code of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its identity; kept when a slug is taken back.
    pub id: CodeId,
    /// The account it belongs to, for ever.
    pub user_id: UserId,
    /// The text that stands in links, normalised.
    pub text: String,
    /// Given or chosen.
    pub kind: CodeKind,
    /// When the account first held it.
    pub created_at: Timestamp,
    /// When it was removed, if it was.
    pub disabled_at: Option<Timestamp>,
    /// When another slug took its place, if one did.
    pub replaced_at: Option<Timestamp>,
    /// When its account was erased, if it was.
    pub erased_at: Option<Timestamp>,
}

impl CodeState {
    /// Whether somebody who comes with the code is attributed.
    #[must_use]
    pub const fn attributes(self) -> bool {
        matches!(self, Self::Active | Self::Alias)
    }
}

impl Code {
    /// What the code is worth today under the programme's policy for replaced slugs.
    #[must_use]
    pub const fn state(&self, replaced: ReplacedSlugs) -> CodeState {
        if self.erased_at.is_some() {
            return CodeState::Erased;
        }
        match (self.disabled_at, self.replaced_at, replaced) {
            (Some(_), _, _) | (None, Some(_), ReplacedSlugs::Off) => CodeState::Disabled,
            (None, Some(_), ReplacedSlugs::Alias) => CodeState::Alias,
            (None, None, _) => CodeState::Active,
        }
    }
}

impl CodeKind {
    /// The name in the API and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uid => "uid",
            Self::Custom => "custom",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Uid, Self::Custom].into_iter().find(|kind| kind.as_str() == text)
    }
}

impl fmt::Display for CodeState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Active => "active",
            Self::Alias => "alias",
            Self::Disabled => "disabled",
            Self::Erased => "erased",
        })
    }
}

/// The `uid` code of an account: the first 60 bits of SHA-256 of the user id's 16 bytes, as twelve
/// characters of lower-case Crockford base32 (<https://www.crockford.com/base32.html>).
#[must_use]
pub fn uid_code(user_id: UserId) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let digest: [u8; 32] = Sha256::digest(user_id.0.as_bytes()).into();
    let first_eight = digest.first_chunk::<8>().copied().unwrap_or_default();
    let bits = u64::from_be_bytes(first_eight);
    (0..UID_CODE_CHARS)
        .map(|place| (bits >> (59 - 5 * place)) & 31)
        .filter_map(|index| ALPHABET.get(usize::try_from(index).ok()?))
        .map(|&byte| char::from(byte))
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_uid_code_is_twelve_crockford_characters_of_the_hash() {
        // sha256(16 zero bytes) = 374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb
        // 0x374708fff7719dd5 in groups of five bits from the left.
        let code = uid_code(UserId(Uuid::nil()));
        assert_eq!(code, "6x3ghzzqe6ex");
        assert_eq!(code.len(), UID_CODE_CHARS);
        assert!(Slug::parse(&code).is_ok(), "a uid code has the form of a slug");
    }

    #[test]
    fn a_replaced_code_is_an_alias_unless_the_programme_says_off() {
        let at = Some(Timestamp::from_micros(1));
        let code = |disabled_at, replaced_at| Code {
            id: CodeId(Uuid::nil()),
            user_id: UserId(Uuid::nil()),
            text: "abc".to_owned(),
            kind: CodeKind::Custom,
            created_at: Timestamp::from_micros(0),
            disabled_at,
            replaced_at,
            erased_at: None,
        };
        assert_eq!(code(None, None).state(ReplacedSlugs::Off), CodeState::Active);
        assert_eq!(code(None, at).state(ReplacedSlugs::Alias), CodeState::Alias);
        assert_eq!(code(None, at).state(ReplacedSlugs::Off), CodeState::Disabled);
        assert_eq!(code(at, at).state(ReplacedSlugs::Alias), CodeState::Disabled);
        let erased = Code { erased_at: at, ..code(None, at) };
        assert_eq!(erased.state(ReplacedSlugs::Alias), CodeState::Erased);
        assert!(!CodeState::Erased.attributes());
    }
}
