//! The spellings of a signature.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Padded or not.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Exactly `N` bytes in hexadecimal, of either case.
pub(super) fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let decoded = base16ct::mixed::decode(text, &mut bytes).ok()?;
    (decoded.len() == N).then_some(bytes)
}

/// Everything that a text can mean as `N` bytes: some texts are base58 and base64 at once, and only
/// the signature tells which was meant.
pub(super) fn any<const N: usize>(text: &str) -> Vec<[u8; N]> {
    let exact = |bytes: Vec<u8>| <[u8; N]>::try_from(bytes).ok();
    let base58 = bs58::decode(text).into_vec().ok();
    let base64 = [STANDARD, URL_SAFE].map(|engine| engine.decode(text).ok());
    let mut readings: Vec<[u8; N]> =
        base64.into_iter().chain([base58]).flatten().filter_map(exact).chain(hex(text)).collect();
    readings.dedup();
    readings
}
