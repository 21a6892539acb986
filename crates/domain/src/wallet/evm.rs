//! Ethereum's addresses and signatures of messages (EIP-191, as `personal_sign` makes them).

use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use k256::elliptic_curve::scalar::IsHigh;
use sha3::{Digest, Keccak256};

use super::{Refused, encoding};

/// R, S and V.
const SIGNATURE_BYTES: usize = 65;

/// `0x` and 40 hex digits of either case.
pub(super) fn is_address(text: &str) -> bool {
    text.strip_prefix("0x").is_some_and(|digits| encoding::hex::<20>(digits).is_some())
}

/// Whether the account of that address has signed the message.
///
/// The key follows from the signature and the message, so anything well-formed is somebody's
/// signature: another message or another chain shows as another address. Of the two signatures that
/// every one can be turned into, only that with the low S is taken (EIP-2).
pub(super) fn check(address: &str, message: &str, signature: &str) -> Result<(), Refused> {
    let signer = recover(message, signature).ok_or(Refused::InvalidSignature)?;
    if signer == address { Ok(()) } else { Err(Refused::AddressMismatch) }
}

fn recover(message: &str, signature: &str) -> Option<String> {
    let digits = signature.strip_prefix("0x").unwrap_or(signature);
    let bytes = encoding::hex::<SIGNATURE_BYTES>(digits)?;
    let (r_and_s, v) = bytes.split_at(SIGNATURE_BYTES - 1);
    let parity = match v {
        [0 | 27] => 0,
        [1 | 28] => 1,
        _ => return None,
    };
    let signature = Signature::from_slice(r_and_s).ok()?;
    let is_high: bool = signature.s().is_high().into();
    if is_high {
        return None;
    }
    let recovery = RecoveryId::from_byte(parity)?;
    let key = VerifyingKey::recover_from_prehash(&digest(message), &signature, recovery).ok()?;
    Some(address_of(&key))
}

/// What `personal_sign` signs of a message.
fn digest(message: &str) -> [u8; 32] {
    let prefix = format!("\u{19}Ethereum Signed Message:\n{}", message.len());
    Keccak256::new_with_prefix(prefix).chain_update(message).finalize().into()
}

/// The last 20 bytes of the hash of the public key.
fn address_of(key: &VerifyingKey) -> String {
    let point = key.to_sec1_point(false);
    // Without the byte that says that the point is not compressed.
    let hash: [u8; 32] = Keccak256::digest(point.as_bytes().get(1..).unwrap_or_default()).into();
    let (_, last) = hash.split_at(12);
    last.iter().fold("0x".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}
