//! "Did you mean …?"

use strsim::osa_distance;

use super::table::{ALL, About, PREFIX, PROGRAM};

/// Typing mistakes that a suggestion forgives: letters added, left out, wrong, or exchanged with the next.
const MAX_MISTAKES: usize = 2;
/// One letter of so many may be mistaken: two wrong ones of three make another word.
const LETTERS_PER_MISTAKE: usize = 3;
/// Longer names are nobody's typing mistake, and comparing them takes the square of their length.
const MAX_NAME_CHARS: usize = 64;

/// The setting that was meant by a name, as it stands in the file or in the environment.
pub(super) fn meant(name: &str) -> Option<&'static About> {
    if name.chars().count() > MAX_NAME_CHARS {
        return None;
    }
    let written = name.to_ascii_lowercase().replace('-', "_");
    let prefix = PREFIX.to_ascii_lowercase();
    let written = written.strip_prefix(&prefix).unwrap_or(&written).replace("__", ".");
    let candidates = ALL.iter().filter_map(|about| Some((mistakes(&written, about)?, *about)));
    candidates.min_by_key(|(mistakes, _)| *mistakes).map(|(_, about)| about)
}

/// How many mistakes lie between what was written and a setting, if they are few enough. A term of the
/// programme may have been written without its table.
fn mistakes(written: &str, about: &About) -> Option<usize> {
    let key = about.file_key();
    let own = key.strip_prefix(PROGRAM).map_or(key.as_str(), |own| own.trim_start_matches('.'));
    let mistakes = osa_distance(written, &key).min(osa_distance(written, own));
    let most = MAX_MISTAKES.min(own.chars().count() / LETTERS_PER_MISTAKE);
    (mistakes <= most).then_some(mistakes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_mistake_is_recognised() {
        for (written, expected) in [
            ("listn", "TRIPORT_LISTEN"),
            ("lisetn", "TRIPORT_LISTEN"),
            ("TRIPORT_LISTEN", "TRIPORT_LISTEN"),
            ("Public-URL", "TRIPORT_PUBLIC_URL"),
            ("lg", "TRIPORT_LOG"),
            ("TRIPORT_LOGS", "TRIPORT_LOG"),
            ("LOG_FROMAT", "TRIPORT_LOG_FORMAT"),
            ("tuoch", "TRIPORT_PROGRAM__TOUCH"),
            ("program.tier", "TRIPORT_PROGRAM__TIERS"),
            ("progam.currency", "TRIPORT_PROGRAM__CURRENCY"),
            ("TRIPORT_PROGRAM_TOUCH", "TRIPORT_PROGRAM__TOUCH"),
            ("TRIPORT_CURRENCY", "TRIPORT_PROGRAM__CURRENCY"),
        ] {
            assert_eq!(meant(written).map(|about| about.env), Some(expected), "{written}");
        }
    }

    #[test]
    fn another_word_is_no_typing_mistake() {
        let long = "l".repeat(100_000);
        for written in [
            "",
            "l",
            "foo",
            "TRIPORT_FOO",
            "dig",
            "blog2",
            "colour",
            "program.port",
            "program.tears",
            "teach",
            "program.listen",
            "program",
            &long,
        ] {
            assert_eq!(meant(written).map(|about| about.env), None, "{written}");
        }
    }
}
