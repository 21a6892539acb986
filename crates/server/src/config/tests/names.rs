//! Names of settings, wherever a text says one.

use std::path::{Path, PathBuf};

use super::super::table::{ALL, PREFIX, TEST_PREFIX};

/// Where texts stand that people read. What is about settings themselves also has names of none.
const TEXTS: [&str; 4] = ["crates/app/src", "crates/server/src", "docs", "README.md"];
const ABOUT_SETTINGS: [&str; 2] = ["crates/server/src/config", "docs/decisions"];

fn files(place: &Path, found: &mut Vec<PathBuf>) {
    if ABOUT_SETTINGS.iter().any(|about| place.ends_with(about)) {
        return;
    }
    match std::fs::read_dir(place) {
        Ok(entries) => entries.for_each(|entry| files(&entry.unwrap().path(), found)),
        Err(_) => found.push(place.to_owned()),
    }
}

/// Every word of a text that begins as settings do.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(PREFIX).map(|(at, _)| {
        let rest = &text[at..];
        let is_of_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        &rest[..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())]
    })
}

/// A text that sends somebody to a setting of yesterday helps nobody.
#[test]
fn every_setting_that_a_text_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = Vec::new();
    for place in TEXTS {
        files(&root.join(place), &mut all);
    }
    let mut seen = 0;
    for file in &all {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        for name in names(&text).filter(|name| *name != PREFIX && !name.starts_with(TEST_PREFIX)) {
            // `TRIPORT_PROGRAM__…` names several.
            let is_named = |env: &str| env == name || name.ends_with("__") && env.starts_with(name);
            let exists = ALL.iter().any(|about| is_named(about.env));
            assert!(exists, "{}: {name}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} names in {} files", all.len());
}
