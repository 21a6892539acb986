//! Mail: messages that carry a secret to the one person who may see it.
//!
//! [`messages`] writes them, [`Mailer`] takes them to a mail server. Nothing here logs an address
//! or a code, with one exception that says so: a [`Mailer::log`], for the first run on one's own
//! machine, prints the code because there is no other way to get at it.

mod compose;
mod error;
mod message;
pub mod messages;
mod settings;
mod smtp;

use tokio::sync::mpsc;

use self::smtp::Smtp;

pub use self::error::{MailError, MailSettingsError};
pub use self::message::Message;
pub use self::settings::{check_from, check_url};
pub use self::smtp::SEND_LIMIT;

/// Takes messages to where they can be read.
pub struct Mailer(Way);

enum Way {
    Smtp(Box<Smtp>),
    Log,
    Channel(mpsc::Sender<Message>),
}

impl Mailer {
    /// Sends through the mail server at `url` (`smtp://` or `smtps://`, see [`check_url`]) in the
    /// name of `from`, a mailbox such as `Shop <hello@shop.example>`. Nothing is connected yet.
    pub fn smtp(url: &str, from: &str) -> Result<Self, MailSettingsError> {
        let smtp = Smtp::new(settings::parse(url)?, settings::parse_from(from)?)?;
        Ok(Self(Way::Smtp(Box::new(smtp))))
    }

    /// Prints one-time codes in the log: only for an installation that nobody else can reach.
    #[must_use]
    pub const fn log() -> Self {
        Self(Way::Log)
    }

    /// Whether messages go to whom they are for, and not into the log.
    #[must_use]
    pub const fn delivers(&self) -> bool {
        !matches!(self.0, Way::Log)
    }

    /// Hands messages to the other end of a channel: for tests of what is built on this. A full
    /// or closed channel is a mail server that does not take the message.
    #[must_use]
    pub const fn channel(sender: mpsc::Sender<Message>) -> Self {
        Self(Way::Channel(sender))
    }

    /// Sends one message; done when the mail server has taken it over. Ends within [`SEND_LIMIT`].
    pub async fn send(&self, message: Message) -> Result<(), MailError> {
        match &self.0 {
            Way::Smtp(smtp) => smtp.send(&message).await,
            Way::Log => {
                print(&message);
                Ok(())
            }
            Way::Channel(sender) => sender
                .try_send(message)
                .map_err(|_| MailError::Temporary("the channel is full or closed".to_owned())),
        }
    }

    /// Connects, encrypts and signs in as for sending, but sends nothing: whether the settings
    /// are right. Ends within [`SEND_LIMIT`].
    pub async fn check(&self) -> Result<(), MailError> {
        match &self.0 {
            Way::Smtp(smtp) => smtp.check().await,
            Way::Log | Way::Channel(_) => Ok(()),
        }
    }
}

/// The only place that ever logs a code.
fn print(message: &Message) {
    if message.code().is_empty() {
        tracing::info!(
            to = message.to().redacted(),
            "no SMTP server is configured (TRIPORT_SMTP_URL), so a notice is not sent"
        );
        return;
    }
    tracing::warn!(
        to = message.to().redacted(),
        code = message.code(),
        "no SMTP server is configured (TRIPORT_SMTP_URL), so the one-time code is printed here"
    );
}
