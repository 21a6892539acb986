//! Programs that open links without a person.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// The list that ships with the program.
const BUILT_IN: &str = include_str!("../data/robots.txt");

static WORDS: LazyLock<Words> = LazyLock::new(Words::built_in);

/// All words in one automaton: a user agent is read once, however long the list is.
struct Words {
    automaton: Option<AhoCorasick>,
    /// By the number of the pattern, whether it is one of a person.
    is_person: Vec<bool>,
}

impl Words {
    fn built_in() -> Self {
        let lines = BUILT_IN.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (words, is_person): (Vec<&str>, Vec<bool>) = lines
            .map(|line| line.strip_prefix('!').map_or((line, false), |word| (word, true)))
            .unzip();
        // The longest of those that begin first wins, so that an exception hides the word in it.
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(words);
        Self { automaton: automaton.ok(), is_person }
    }
}

/// Whether a user agent is that of a program without a person. No user agent at all is one too:
/// every browser sends its own, and `curl` does.
#[must_use]
pub fn is_robot(user_agent: &str) -> bool {
    let Some(automaton) = &WORDS.automaton else { return false };
    let is_robots = |number: usize| WORDS.is_person.get(number) == Some(&false);
    user_agent.trim().is_empty()
        || automaton.find_iter(user_agent).any(|found| is_robots(found.pattern().as_usize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn robots_are_known_by_their_words() {
        for robot in [
            "",
            " ",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "WhatsApp/2.23.20.0 A",
            "TelegramBot (like TwitterBot)",
            "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
            "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
            "python-requests/2.31.0",
            "Go-http-client/1.1",
            "Mozilla/5.0 (Linux; Android 9; CUBOT X30) SomeBot/1.0",
        ] {
            assert!(is_robot(robot), "{robot}");
        }
    }

    #[test]
    fn browsers_and_curl_are_people() {
        for person in [
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 320.0.0.0",
            "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; Android 9; CUBOT_X30) AppleWebKit/537.36 Chrome/110.0.0.0 Mobile Safari/537.36",
            "Opera/9.80 (Windows NT 6.0) Presto/2.12.388 Version/12.14",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            "curl/8.5.0",
        ] {
            assert!(!is_robot(person), "{person}");
        }
    }

    #[test]
    fn the_data_file_is_sorted_and_in_lower_case() {
        let mut previous = "";
        for line in BUILT_IN.lines() {
            if line.is_empty() || line.starts_with("# ") {
                previous = "";
                continue;
            }
            assert_eq!(line, line.trim().to_ascii_lowercase());
            assert!(previous < line, "{line} is not in order");
            previous = line;
        }
    }
}
