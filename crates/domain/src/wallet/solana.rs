//! Solana's signatures of messages: Ed25519 over the text, whose key is the address itself.

use ed25519_dalek::{PUBLIC_KEY_LENGTH, SIGNATURE_LENGTH, Signature, VerifyingKey};

use super::{Refused, encoding};

/// Whether the account of that address has signed the message.
///
/// Strictly: neither a signature of a second form of the same number nor a key that signs everything
/// passes.
pub(super) fn check(address: &str, message: &str, signature: &str) -> Result<(), Refused> {
    let key = key(address).ok_or(Refused::InvalidSignature)?;
    let readings = encoding::any::<SIGNATURE_LENGTH>(signature);
    let signed = readings
        .iter()
        .any(|bytes| key.verify_strict(message.as_bytes(), &Signature::from_bytes(bytes)).is_ok());
    if signed { Ok(()) } else { Err(Refused::InvalidSignature) }
}

/// Not every address is a key: programs own addresses that nobody can sign for.
fn key(address: &str) -> Option<VerifyingKey> {
    let bytes: [u8; PUBLIC_KEY_LENGTH] = bs58::decode(address).into_vec().ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok()
}
