use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use ed25519_dalek::Signer as _;
use k256::ecdsa::SigningKey;
use proptest::prelude::*;
use sha3::{Digest as _, Keccak256};
use uuid::Uuid;

use super::*;

const URL: &str = "https://shop.example:8443";

fn challenge(wallet: Wallet) -> Challenge {
    let created_at = Timestamp::parse("2026-03-14T09:25:11Z").unwrap();
    Challenge {
        id: ChallengeId(Uuid::from_u128(0x0199_9c3d_f2a6_7e08_b4c3_91d5_e8f6_0a2b)),
        wallet,
        created_at,
        expires_at: created_at + CHALLENGE_LIFETIME,
        used_at: None,
    }
}

fn evm_key() -> (SigningKey, Challenge) {
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let hash: [u8; 32] = Keccak256::digest(&point.as_bytes()[1..]).into();
    let address = hash[12..].iter().fold("0x".to_owned(), |text, byte| format!("{text}{byte:02X}"));
    let challenge = challenge(Wallet::parse("evm", &address).unwrap());
    (key, challenge)
}

fn sign_evm(key: &SigningKey, message: &str) -> [u8; 65] {
    let text = format!("\u{19}Ethereum Signed Message:\n{}{message}", message.len());
    let hash: [u8; 32] = Keccak256::digest(text).into();
    let (signature, recovery) = key.sign_prehash_recoverable(&hash);
    let mut bytes = [0; 65];
    bytes[..64].copy_from_slice(&signature.to_bytes());
    bytes[64] = 27 + recovery.to_byte();
    bytes
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn check(challenge: &Challenge, signature: &str) -> Result<(), Refused> {
    challenge.check(Some(&challenge.wallet), signature, URL)
}

#[test]
fn the_message_is_that_of_eip_4361() {
    let wallet = Wallet::parse("evm", "0x5AAEB6053f3e94c9b9a09f33669435e7ef1beaed").unwrap();
    let text = "shop.example:8443 wants you to sign in with your Ethereum account:\n\
                0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n\n\
                Sign in to the referral programme. This costs nothing and moves nothing.\n\n\
                URI: https://shop.example:8443\nVersion: 1\nChain ID: 1\n\
                Nonce: 01999c3df2a67e08b4c391d5e8f60a2b\n\
                Issued At: 2026-03-14T09:25:11Z\nExpiration Time: 2026-03-14T09:30:11Z";
    assert_eq!(message(&challenge(wallet), URL), text);
}

#[test]
fn every_spelling_of_an_evm_signature_is_taken() {
    let (key, challenge) = evm_key();
    let mut bytes = sign_evm(&key, &message(&challenge, URL));
    for v in [bytes[64], bytes[64] - 27] {
        bytes[64] = v;
        for text in [hex(&bytes), format!("0x{}", hex(&bytes)), hex(&bytes).to_uppercase()] {
            assert_eq!(check(&challenge, &text), Ok(()), "{text}");
        }
    }
}

#[test]
fn what_is_no_evm_signature_is_told_from_that_of_somebody_else() {
    let (key, challenge) = evm_key();
    let good = sign_evm(&key, &message(&challenge, URL));
    let text = format!("0x{}", hex(&good));
    let mut other_v = good;
    other_v[64] = 55 - good[64];
    for somebody_else in [
        format!("0x{}", hex(&sign_evm(&key, "another message"))),
        format!("0x{}", hex(&sign_evm(&key, &message(&challenge, "https://evil.example")))),
        format!("0x{}", hex(&other_v)),
    ] {
        let refused = check(&challenge, &somebody_else).unwrap_err();
        assert_eq!(refused, Refused::AddressMismatch, "{somebody_else}");
    }
    let mut v = good;
    v[64] = 29;
    let mut no_r = good;
    no_r[..32].fill(0);
    for none in
        ["", "0x", &text[..130], &format!("{text}00"), &hex(&v), &hex(&no_r), &"z".repeat(130)]
    {
        assert_eq!(check(&challenge, none), Err(Refused::InvalidSignature), "{none}");
    }
    let (_, mut of_bob) = evm_key();
    of_bob.wallet = Wallet::parse("evm", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").unwrap();
    assert_eq!(of_bob.check(Some(&challenge.wallet), &text, URL), Err(Refused::AddressMismatch));
    assert_eq!(challenge.check(None, &text, URL), Err(Refused::AddressMismatch));
}

/// The order of the group of secp256k1; n - s signs the same as s.
const ORDER: &str = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

#[test]
fn the_second_form_of_an_evm_signature_is_refused() {
    let (key, challenge) = evm_key();
    let mut bytes = sign_evm(&key, &message(&challenge, URL));
    let mut order = [0; 32];
    base16ct::lower::decode(ORDER, &mut order).unwrap();
    let mut borrow = 0;
    for index in (0..32).rev() {
        let difference = i16::from(order[index]) - i16::from(bytes[32 + index]) - borrow;
        borrow = i16::from(difference < 0);
        bytes[32 + index] = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    bytes[64] = 55 - bytes[64];
    assert_eq!(check(&challenge, &hex(&bytes)), Err(Refused::InvalidSignature));
}

fn solana_key() -> (ed25519_dalek::SigningKey, Challenge) {
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let address = bs58::encode(key.verifying_key().as_bytes()).into_string();
    let challenge = challenge(Wallet::parse("solana", &address).unwrap());
    (key, challenge)
}

#[test]
fn every_spelling_of_a_solana_signature_is_taken() {
    let (key, challenge) = solana_key();
    let text = message(&challenge, URL);
    assert!(text.contains("with your Solana account") && text.contains("Chain ID: mainnet"));
    let bytes = key.sign(text.as_bytes()).to_bytes();
    for spelling in [
        hex(&bytes),
        hex(&bytes).to_uppercase(),
        bs58::encode(bytes).into_string(),
        STANDARD.encode(bytes),
        STANDARD_NO_PAD.encode(bytes),
        URL_SAFE.encode(bytes),
        URL_SAFE_NO_PAD.encode(bytes),
    ] {
        assert_eq!(check(&challenge, &spelling), Ok(()), "{spelling}");
        let half = &spelling[..spelling.len() / 2];
        assert_eq!(check(&challenge, half), Err(Refused::InvalidSignature), "{half}");
    }
    let other = key.sign(b"another message").to_bytes();
    assert_eq!(check(&challenge, &hex(&other)), Err(Refused::InvalidSignature));
}

#[test]
fn a_key_that_signs_everything_signs_nothing() {
    // The neutral point: with R and S of it, the equation holds for every message.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let address = bs58::encode(neutral).into_string();
    let challenge = challenge(Wallet::parse("solana", &address).unwrap());
    let mut signature = [0; 64];
    signature[0] = 1;
    assert_eq!(check(&challenge, &hex(&signature)), Err(Refused::InvalidSignature));
}

#[test]
fn addresses_have_one_form() {
    let upper = Wallet::parse("evm", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED").unwrap();
    let lower = Wallet::parse("evm", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed").unwrap();
    assert_eq!(upper, lower);
    assert_eq!(upper.shown(), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    assert_eq!(Wallet::from_subject(&upper.subject()), Some(lower));
    for (chain, address) in [
        ("evm", "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        ("evm", "0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        ("evm", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae"),
        ("evm", " 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        ("solana", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        ("evm", "11111111111111111111111111111111"),
        ("EVM", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
        ("bitcoin", "11111111111111111111111111111111"),
    ] {
        assert_eq!(Wallet::parse(chain, address), Err(InvalidAddress), "{chain} {address}");
    }
}

#[test]
fn a_challenge_is_answered_once_and_in_time() {
    let (_, challenge) = evm_key();
    let at = |second| challenge.created_at + Span::from_secs(second);
    assert!(challenge.is_open(at(0)) && challenge.is_open(at(299)) && !challenge.is_open(at(300)));
    let used = Challenge { used_at: Some(at(1)), ..challenge.clone() };
    assert!(!used.is_open(at(1)));
}

proptest! {
    #[test]
    fn no_text_breaks_the_reading_of_addresses(chain in "evm|solana|.{0,8}", address in ".{0,60}|0x[0-9a-fA-F]{38,42}|[1-9A-Za-z]{30,46}") {
        if let Ok(wallet) = Wallet::parse(&chain, &address) {
            prop_assert_eq!(Wallet::parse(&chain, &wallet.shown()), Ok(wallet.clone()));
            prop_assert_eq!(Wallet::from_subject(&wallet.subject()), Some(wallet));
        }
    }

    #[test]
    fn no_text_is_taken_for_a_signature(text in ".{0,140}|(0x)?[0-9a-fA-F]{126,132}|[1-9A-HJ-NP-Za-km-z]{84,90}|[A-Za-z0-9+/_=-]{84,90}") {
        prop_assert!(check(&evm_key().1, &text).is_err());
        prop_assert!(check(&solana_key().1, &text).is_err());
    }

    #[test]
    fn no_bit_of_a_signature_can_be_turned(bit in 0_usize..520) {
        let (key, challenge) = evm_key();
        let mut bytes = sign_evm(&key, &message(&challenge, URL));
        bytes[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(check(&challenge, &hex(&bytes)).is_err());
        let (key, challenge) = solana_key();
        let mut bytes = key.sign(message(&challenge, URL).as_bytes()).to_bytes();
        bytes[(bit / 8) % 64] ^= 1 << (bit % 8);
        prop_assert!(check(&challenge, &hex(&bytes)).is_err());
    }
}
