//! One-time codes that prove control of a mailbox.

use crate::id::SignInRequestId;
use crate::keyed_hash::{Hash, Purpose, SecretKey};
use crate::time::{Span, Timestamp};
use crate::window::Limit;

/// How long a code can be used, in minutes.
pub const LIFETIME_MINUTES: u16 = 10;

/// How long a code can be used.
pub const LIFETIME: Span = Span::from_secs(LIFETIME_MINUTES as u32 * 60);

/// How often one code may be tried.
pub const MAX_TRIES: u16 = 5;

/// Codes sent to one address on behalf of one network, or of one browser that it knows.
pub const SENDING_LIMIT: Limit = Limit { max: 5, per: Span::from_secs(3_600) };

/// Codes sent on behalf of one network, to whatever addresses.
pub const NETWORK_SENDING_LIMIT: Limit = Limit { max: 100, per: Span::from_secs(3_600) };

/// Wrong tries for one address, over all its codes. Once reached, six digits are too few.
pub const WRONG_TRY_LIMIT: Limit = Limit { max: 5, per: Span::from_days(1) };

/// How a code is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeForm {
    /// Six decimal digits: 20 bits.
    SixDigits,
    /// Ten letters and digits of the Crockford alphabet: 50 bits.
    TenCharacters,
}

/// A code as stored: everything but the code.
#[derive(Clone, Debug)]
pub struct PendingCode {
    /// What the person who asked for it holds.
    pub request_id: SignInRequestId,
    /// The address it was sent to, normalised.
    pub email: String,
    /// Its spelling.
    pub form: CodeForm,
    /// Keyed hash of the code.
    pub hash: Hash,
    /// How often it was tried so far.
    pub tries: u16,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was used, if it was.
    pub used_at: Option<Timestamp>,
}

impl CodeForm {
    /// The spelling for an address with that many wrong tries in the window.
    #[must_use]
    pub fn after(wrong_tries: usize) -> Self {
        if wrong_tries < usize::from(WRONG_TRY_LIMIT.max) {
            Self::SixDigits
        } else {
            Self::TenCharacters
        }
    }

    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SixDigits => "six_digits",
            Self::TenCharacters => "ten_characters",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SixDigits, Self::TenCharacters].into_iter().find(|form| form.as_str() == text)
    }

    /// Spells 64 random bits as a code. The remainder is biased by less than 2^-43.
    #[must_use]
    pub fn spell(self, random: u64) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        match self {
            Self::SixDigits => format!("{:06}", random % 1_000_000),
            Self::TenCharacters => (0..10)
                .map(|place| (random >> (5 * place)) & 31)
                .filter_map(|index| ALPHABET.get(usize::try_from(index).ok()?))
                .map(|&byte| char::from(byte))
                .collect(),
        }
    }
}

impl PendingCode {
    /// Whether the code can be tried at all: not used, not expired, not burnt.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at && self.tries < MAX_TRIES
    }

    /// Whether `input` is the code, in constant time.
    #[must_use]
    pub fn matches(&self, key: &SecretKey, input: &str) -> bool {
        self.hash == hash(key, self.request_id, input)
    }
}

/// The keyed hash of a code as a person types it: spaces and hyphens do not count, nor does case.
/// It covers the request id, so that a code only opens the request it was made for.
#[must_use]
pub fn hash(key: &SecretKey, request_id: SignInRequestId, code: &str) -> Hash {
    let typed = |character: &char| !character.is_whitespace() && *character != '-';
    let code: String = code.chars().filter(typed).map(|c| c.to_ascii_uppercase()).collect();
    key.hash(Purpose::OneTimeCode, &[request_id.0.as_bytes(), code.as_bytes()])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn pending(code: &str) -> PendingCode {
        let request_id = SignInRequestId(Uuid::from_u128(1));
        PendingCode {
            request_id,
            email: "a@example.com".to_owned(),
            form: CodeForm::SixDigits,
            hash: hash(&SecretKey::new([1; 32]), request_id, code),
            tries: 0,
            created_at: Timestamp::from_micros(0),
            expires_at: Timestamp::from_micros(0) + LIFETIME,
            used_at: None,
        }
    }

    #[test]
    fn codes_are_spelt_with_their_leading_zeros() {
        assert_eq!(CodeForm::SixDigits.spell(7), "000007");
        assert_eq!(CodeForm::SixDigits.spell(u64::MAX).len(), 6);
        assert_eq!(CodeForm::TenCharacters.spell(0), "0000000000");
        assert_eq!(CodeForm::TenCharacters.spell(u64::MAX), "ZZZZZZZZZZ");
    }

    #[test]
    fn a_code_may_be_typed_with_spaces_and_in_any_case() {
        let key = SecretKey::new([1; 32]);
        assert!(pending("AB12CD34EF").matches(&key, " ab12-cd34 ef\n"));
        assert!(!pending("AB12CD34EF").matches(&key, "AB12CD34E"));
        assert!(!pending("123456").matches(&SecretKey::new([2; 32]), "123456"));
    }

    #[test]
    fn used_expired_and_burnt_codes_are_closed() {
        let now = Timestamp::from_micros(0);
        assert!(pending("1").is_open(now));
        assert!(!pending("1").is_open(now + LIFETIME));
        assert!(!PendingCode { tries: MAX_TRIES, ..pending("1") }.is_open(now));
        assert!(!PendingCode { used_at: Some(now), ..pending("1") }.is_open(now));
    }

    #[test]
    fn five_wrong_tries_ask_for_longer_codes() {
        assert_eq!(CodeForm::after(4), CodeForm::SixDigits);
        assert_eq!(CodeForm::after(5), CodeForm::TenCharacters);
    }
}
