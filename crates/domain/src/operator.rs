//! Operators: who acts for the programme, and what each role may do.

use std::fmt;

use crate::id::{ActionId, UserId};
use crate::keyed_hash::Hash;
use crate::time::Timestamp;
use crate::token::Token;

/// What every named token begins with, so that a leaked one is recognised wherever it turns up.
pub const TOKEN_PREFIX: &str = "tro_";
/// The longest name of an operator, in bytes.
pub const MAX_OPERATOR_NAME_BYTES: usize = 64;

/// The longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 500;

/// The name under which the token of the configuration acts.
const CONFIGURED: &str = "admin";
/// The name under which the command line acts.
const COMMAND_LINE: &str = "command-line";

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Looks at everything.
    Read,
    /// Helps members.
    Support,
    /// Pays out.
    Finance,
    /// The product's billing system.
    Billing,
    /// The product's own servers.
    Product,
    /// Everything.
    Full,
}

/// What a call of an operator needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Looking at what no other permission to read names.
    ReadAll,
    /// Searching accounts.
    ReadUsers,
    /// Looking at invoices.
    ReadInvoices,
    /// Changing an account's tier.
    SetTier,
    /// Attributing an account to an inviter.
    Attribute,
    /// Ending a code.
    DisableCodes,
    /// Holding back an account's payouts.
    FreezePayouts,
    /// Telling what became of a payout.
    HandlePayouts,
    /// Recomputing the ledger.
    VerifyLedger,
    /// Pushing payments and refunds.
    PushPayments,
    /// Pushing invoices.
    PushInvoices,
    /// Making and changing the product's accounts.
    PushUsers,
    /// Making links that sign an account in.
    MakeSignInLinks,
    /// Erasing an account.
    EraseUsers,
}

impl Permission {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::ReadAll,
        Self::ReadUsers,
        Self::ReadInvoices,
        Self::SetTier,
        Self::Attribute,
        Self::DisableCodes,
        Self::FreezePayouts,
        Self::HandlePayouts,
        Self::VerifyLedger,
        Self::PushPayments,
        Self::PushInvoices,
        Self::PushUsers,
        Self::MakeSignInLinks,
        Self::EraseUsers,
    ];

    /// Who may do this beside [`Role::Full`], which may everything.
    const fn roles(self) -> &'static [Role] {
        match self {
            Self::ReadAll => &[Role::Read, Role::Support, Role::Finance],
            Self::ReadUsers => &[Role::Read, Role::Support, Role::Finance, Role::Product],
            Self::ReadInvoices => &[Role::Read, Role::Support, Role::Finance, Role::Billing],
            Self::SetTier
            | Self::Attribute
            | Self::DisableCodes
            | Self::FreezePayouts
            | Self::EraseUsers => &[Role::Support],
            Self::HandlePayouts | Self::VerifyLedger => &[Role::Finance],
            Self::PushPayments | Self::PushInvoices => &[Role::Billing],
            Self::PushUsers | Self::MakeSignInLinks => &[Role::Product],
        }
    }
}

impl Role {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Read, Self::Support, Self::Finance, Self::Billing, Self::Product, Self::Full];

    /// Whether this role allows something.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self == Self::Full || permission.roles().contains(&self)
    }

    /// The name on the command line and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Support => "support",
            Self::Finance => "finance",
            Self::Billing => "billing",
            Self::Product => "product",
            Self::Full => "full",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text)
    }
}

/// The name of a token, as the audit log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorName(String);

/// The text cannot be the name of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a name has 1 to 64 characters of a-z, 0-9, '.', '_' and '-', and is neither '{CONFIGURED}' \
     nor '{COMMAND_LINE}'"
)]
pub struct InvalidOperatorName;

impl OperatorName {
    /// Checks the name of a new token.
    pub fn parse(text: &str) -> Result<Self, InvalidOperatorName> {
        let allowed = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        let fits = (1..=MAX_OPERATOR_NAME_BYTES).contains(&text.len());
        let taken = [CONFIGURED, COMMAND_LINE].contains(&text);
        let good = fits && text.bytes().all(allowed) && !taken;
        good.then(|| Self(text.to_owned())).ok_or(InvalidOperatorName)
    }

    /// Takes a name that was stored.
    #[must_use]
    pub const fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Who holds the token of the configuration.
    #[must_use]
    pub fn configured() -> Self {
        Self(CONFIGURED.to_owned())
    }

    /// Who works on the machine itself.
    #[must_use]
    pub fn command_line() -> Self {
        Self(COMMAND_LINE.to_owned())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OperatorName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The secret of a named token: `tro_` and 256 random bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorToken(Token);

impl OperatorToken {
    /// Makes a token.
    #[must_use]
    pub fn from_random(random: [u8; 32]) -> Self {
        Self(Token::from_random(random))
    }

    /// Takes what a caller sent; `None` if it cannot be one of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.strip_prefix(TOKEN_PREFIX).and_then(Token::parse).map(Self)
    }

    /// The text to hand to its owner, once.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{TOKEN_PREFIX}{}", self.0.expose())
    }

    /// What the database holds instead of the token.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.0.hash()
    }
}

/// Why an operator does something, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note(String);

/// The text cannot be kept as a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("1 to 500 characters, no control characters but line breaks and tabs")]
pub struct InvalidNote;

impl Note {
    /// Trims and checks what an operator wrote.
    pub fn parse(text: &str) -> Result<Self, InvalidNote> {
        let text = text.trim();
        let fits = (1..=MAX_NOTE_CHARS).contains(&text.chars().count());
        let plain = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
        (fits && plain).then(|| Self(text.to_owned())).ok_or(InvalidNote)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A named token as the list of them shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedToken {
    /// Its name, never given to another one.
    pub name: OperatorName,
    /// What it is for.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stopped working, if it did.
    pub revoked_at: Option<Timestamp>,
}

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedAction {
    /// Its identity; later ones are greater.
    pub id: ActionId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub operator: OperatorName,
    /// What was done.
    pub action: String,
    /// The account that it concerns, if it concerns one.
    pub user_id: Option<UserId>,
    /// Ids, numbers and names of fields as a JSON object; never personal data.
    pub fields: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_may_everything_and_everybody_else_less() {
        for role in Role::ALL.iter().copied() {
            assert_eq!(Role::parse(role.as_str()), Some(role));
            let may_all = Permission::ALL.iter().all(|permission| role.may(*permission));
            assert_eq!(may_all, role == Role::Full, "{role:?}");
        }
        assert_eq!(Role::parse("Full"), None);
    }

    #[test]
    fn who_only_reads_changes_nothing() {
        use Permission::{ReadAll, ReadInvoices, ReadUsers};
        for permission in Permission::ALL.iter().copied() {
            let reads = [ReadAll, ReadUsers, ReadInvoices].contains(&permission);
            assert_eq!(Role::Read.may(permission), reads, "{permission:?}");
        }
    }

    #[test]
    fn a_token_survives_the_round_trip_and_hides_itself() {
        let token = OperatorToken::from_random([0xab; 32]);
        let text = token.expose();
        assert_eq!((text.len(), &text[..6]), (68, "tro_ab"));
        assert_eq!(OperatorToken::parse(&text), Some(token.clone()));
        assert!(!format!("{token:?}").contains("abab"));
        for forged in ["", "tro_", &text[4..], &text[..67], &text.to_uppercase()] {
            assert_eq!(OperatorToken::parse(forged), None, "{forged}");
        }
    }

    #[test]
    fn notes_are_for_people() {
        assert_eq!(Note::parse(" two\nlines ").unwrap().as_str(), "two\nlines");
        assert!(Note::parse(&"ü".repeat(500)).is_ok());
        for bad in ["", " \n", "a\0b", "a\u{1b}[2J", &"a".repeat(501)] {
            assert_eq!(Note::parse(bad), Err(InvalidNote), "{bad:?}");
        }
    }

    #[test]
    fn names_are_short_and_plain_and_leave_ours_alone() {
        for good in ["a", "billing-prod", "eve.2026_08", &"a".repeat(64)] {
            assert!(OperatorName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "A", "a b", "ä", "a\n", "admin", "command-line", &"a".repeat(65)] {
            assert_eq!(OperatorName::parse(bad), Err(InvalidOperatorName), "{bad}");
        }
    }
}
