//! A message before it becomes bytes.

use std::fmt;

use triport_domain::email::Email;
use zeroize::Zeroizing;

/// A message to one person. Its text and its code are secrets: hidden from `Debug`, wiped when
/// dropped.
#[derive(Clone)]
pub struct Message {
    pub(super) to: Email,
    pub(super) subject: String,
    pub(super) text: Zeroizing<String>,
    pub(super) html: Zeroizing<String>,
    pub(super) code: Zeroizing<String>,
}

impl Message {
    /// Whom it is for.
    pub const fn to(&self) -> &Email {
        &self.to
    }

    /// What shows in the list of messages, and on a locked screen.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The plain text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same as HTML.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The one-time code it carries; empty if it carries none.
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Message({:?}, {:?})", self.to, self.subject)
    }
}
