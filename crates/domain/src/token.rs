//! Opaque secrets that a client holds: session and CSRF tokens of 256 random bits.

use std::fmt::Write as _;

use zeroize::ZeroizeOnDrop;

use crate::keyed_hash::{Hash, sha256};

/// Length of a token's text: 32 bytes as lower-case hexadecimal.
pub const TOKEN_CHARS: usize = 64;

/// A secret random text. Shown only where it is handed to its owner; wiped when dropped.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct Token(String);

impl Token {
    /// Makes a token of 256 random bits.
    #[must_use]
    pub fn from_random(random: [u8; 32]) -> Self {
        let mut text = String::with_capacity(TOKEN_CHARS);
        for byte in random {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// Takes a token that a client sent; `None` if it cannot be one of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == TOKEN_CHARS
            && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The text to hand to its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the database holds instead of the token.
    #[must_use]
    pub fn hash(&self) -> Hash {
        sha256(self.0.as_bytes())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_round_trip_and_nothing_else_passes() {
        let token = Token::from_random([0xab; 32]);
        assert_eq!(Token::parse(token.expose()), Some(token.clone()));
        for forged in ["", "ab", &"AB".repeat(32), &"g".repeat(64), &"a".repeat(65)] {
            assert_eq!(Token::parse(forged), None);
        }
        assert_eq!(format!("{token:?}"), "Token(hidden)");
    }
}
