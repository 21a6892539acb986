//! A message as the bytes that travel.

use lettre::Message as Mail;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, MultiPartKind, SinglePart};
use rand::RngExt as _;

use super::error::MailError;
use super::message::Message;

/// Random letters of a Message-ID and of a boundary: 26^24 is more than 2^112.
const MARK_LETTERS: usize = 24;

/// Puts headers and both forms of the text together.
pub(super) fn compose(message: &Message, from: &Mailbox) -> Result<Mail, MailError> {
    let unfit = |_| MailError::Permanent("the message cannot be composed".to_owned());
    let address = message.to.as_str().parse();
    let to = address.map_err(|_| MailError::Permanent("the address is not usable".to_owned()))?;
    let mark = mark();
    let both = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(&mark)
        .singlepart(SinglePart::plain(message.text().to_owned()))
        .singlepart(SinglePart::html(message.html().to_owned()));
    Mail::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(message.subject())
        .message_id(Some(format!("<{mark}@{}>", from.email.domain())))
        .raw_header(HeaderValue::new(
            // Keeps vacation notices away (RFC 3834).
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .multipart(both)
        .map_err(unfit)
}

/// Letters only: whoever looks for a six-digit code in the bytes of a message finds the code.
fn mark() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "it only has to be unique among all messages of the world; nothing depends on it"
    )]
    let mut random = rand::rng();
    (0..MARK_LETTERS).map(|_| char::from(random.random_range(b'a'..=b'z'))).collect()
}
