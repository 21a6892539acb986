//! What can go wrong with mail, in words that are safe to log.

use std::error::Error as _;

use lettre::transport::smtp::Error as SmtpError;

/// How much of a mail server's own words is repeated, in characters.
const MAX_WORDS_CHARS: usize = 200;

/// Why a message was not sent. Never holds the recipient's address or anything of the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// Trying again later may help: the server is away, slow, or said so itself (4xx).
    #[error("mail cannot be sent now: {0}")]
    Temporary(String),
    /// The server took the message, or a part of it, and did not say what it did with it: it may have been
    /// sent. Trying again later may help.
    #[error("mail may not have been sent: {0}")]
    Unconfirmed(String),
    /// Trying again will not help: the server refused (5xx), or cannot do what the settings ask.
    #[error("mail cannot be sent: {0}")]
    Permanent(String),
}

/// What is wrong with the mail settings. Never holds the setting, which may be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailSettingsError {
    /// The address of the server.
    #[error(
        "the mail server is not smtp://USER:PASSWORD@HOST:PORT or smtps://…, with ?tls=required \
         as its only option: {0}"
    )]
    Url(&'static str),
    /// The sender.
    #[error(
        "the sender is not an address, or a name and an address as in Shop <hello@shop.example>"
    )]
    From,
    /// TLS cannot be set up in this process.
    #[error("TLS cannot be set up for the mail server")]
    Tls,
}

impl MailError {
    /// Whether trying again later may help.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary(_) | Self::Unconfirmed(_))
    }

    /// Whether the message may arrive all the same.
    #[must_use]
    pub const fn may_have_been_sent(&self) -> bool {
        matches!(self, Self::Unconfirmed(_))
    }

    /// A failure while a message was on its way. A server likes to quote the address it refuses,
    /// and a filter the words it dislikes, so of its answer only the numbers are kept.
    pub(super) fn while_sending(error: &SmtpError) -> Self {
        match Self::new(error, |words| enhanced_code(words).unwrap_or_default()) {
            // Broken off: nobody knows how far the server had come.
            Self::Temporary(reason) if error.status().is_none() => Self::Unconfirmed(reason),
            answered => answered,
        }
    }

    /// A failure before any message was involved: the server's own words are worth having.
    pub(super) fn while_connecting(error: &SmtpError) -> Self {
        Self::new(error, repeat_words)
    }

    fn new(error: &SmtpError, words: impl FnOnce(&str) -> String) -> Self {
        if let Some(code) = error.status() {
            let said = error.source().map(ToString::to_string);
            let words = words(&said.unwrap_or_default());
            let answer = format!("the server answered {code} {words}");
            let answer = answer.trim_end().to_owned();
            return if error.is_permanent() {
                Self::Permanent(answer)
            } else {
                Self::Temporary(answer)
            };
        }
        if error.is_response() {
            // The library's text repeats what was received.
            let reason = "the server hung up or answered something that is not SMTP";
            return Self::Temporary(reason.to_owned());
        }
        if error.is_client() {
            return Self::Permanent(without_addresses(&error.to_string()));
        }
        Self::Temporary(without_addresses(&error.to_string()))
    }
}

/// The enhanced status code (RFC 3463) that an answer starts with: `5.1.1`.
fn enhanced_code(words: &str) -> Option<String> {
    let first = words.split_whitespace().next()?;
    let numbers: Vec<&str> = first.split('.').collect();
    let short = |number: &&str| {
        (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    (numbers.len() == 3 && numbers.iter().all(short)).then(|| first.to_owned())
}

fn repeat_words(words: &str) -> String {
    let cut: String = words.chars().take(MAX_WORDS_CHARS).collect();
    without_addresses(&cut)
}

/// One line in which every word with an `@` is hidden.
fn without_addresses(text: &str) -> String {
    let hidden = |word: &str| if word.contains('@') { "…" } else { word }.to_owned();
    let words: Vec<String> = text.split_whitespace().map(hidden).collect();
    words.join(" ").replace(char::is_control, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_answer_only_the_numbers_are_kept() {
        let words = "5.1.1 <ada@example.com>: Recipient address rejected";
        assert_eq!(enhanced_code(words).as_deref(), Some("5.1.1"));
        for none in ["", "123456 is your code", "a.b.c", "1.2", "1.2.3456", "1..2"] {
            assert_eq!(enhanced_code(none), None, "{none}");
        }
    }

    #[test]
    fn repeated_words_are_one_line_without_addresses() {
        assert_eq!(
            repeat_words("5.7.8 no\r\nsuch user\u{7} <ada@example.com>, bye"),
            "5.7.8 no such user …, bye".replace("…,", "…")
        );
        assert!(repeat_words(&"word ".repeat(1_000)).chars().count() <= MAX_WORDS_CHARS);
    }
}
