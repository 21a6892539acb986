//! Keyed hashes: HMAC-SHA-256 (RFC 2104) under the installation's secret key.
//!
//! What may leak with a copy of the database but can be guessed by trying (a six-digit code, an
//! e-mail address) is stored only in this form, so that a copy without the key tells nothing.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::ZeroizeOnDrop;

/// Length of every hash here, in bytes.
pub const HASH_BYTES: usize = 32;

/// The installation's secret: 32 bytes. Never shown, wiped from memory when dropped.
#[derive(Clone, ZeroizeOnDrop)]
pub struct SecretKey([u8; 32]);

/// The result of a hash; comparing two takes the same time wherever they differ.
#[derive(Clone, Copy, Debug)]
pub struct Hash([u8; HASH_BYTES]);

/// What a keyed hash is for. Hashes of the same text for two purposes are unrelated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A one-time code; the text starts with its request id.
    OneTimeCode,
    /// The subject of an abuse limit, such as an e-mail address.
    LimitSubject,
    /// An e-mail address, beside the browsers that it has signed in from.
    KnownBrowser,
    /// The address of a visitor; the text starts with the day, so every day has a key of its own.
    ClickVisitor,
    /// A name of an account that was erased: an address, an id of the product, a code.
    ErasedName,
    /// What an OpenID provider has to repeat, made of the proof key of the visit.
    OpenIdNonce,
    /// Which session wants an identity added.
    LinkIntent,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::OneTimeCode => b"one-time-code",
            Self::LimitSubject => b"limit-subject",
            Self::KnownBrowser => b"known-browser",
            Self::ClickVisitor => b"click-visitor",
            Self::ErasedName => b"erased-name",
            Self::OpenIdNonce => b"openid-nonce",
            Self::LinkIntent => b"link-intent",
        }
    }
}

impl SecretKey {
    /// Takes 32 secret bytes as the key.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key itself, for the one place that stores it.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC of `parts` for one purpose. Each part is preceded by its length, so that no two lists
    /// of parts have the same input.
    #[must_use]
    pub fn hash(&self, purpose: Purpose, parts: &[&[u8]]) -> Hash {
        // HMAC-SHA-256 hashes a key of up to 64 bytes as it is; 32 always fit.
        let mut padded = [0_u8; 64];
        padded[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&padded.into());
        mac.update(purpose.label());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Hash(mac.finalize().into_bytes().into())
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecretKey(hidden)")
    }
}

impl Hash {
    /// The hash as bytes, to be stored or used as a key.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; HASH_BYTES] {
        &self.0
    }

    /// Takes a stored hash back; `None` if it has another length.
    #[must_use]
    pub fn from_stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl std::fmt::LowerHex for Hash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl PartialEq for Hash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Hash {}

/// Plain SHA-256, for values that are secret and random themselves (session tokens) or public.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cannot_be_shifted_into_each_other() {
        let key = SecretKey::new([7; 32]);
        let one = key.hash(Purpose::OneTimeCode, &[b"ab", b"c"]);
        let two = key.hash(Purpose::OneTimeCode, &[b"a", b"bc"]);
        assert_ne!(one, two);
    }

    #[test]
    fn purposes_and_keys_separate_hashes() {
        let key = SecretKey::new([7; 32]);
        let code = key.hash(Purpose::OneTimeCode, &[b"x"]);
        assert_eq!(code, key.hash(Purpose::OneTimeCode, &[b"x"]));
        assert_ne!(code, key.hash(Purpose::LimitSubject, &[b"x"]));
        assert_ne!(code, SecretKey::new([8; 32]).hash(Purpose::OneTimeCode, &[b"x"]));
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", SecretKey::new([65; 32])), "SecretKey(hidden)");
    }
}
