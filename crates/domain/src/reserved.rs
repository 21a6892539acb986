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
    use crate::code::Slug;

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
    fn official_words_their_look_alikes_and_names_of_machines_are_reserved() {
        let words = ReservedWords::with(&[]);
        let reserved = "support supp0rt off1cial 0fficial r00t adrnin 4dm1n tr1port triport-team \
            re-fund www wpad autodiscover hostmaster null api";
        for word in reserved.split_whitespace() {
            assert!(words.contain(word), "{word}");
        }
    }

    #[test]
    fn the_data_file_is_sorted_and_holds_each_word_once_in_the_form_of_a_slug() {
        let mut seen = HashSet::new();
        let mut previous = "";
        for line in BUILT_IN.lines() {
            if line.is_empty() || line.starts_with("# ") {
                previous = "";
                continue;
            }
            assert_eq!(Slug::parse(line).map(|slug| slug.to_string()).as_deref(), Ok(line));
            assert!(previous < line, "{line} is not in order");
            assert!(seen.insert(line.replace('-', "")), "{line} is there twice");
            previous = line;
        }
    }
}
