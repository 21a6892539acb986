//! Signing in with a wallet: its address, the text that it signs, the signature.
//!
//! The text has the form of EIP-4361 (<https://eips.ethereum.org/EIPS/eip-4361>), with Solana the
//! same with other words; wallets know it and warn when its domain is not that of the page.

mod encoding;
mod evm;
mod message;
mod solana;

#[cfg(test)]
mod tests;

use crate::id::ChallengeId;
use crate::payout::{is_solana_address, with_checksum};
use crate::time::{Span, Timestamp};
use crate::window::Limit;

pub use self::message::message;

/// How long a challenge can be answered.
pub const CHALLENGE_LIFETIME: Span = Span::from_secs(300);

/// How many challenges one network is handed.
pub const CHALLENGE_LIMIT: Limit = Limit { max: 100, per: Span::from_secs(3_600) };

/// The longest signature that is looked at, in characters: 0x and 65 bytes in hexadecimal.
pub const MAX_SIGNATURE_CHARS: usize = 132;

/// A family of networks with one form of addresses and signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// Ethereum and what works as it does.
    Evm,
    /// Solana.
    Solana,
}

/// An account of a chain, in its one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wallet {
    chain: Chain,
    /// Evm: `0x` and small hex digits. Solana: base58.
    address: String,
}

/// A text that was handed out to be signed, as far as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Its identity, the nonce of the text.
    pub id: ChallengeId,
    /// Who has to sign it.
    pub wallet: Wallet,
    /// When it was handed out.
    pub created_at: Timestamp,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was answered, rightly or not.
    pub used_at: Option<Timestamp>,
}

/// The text is no address of that chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("address is no address of that chain")]
pub struct InvalidAddress;

/// What is wrong with an answer to a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Another wallet was challenged, or another one signed.
    #[error("another wallet was asked, or another one has signed")]
    AddressMismatch,
    /// It is no signature of the text.
    #[error("this is no signature of the message")]
    InvalidSignature,
}

impl Chain {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Evm, Self::Solana];

    /// The name in the API and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Evm => "evm",
            Self::Solana => "solana",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chain| chain.as_str() == text)
    }
}

impl Wallet {
    /// Reads an address as anybody may write it. Of an EVM address the case does not matter: a wrong
    /// checksum here signs nobody else in, because the signature decides.
    pub fn parse(chain: &str, address: &str) -> Result<Self, InvalidAddress> {
        let chain = Chain::parse(chain).ok_or(InvalidAddress)?;
        let is_address = match chain {
            Chain::Evm => evm::is_address(address),
            Chain::Solana => is_solana_address(address),
        };
        if !is_address {
            return Err(InvalidAddress);
        }
        let address = match chain {
            Chain::Evm => address.to_ascii_lowercase(),
            Chain::Solana => address.to_owned(),
        };
        Ok(Self { chain, address })
    }

    /// Its chain.
    #[must_use]
    pub const fn chain(&self) -> Chain {
        self.chain
    }

    /// Its address in the form in which it is stored and compared.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its address as wallets show it: an EVM address with the capitals of its checksum.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.chain {
            Chain::Evm => with_checksum(&self.address),
            Chain::Solana => self.address.clone(),
        }
    }

    /// The name of this wallet among all, such as `evm:0x5aaeb…`.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("{}:{}", self.chain.as_str(), self.address)
    }

    /// Reads the name back.
    #[must_use]
    pub fn from_subject(subject: &str) -> Option<Self> {
        let (chain, address) = subject.split_once(':')?;
        Self::parse(chain, address).ok()
    }
}

impl Challenge {
    /// Whether it can be answered at `now`.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }

    /// Checks that the challenged wallet is `named` and has signed the text.
    pub fn check(
        &self,
        named: Option<&Wallet>,
        signature: &str,
        public_url: &str,
    ) -> Result<(), Refused> {
        if named != Some(&self.wallet) {
            return Err(Refused::AddressMismatch);
        }
        if signature.len() > MAX_SIGNATURE_CHARS {
            return Err(Refused::InvalidSignature);
        }
        let message = message(self, public_url);
        match self.wallet.chain {
            Chain::Evm => evm::check(&self.wallet.address, &message, signature),
            Chain::Solana => solana::check(&self.wallet.address, &message, signature),
        }
    }
}
