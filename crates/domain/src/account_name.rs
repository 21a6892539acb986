//! How a program names an account to operators' calls.

use uuid::Uuid;

use crate::email::Email;
use crate::id::{UserId, is_foreign_id};

/// The name of an account in one of the three ways that there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountName {
    /// Our own id.
    Id(UserId),
    /// The id under which the product knows the account.
    External(String),
    /// The address that signs in to the account.
    Email(Email),
}

/// The text names no account in any of the three ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an account is named by its UUID, by ext:<external id> or by email:<address>")]
pub struct InvalidAccountName;

impl AccountName {
    /// Reads a name as it stands in an address, already percent-decoded: a UUID,
    /// `ext:<external id>` or `email:<address>`.
    pub fn parse(text: &str) -> Result<Self, InvalidAccountName> {
        match text.split_once(':') {
            Some(("ext", id)) => Self::external(id),
            Some(("email", address)) => Self::email(address),
            _ => Self::id(text),
        }
    }

    /// Our own id, in the hyphenated form in which answers show it.
    pub fn id(text: &str) -> Result<Self, InvalidAccountName> {
        // The other spellings of a UUID would be further names for one account.
        let hyphenated = text.len() == uuid::fmt::Hyphenated::LENGTH;
        let id = Uuid::try_parse(text).ok().filter(|_| hyphenated);
        id.map(|id| Self::Id(UserId(id))).ok_or(InvalidAccountName)
    }

    /// The product's id, compared byte by byte.
    pub fn external(text: &str) -> Result<Self, InvalidAccountName> {
        is_foreign_id(text).then(|| Self::External(text.to_owned())).ok_or(InvalidAccountName)
    }

    /// The address that signs in.
    pub fn email(text: &str) -> Result<Self, InvalidAccountName> {
        Email::parse(text).map(Self::Email).map_err(|_| InvalidAccountName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_named_in_three_ways() {
        let id = "01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21";
        assert_eq!(AccountName::parse(id), Ok(AccountName::Id(UserId(id.parse().unwrap()))));
        assert_eq!(AccountName::parse(&id.to_uppercase()), AccountName::parse(id));
        for external in ["42", "Shop:42", "email:ada@example.com", " "] {
            let expected = AccountName::External(external.to_owned());
            assert_eq!(AccountName::parse(&format!("ext:{external}")), Ok(expected));
        }
        let ada = AccountName::Email(Email::parse("ada@example.com").unwrap());
        assert_eq!(AccountName::parse("email:Ada@Example.com"), Ok(ada));
    }

    #[test]
    fn nothing_else_is_a_name() {
        for bad in [
            "",
            "me",
            "ada@example.com",
            "ext:",
            "ext:a/b",
            "ext:ä",
            "EXT:42",
            "email:",
            "email:ada",
            "id:42",
            "01999c3e1f047c2b8e150b9d3a6c7f21",
            "{01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21}",
            "urn:uuid:01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21",
            "01999c3e-1f04-7c2b-8e15-0b9d3a6c7f2",
        ] {
            assert_eq!(AccountName::parse(bad), Err(InvalidAccountName), "{bad:?}");
        }
        let long = format!("ext:{}", "a".repeat(201));
        assert_eq!(AccountName::parse(&long), Err(InvalidAccountName));
    }
}
