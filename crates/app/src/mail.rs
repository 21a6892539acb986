//! Placeholder until the real mail module lands.
use triport_domain::email::Email;
pub enum Mailer {
    Log,
}
#[derive(Debug)]
pub struct MailError;
impl std::fmt::Display for MailError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("mail")
    }
}
pub struct Message {
    pub to: Email,
    pub text: String,
}
impl std::error::Error for MailError {}
impl Mailer {
    pub fn smtp(_: &str, _: &str) -> Result<Self, MailError> {
        Err(MailError)
    }
    pub async fn check(&self) -> Result<(), MailError> {
        Ok(())
    }
    pub fn log() -> Self {
        Self::Log
    }
    pub async fn send(&self, message: Message) -> Result<(), MailError> {
        tracing::warn!(text = message.text, "no SMTP");
        Ok(())
    }
}
pub mod messages {
    use super::*;
    pub fn one_time_code(to: &Email, code: &str, _: &str) -> Message {
        Message { to: to.clone(), text: format!("Your sign-in code is {code}") }
    }
}
