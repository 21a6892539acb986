//! The form of a slug.

use std::fmt;

/// The shortest slug, in characters.
pub const MIN_SLUG_CHARS: usize = 3;
/// The longest slug, in characters.
pub const MAX_SLUG_CHARS: usize = 32;

/// A slug in its one form: 3 to 32 of `a-z`, `0-9` and `-`, no hyphen at either end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slug(String);

/// The text does not have the form of a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a slug has 3 to 32 characters of a-z, 0-9 and -, and no - at its start or end")]
pub struct SlugInvalid;

/// The form in which codes from outside are compared: Unicode white space trimmed, ASCII letters
/// lower-cased and nothing else (a Kelvin sign is not a `k`).
#[must_use]
pub fn normalise(input: &str) -> String {
    input.trim().to_ascii_lowercase()
}

impl Slug {
    /// Normalises what a person typed and checks its form.
    pub fn parse(input: &str) -> Result<Self, SlugInvalid> {
        let text = normalise(input);
        let allowed = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let well_formed = (MIN_SLUG_CHARS..=MAX_SLUG_CHARS).contains(&text.len())
            && text.bytes().all(allowed)
            && !text.starts_with('-')
            && !text.ends_with('-');
        if well_formed { Ok(Self(text)) } else { Err(SlugInvalid) }
    }

    /// The normalised text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_surrounding_space_never_matter() {
        for input in ["MyCode", " mycode ", "\u{a0}MYCODE\u{2003}\n"] {
            assert_eq!(Slug::parse(input).unwrap().as_str(), "mycode");
        }
    }

    #[test]
    fn wrong_forms_are_refused() {
        let too_long = "a".repeat(33);
        for bad in [
            "",
            "ab",
            &too_long,
            "-abc",
            "abc-",
            "a b",
            "a_b_c",
            "abc!",
            "ab\0c",
            "ünder",
            "\u{212a}ool",
            "---",
        ] {
            assert_eq!(Slug::parse(bad), Err(SlugInvalid), "{bad:?}");
        }
        for good in ["abc", "a-b", "a--b", "123", &"a".repeat(32)] {
            assert!(Slug::parse(good).is_ok(), "{good:?}");
        }
    }

    proptest! {
        #[test]
        fn parsing_twice_changes_nothing(input in "\\PC{0,40}") {
            if let Ok(slug) = Slug::parse(&input) {
                prop_assert_eq!(Slug::parse(slug.as_str()).unwrap(), slug);
            }
        }
    }
}
