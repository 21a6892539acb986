//! What is said about settings, always in one line and never with a secret.

use std::fmt;

use super::table::About;

/// How much of a refused value is repeated, in characters.
const MAX_SHOWN_CHARS: usize = 100;

/// Why the start stops: one line that names the setting, the value and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(String);

/// Something in the settings that has no effect, or not the intended one: one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning(String);

impl ConfigError {
    pub(super) fn new(line: &str) -> Self {
        Self(one_line(line))
    }

    /// A value that breaks its rules. `place` is the name as the operator wrote it.
    pub(super) fn value(place: &str, about: &About, refused: &str) -> Self {
        let value = shown(about, refused);
        Self::new(&format!("{place}: {value} is not allowed, expected {}", about.allowed))
    }

    /// A setting that has to be there.
    pub(super) fn missing(about: &About, why: &str) -> Self {
        Self::new(&format!("{} is not set, {why}; expected {}", about.env, about.allowed))
    }

    /// A setting without which another makes no sense.
    pub(super) fn missing_beside(about: &About, other: &About) -> Self {
        Self::missing(about, &format!("but needed beside {}", other.env))
    }
}

impl Warning {
    pub(super) fn new(line: &str) -> Self {
        Self(one_line(line))
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

fn shown(about: &About, value: &str) -> String {
    if about.secret {
        return "the value (hidden)".to_owned();
    }
    let mut start: String = value.chars().take(MAX_SHOWN_CHARS).collect();
    if start.len() < value.len() {
        start.push('…');
    }
    format!("\"{}\"", start.escape_debug())
}

fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ")
}
