//! Payouts: where money can be sent, and what can become of a withdrawal.

use sha3::{Digest, Keccak256};

use crate::money::Micro;

/// A network on which payouts are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Solana; addresses are base58 of 32 bytes.
    Solana,
    /// Ethereum; addresses are `0x` and 40 hex digits.
    Ethereum,
    /// Polygon; addresses as on Ethereum.
    Polygon,
}

/// What became of a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PayoutStatus {
    /// Waits for an operator; the member can still cancel it.
    Requested,
    /// An operator is sending it.
    Processing,
    /// Sent; final.
    Sent,
    /// Could not be sent, the amount was given back; final.
    Failed,
    /// Cancelled by the member, the amount was given back; final.
    Cancelled,
}

/// Whether a payout is large enough that only a fresh sign-in may ask for it.
#[must_use]
pub fn needs_fresh_sign_in(amount: Micro, up_to: Micro) -> bool {
    amount > up_to
}

impl Network {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Solana, Self::Ethereum, Self::Polygon];

    /// The name in the API and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Solana => "solana",
            Self::Ethereum => "ethereum",
            Self::Polygon => "polygon",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|network| network.as_str() == text)
    }

    /// Whether a text is an address of this network.
    #[must_use]
    pub fn accepts(self, address: &str) -> bool {
        match self {
            Self::Solana => is_solana_address(address),
            Self::Ethereum | Self::Polygon => is_evm_address(address),
        }
    }
}

/// Base58 (Bitcoin's alphabet) of exactly 32 bytes.
#[must_use]
pub fn is_solana_address(address: &str) -> bool {
    // 44 characters are the most that 32 bytes can take; longer texts are not decoded at all.
    address.len() <= 44 && bs58::decode(address).into_vec().is_ok_and(|bytes| bytes.len() == 32)
}

/// `0x` and 40 hex digits; with capital and small letters mixed, the capitals have to be those of
/// the checksum in EIP-55 (<https://eips.ethereum.org/EIPS/eip-55>).
#[must_use]
pub fn is_evm_address(address: &str) -> bool {
    let Some(digits) = address.strip_prefix("0x") else {
        return false;
    };
    let is_hex = digits.len() == 40 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let has_small = digits.bytes().any(|digit| digit.is_ascii_lowercase());
    let has_capital = digits.bytes().any(|digit| digit.is_ascii_uppercase());
    is_hex && (!(has_small && has_capital) || with_checksum(address) == address)
}

/// The address with the capitals of its checksum: in EIP-55 a letter is a capital if the hash of the
/// small address has a digit of 8 or more there.
#[must_use]
pub fn with_checksum(address: &str) -> String {
    let digits = address.strip_prefix("0x").unwrap_or(address).to_ascii_lowercase();
    let hash: [u8; 32] = Keccak256::digest(&digits).into();
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let shown = digits.chars().zip(nibbles).map(|(digit, nibble)| match nibble {
        8.. => digit.to_ascii_uppercase(),
        _ => digit,
    });
    format!("0x{}", shown.collect::<String>())
}

impl PayoutStatus {
    /// All of them, in the order of a payout's life.
    pub const ALL: [Self; 5] =
        [Self::Requested, Self::Processing, Self::Sent, Self::Failed, Self::Cancelled];

    /// The name in the API and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Processing => "processing",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether the amount is still on its way.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Processing)
    }

    /// Whether a payout of this status can become `next`.
    #[must_use]
    pub const fn can_become(self, next: Self) -> bool {
        match next {
            Self::Requested => false,
            Self::Processing | Self::Cancelled => matches!(self, Self::Requested),
            Self::Sent | Self::Failed => self.is_open(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_eip_55_are_addresses_and_one_wrong_letter_is_none() {
        for address in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0xde709f2102306220921060314715629080e2fb77",
        ] {
            assert!(Network::Ethereum.accepts(address), "{address}");
        }
        for wrong in [
            "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xde709f2102306220921060314715629080e2fb7",
            "0xde709f2102306220921060314715629080e2fb777",
            "0xde709f2102306220921060314715629080e2fbzz",
            "",
        ] {
            assert!(!Network::Polygon.accepts(wrong), "{wrong}");
        }
    }

    #[test]
    fn solana_addresses_are_base58_of_32_bytes() {
        assert!(Network::Solana.accepts("11111111111111111111111111111111"));
        assert!(Network::Solana.accepts("4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"));
        for wrong in [
            "",
            "1111111111111111111111111111111",
            "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB40",
            "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4Tt",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        ] {
            assert!(!Network::Solana.accepts(wrong), "{wrong}");
        }
    }

    #[test]
    fn nothing_follows_a_final_status() {
        for status in [PayoutStatus::Sent, PayoutStatus::Failed, PayoutStatus::Cancelled] {
            assert!(PayoutStatus::ALL.into_iter().all(|next| !status.can_become(next)));
        }
        assert!(!PayoutStatus::Processing.can_become(PayoutStatus::Cancelled));
    }
}
