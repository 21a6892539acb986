//! `docs/security.md` answers every row of the standard that it says it answers, and the tests that it
//! names exist.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// OWASP ASVS 5.0.0: all of level 1, and those of level 2 in chapters 4, 6, 7 and 8. Of each section
/// the numbers of its rows.
const ROWS: &[(&str, &[u8])] = &[
    ("1.2", &[1, 2, 3, 4, 5]),
    ("1.3", &[1, 2]),
    ("1.5", &[1]),
    ("2.1", &[1]),
    ("2.2", &[1, 2]),
    ("2.3", &[1]),
    ("3.2", &[1, 2]),
    ("3.3", &[1]),
    ("3.4", &[1, 2]),
    ("3.5", &[1, 2, 3]),
    ("4.1", &[1, 2, 3]),
    ("4.2", &[1]),
    ("4.3", &[1, 2]),
    ("4.4", &[1, 2, 3, 4]),
    ("5.2", &[1, 2]),
    ("5.3", &[1, 2]),
    ("6.1", &[1, 2, 3]),
    ("6.2", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("6.3", &[1, 2, 3, 4]),
    ("6.4", &[1, 2, 3, 4]),
    ("6.5", &[1, 2, 3, 4, 5]),
    ("6.6", &[1, 2, 3]),
    ("6.8", &[1, 2, 3, 4]),
    ("7.1", &[1, 2, 3]),
    ("7.2", &[1, 2, 3, 4]),
    ("7.3", &[1, 2]),
    ("7.4", &[1, 2, 3, 4, 5]),
    ("7.5", &[1, 2]),
    ("7.6", &[1, 2]),
    ("8.1", &[1, 2]),
    ("8.2", &[1, 2, 3]),
    ("8.3", &[1]),
    ("8.4", &[1]),
    ("9.1", &[1, 2, 3]),
    ("9.2", &[1]),
    ("10.4", &[1, 2, 3, 4, 5]),
    ("11.3", &[1, 2]),
    ("11.4", &[1]),
    ("12.1", &[1]),
    ("12.2", &[1, 2]),
    ("13.4", &[1]),
    ("14.2", &[1]),
    ("14.3", &[1]),
    ("15.1", &[1]),
    ("15.2", &[1]),
    ("15.3", &[1]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page() -> String {
    std::fs::read_to_string(root().join("docs/security.md")).unwrap()
}

#[test]
fn every_row_of_the_standard_has_one_answer() {
    let numbers = |(section, rows): &(&str, &[u8])| {
        rows.iter().map(|row| format!("{section}.{row}")).collect::<Vec<_>>()
    };
    let mut expected: Vec<String> = ROWS.iter().flat_map(numbers).collect();
    let page = page();
    let cells = page.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    let is_number =
        |text: &&str| text.contains('.') && text.bytes().all(|b| b".0123456789".contains(&b));
    let mut found: Vec<&str> = cells.map(|(first, _)| first).filter(is_number).collect();
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn every_test_that_the_page_names_exists() {
    let mut source = String::new();
    gather(&root().join("crates"), &mut source);
    let page = page();
    // Between backticks, in the form of a test's name.
    let is_name = |text: &&str| {
        let letters = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
        text.bytes().all(letters) && text.matches('_').count() > 2
    };
    let named: BTreeSet<&str> = page.split('`').skip(1).step_by(2).filter(is_name).collect();
    assert!(named.len() > 60, "{} tests", named.len());
    let is_missing = |name: &&&str| !source.contains(&format!("fn {name}("));
    let missing: Vec<_> = named.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "no such tests: {missing:#?}");
}

/// The text of all Rust files in a folder.
fn gather(folder: &Path, source: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, source);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            source.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
