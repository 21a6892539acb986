//! Accounts and the part of them that others see.

use crate::id::UserId;
use crate::time::Timestamp;

/// The longest display name, in characters.
pub const MAX_DISPLAY_NAME_CHARS: usize = 80;
/// The longest avatar address, in bytes.
pub const MAX_AVATAR_URL_BYTES: usize = 2_048;

/// An account of the referral programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its identity.
    pub id: UserId,
    /// The address it signed in with, or contact data from the product.
    pub email: Option<String>,
    /// What others see.
    pub display_name: String,
    /// A picture, by https.
    pub avatar_url: Option<String>,
    /// Number of the tier in the programme's configuration.
    pub tier: u16,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A change of the profile; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The new name.
    pub display_name: Option<String>,
    /// The new picture; `Some(None)` removes it.
    pub avatar_url: Option<Option<String>>,
}

/// What is wrong with a profile change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProfile {
    /// The name is empty, too long or holds characters that do not show.
    #[error("display_name has 1 to 80 characters and no control characters")]
    DisplayName,
    /// The picture is not an https address.
    #[error("avatar_url is an https address of at most 2048 characters, or null")]
    AvatarUrl,
}

impl ProfileChange {
    /// Checks and normalises a change as a member sends it.
    pub fn checked(self) -> Result<Self, InvalidProfile> {
        let display_name = self.display_name.map(|name| check_display_name(&name)).transpose()?;
        if let Some(Some(url)) = &self.avatar_url {
            check_avatar_url(url)?;
        }
        Ok(Self { display_name, avatar_url: self.avatar_url })
    }
}

fn check_display_name(name: &str) -> Result<String, InvalidProfile> {
    // Besides control characters, the marks that turn the direction of text around: a name with
    // one of them changes how the words after it read.
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > MAX_DISPLAY_NAME_CHARS || name.chars().any(unseen) {
        return Err(InvalidProfile::DisplayName);
    }
    Ok(name.to_owned())
}

fn check_avatar_url(url: &str) -> Result<(), InvalidProfile> {
    let host = url.strip_prefix("https://").unwrap_or_default();
    let plain = url
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\'));
    let has_host = host.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if plain && has_host && url.len() <= MAX_AVATAR_URL_BYTES {
        Ok(())
    } else {
        Err(InvalidProfile::AvatarUrl)
    }
}

/// The name an account starts with: `Member 4F2K`, never taken from an address. 20 random bits.
#[must_use]
pub fn first_display_name(random: u32) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mark: String = (0..4)
        .map(|place| (random >> (5 * place)) & 31)
        .filter_map(|index| ALPHABET.get(usize::try_from(index).ok()?))
        .map(|&byte| char::from(byte))
        .collect();
    format!("Member {mark}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Result<ProfileChange, InvalidProfile> {
        ProfileChange { display_name: Some(text.to_owned()), avatar_url: None }.checked()
    }

    fn avatar(text: &str) -> Result<ProfileChange, InvalidProfile> {
        ProfileChange { display_name: None, avatar_url: Some(Some(text.to_owned())) }.checked()
    }

    #[test]
    fn names_are_trimmed_and_must_show() {
        assert_eq!(name("  Ada \n").unwrap().display_name.unwrap(), "Ada");
        for bad in ["", "  ", "a\0b", "a\u{202e}b", &"x".repeat(81)] {
            assert_eq!(name(bad), Err(InvalidProfile::DisplayName), "{bad:?}");
        }
        assert!(name(&"ü".repeat(80)).is_ok());
    }

    #[test]
    fn pictures_come_by_https_only() {
        assert!(avatar("https://cdn.example.com/a.png?size=2").is_ok());
        for bad in [
            "",
            "http://a.example",
            "javascript:alert(1)",
            "https://",
            "https://a b",
            "https://a\"b",
        ] {
            assert_eq!(avatar(bad), Err(InvalidProfile::AvatarUrl), "{bad:?}");
        }
    }

    #[test]
    fn the_first_name_tells_nothing() {
        assert_eq!(first_display_name(0), "Member 0000");
        assert_eq!(first_display_name(u32::MAX), "Member ZZZZ");
    }
}
