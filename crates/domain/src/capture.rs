//! What a visit with a code leaves in the visitor's browser, and whether it counts as a click.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::program::Touch;
use crate::time::Timestamp;

/// The longest landing path that is kept, in characters.
pub const MAX_PATH_CHARS: usize = 200;

/// How a visitor comes with a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Through a share link, which sends the browser on.
    Link,
    /// On a page of ours whose address holds the code.
    Page,
}

/// What a visit with an attributable code does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Whether it counts as a click.
    pub counts: bool,
    /// Whether the browser holds this code from now on.
    pub is_kept: bool,
}

/// Decides about a visit with an attributable code. `held` is the code that the browser brought,
/// `held_attributes` tells whether that one is still worth something.
///
/// A page is what a share link leads to, so a page whose code the browser holds already is the
/// second half of one click, or the same page read again.
#[must_use]
pub fn effect(
    way: Way,
    touch: Touch,
    code: &str,
    held: Option<&str>,
    held_attributes: bool,
) -> Effect {
    if way == Way::Page && held == Some(code) {
        return Effect { counts: false, is_kept: false };
    }
    Effect { counts: true, is_kept: touch == Touch::Last || !held_attributes }
}

/// The click that a browser remembers: when it was, and on which page the visitor landed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Click {
    /// When it was.
    pub at: Timestamp,
    /// The path of the page, without its query: nothing personal.
    pub path: String,
}

/// What a cookie can hold without quoting, as far as paths need it.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

impl Click {
    /// A click that led to a path, which is cut to [`MAX_PATH_CHARS`].
    #[must_use]
    pub fn new(at: Timestamp, path: &str) -> Self {
        Self { at, path: path.chars().take(MAX_PATH_CHARS).collect() }
    }

    /// The click as the value of a cookie: microseconds, a dot, the escaped path.
    #[must_use]
    pub fn to_cookie(&self) -> String {
        format!("{}.{}", self.at.as_micros(), utf8_percent_encode(&self.path, ESCAPED))
    }

    /// Reads the value of a cookie, which a visitor can have written: `None` unless it could be one
    /// of ours and is not of the future.
    #[must_use]
    pub fn from_cookie(value: &str, now: Timestamp) -> Option<Self> {
        let (micros, path) = value.split_once('.')?;
        let at = Timestamp::from_micros(micros.parse().ok().filter(|micros| *micros > 0)?);
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let is_path = path.starts_with('/')
            && path.chars().count() <= MAX_PATH_CHARS
            && !path.chars().any(char::is_control);
        (is_path && at <= now).then(|| Self { at, path: path.into_owned() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_772_366_400_000_000);

    #[test]
    fn the_last_touch_wins_and_the_first_one_stays() {
        use Touch::{First, Last};
        for (touch, held, held_attributes, is_kept) in [
            (Last, None, false, true),
            (Last, Some("old"), true, true),
            (First, None, false, true),
            (First, Some("old"), true, false),
            (First, Some("old"), false, true),
        ] {
            for way in [Way::Link, Way::Page] {
                let effect = effect(way, touch, "new", held, held_attributes);
                assert_eq!(effect, Effect { counts: true, is_kept }, "{touch:?} {held:?}");
            }
        }
    }

    #[test]
    fn a_page_with_the_code_that_is_held_is_no_other_click() {
        let nothing = Effect { counts: false, is_kept: false };
        assert_eq!(effect(Way::Page, Touch::Last, "abc", Some("abc"), true), nothing);
        assert_eq!(effect(Way::Page, Touch::First, "abc", Some("abc"), true), nothing);
        assert!(effect(Way::Link, Touch::Last, "abc", Some("abc"), true).counts);
    }

    #[test]
    fn a_click_is_a_short_cookie_without_special_characters() {
        let click = Click::new(NOW, "/a b/ü;,\"x");
        assert_eq!(click.to_cookie(), "1772366400000000./a%20b/%C3%BC%3B%2C%22x");
        assert_eq!(Click::new(NOW, &"/é".repeat(200)).path.chars().count(), MAX_PATH_CHARS);
    }

    #[test]
    fn what_is_none_of_ours_is_no_click() {
        for value in [
            "",
            "1",
            "1.",
            ".x",
            "x./",
            "1.no-slash",
            "-5./",
            "1./a%00b",
            "1./a%ff",
            "1772366400000001./",
            "99999999999999999999./",
        ] {
            assert_eq!(Click::from_cookie(value, NOW), None, "{value}");
        }
        assert_eq!(Click::from_cookie(&format!("1./{}", "a".repeat(200)), NOW), None);
        assert!(Click::from_cookie("1772366400000000./", NOW).is_some());
    }

    proptest! {
        #[test]
        fn a_click_survives_its_cookie(path in "/\\PC{0,300}") {
            let click = Click::new(NOW, &path);
            let cookie = click.to_cookie();
            prop_assert!(cookie.bytes().all(|b| b.is_ascii_graphic() && !b"\",;\\".contains(&b)));
            prop_assert_eq!(Click::from_cookie(&cookie, NOW), Some(click));
        }
    }
}
