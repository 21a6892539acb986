//! "Did you mean …?"

/// Typing mistakes that a suggestion forgives.
const MAX_EDITS: usize = 2;
/// Longer names are nobody's typing mistake, and comparing them takes the square of their length.
const MAX_NAME_CHARS: usize = 64;

/// The name closest to what was written, if it is close enough to have been meant.
pub(super) fn closest(written: &str, names: impl Iterator<Item = String>) -> Option<String> {
    if written.chars().count() > MAX_NAME_CHARS {
        return None;
    }
    let with_edits = names.map(|name| (edits(written, &name), name));
    let (edits, name) = with_edits.min_by_key(|(edits, _)| *edits)?;
    (edits <= MAX_EDITS).then_some(name)
}

/// Letters inserted, removed or replaced to make one text the other (Levenshtein).
fn edits(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (above, left) in one.chars().enumerate() {
        let mut diagonal = above;
        let mut before = above + 1;
        let mut next = vec![before];
        for (&up, top) in row.iter().skip(1).zip(other.chars()) {
            let replaced = diagonal + usize::from(left != top);
            before = replaced.min(up + 1).min(before + 1);
            next.push(before);
            diagonal = up;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (one, other, count) in [
            ("", "", 0),
            ("", "abc", 3),
            ("listen", "listen", 0),
            ("listn", "listen", 1),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
        ] {
            assert_eq!(edits(one, other), count, "{one} {other}");
            assert_eq!(edits(other, one), count, "{other} {one}");
        }
    }

    #[test]
    fn only_a_close_name_is_suggested() {
        let names = || ["listen", "log"].map(str::to_owned).into_iter();
        assert_eq!(closest("lisstn", names()).as_deref(), Some("listen"));
        assert_eq!(closest("colour", names()), None);
        assert_eq!(closest(&"l".repeat(100_000), names()), None);
    }
}
