//! Words that nobody may take as a slug.

use std::collections::HashSet;

/// The list that ships with the program: our own routes, look-alikes of official words and the
/// usual names of infrastructure.
const BUILT_IN: &str = include_str!("../data/reserved-words.txt");

/// The reserved words in force. A slug is reserved if it equals one of them, with or without its
/// hyphens (`ad-min` is `admin`).
#[derive(Clone, Debug)]
pub struct ReservedWords(HashSet<String>);

impl ReservedWords {
    /// The built-in list and the operator's own words.
    #[must_use]
    pub fn with(extra: &[String]) -> Self {
        let built_in = BUILT_IN
            .lines()
            .map(|line| line.split('#').next().unwrap_or("").trim())
            .filter(|word| !word.is_empty());
        let extra = extra.iter().map(|word| word.trim());
        let words = built_in.chain(extra).map(str::to_ascii_lowercase);
        // A word is also held without its hyphens, so that one comparison finds `sign-in` as
        // `signin` and as `s-ignin`.
        Self(words.flat_map(|word| [word.replace('-', ""), word]).collect())
    }

    /// Whether this (normalised) slug is reserved.
    #[must_use]
    pub fn contain(&self, slug: &str) -> bool {
        self.0.contains(slug) || self.0.contains(&slug.replace('-', ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_hide_nothing() {
        let words = ReservedWords::with(&["Acme-Corp".to_owned()]);
        for reserved in ["admin", "ad-min", "a-d-m-i-n", "acme-corp", "acmecorp", "acme-co-rp"] {
            assert!(words.contain(reserved), "{reserved}");
        }
        for free in ["trip-with-me", "administratively", "acme"] {
            assert!(!words.contain(free), "{free}");
        }
    }

    #[test]
    fn the_data_file_holds_only_words_that_could_be_slugs() {
        for line in BUILT_IN.lines() {
            let word = line.split('#').next().unwrap_or("").trim();
            assert!(
                word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')),
                "{line:?}"
            );
        }
    }
}
