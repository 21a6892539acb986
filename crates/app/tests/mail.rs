//! Mail in a real SMTP conversation: what the other side receives, and what happens when it does
//! not play along. `make test` provides the Python that the other side runs on.

#[cfg(test)]
#[path = "mail/encryption.rs"]
mod encryption;
#[cfg(test)]
#[path = "mail/failures.rs"]
mod failures;
#[cfg(test)]
#[path = "mail/logs.rs"]
mod logs;
#[cfg(test)]
#[path = "mail/messages.rs"]
mod messages;
#[cfg(test)]
#[path = "mail/peer.rs"]
mod peer;

#[cfg(test)]
mod common {
    use triport_app::mail::{MailError, Mailer, Message, messages};
    use triport_domain::email::Email;

    pub(crate) const CODE: &str = "042137";
    pub(crate) const FROM: &str = "Shop <hello@shop.example>";

    pub(crate) fn message() -> Message {
        let to = Email::parse("ada@example.com").unwrap();
        messages::one_time_code(&to, CODE, 10, "https://app.shop.example")
    }

    pub(crate) fn mailer(url: &str) -> Mailer {
        Mailer::smtp(url, FROM).unwrap()
    }

    pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work)
    }

    pub(crate) fn send(url: &str) -> Result<(), MailError> {
        run(mailer(url).send(message()))
    }

    /// The error of a failed attempt, checked for what must never be in it.
    pub(crate) fn failure(result: Result<(), MailError>) -> MailError {
        let error = result.unwrap_err();
        for text in [error.to_string(), format!("{error:?}")] {
            for secret in [CODE, "ada@example.com", "sesame"] {
                assert!(!text.contains(secret), "{text}");
            }
            assert!(!text.contains('\n'), "{text}");
        }
        error
    }
}
