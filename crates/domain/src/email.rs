//! E-mail addresses as this programme accepts and compares them.

use std::fmt;

use email_address::{EmailAddress, Options};

/// The longest address accepted, in bytes (RFC 5321 section 4.5.3.1.3 less the angle brackets).
pub const MAX_EMAIL_BYTES: usize = 254;

/// An e-mail address, trimmed and lower-cased: two that compare equal sign in to one account.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

/// The text is not an address that can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct InvalidEmail;

impl Email {
    /// Parses what a person typed.
    ///
    /// Only ASCII, no quoted local part, no address literal and a domain with a dot: everything
    /// else is either a typing mistake or a way to write one mailbox in two forms.
    pub fn parse(input: &str) -> Result<Self, InvalidEmail> {
        let text = input.trim().to_ascii_lowercase();
        if text.len() > MAX_EMAIL_BYTES || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidEmail);
        }
        let options =
            Options::default().without_display_text().without_domain_literal().with_required_tld();
        let parsed = EmailAddress::parse_with_options(&text, options).map_err(|_| InvalidEmail)?;
        if parsed.local_part().starts_with('"') {
            return Err(InvalidEmail);
        }
        Ok(Self(text))
    }

    /// The address in its comparable form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address with most of it hidden, for logs: `t…@example.com`.
    #[must_use]
    pub fn redacted(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or(("", ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}…@{domain}")
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Email({})", self.redacted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_trimmed_and_lower_cased() {
        let email = Email::parse("  Ada.Lovelace+x@Example.COM\n").unwrap();
        assert_eq!(email.as_str(), "ada.lovelace+x@example.com");
        assert_eq!(format!("{email:?}"), "Email(a…@example.com)");
    }

    #[test]
    fn what_is_no_plain_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(250));
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@example",
            "a b@example.com",
            "a@b@example.com",
            "\"quoted\"@example.com",
            "ada@[127.0.0.1]",
            "Ada <ada@example.com>",
            "ädа@example.com",
            "ada@example.com\r\nBcc: x@example.com",
            "ada\0@example.com",
            &long,
            ".a@example.com",
            "a..b@example.com",
            "a@-example.com",
            "a@example..com",
        ] {
            assert_eq!(Email::parse(bad), Err(InvalidEmail), "{bad:?}");
        }
    }
}
