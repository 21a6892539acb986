//! The mail settings, read and checked.

use std::net::IpAddr;

use lettre::message::Mailbox;
use percent_encoding::percent_decode_str;
use url::{Host, Url};
use zeroize::Zeroizing;

use super::error::MailSettingsError;

/// The port between mail servers, which a relay on one's own machine or network answers on.
const RELAY_PORT: u16 = 25;
/// The port for submission with a user name (RFC 6409).
const SUBMISSION_PORT: u16 = 587;
/// The port for submission over implicit TLS (RFC 8314).
const SUBMISSIONS_PORT: u16 = 465;

/// A mail server and how to speak to it.
pub(super) struct Server {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<Credentials>,
}

/// When the conversation is encrypted. A certificate that does not verify always ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    /// With STARTTLS if the server offers it.
    Offered,
    /// With STARTTLS, or not at all.
    Required,
    /// From the first byte.
    Implicit,
}

/// Who signs in to the mail server.
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
}

impl Server {
    /// Whether nothing between here and the server could listen.
    pub(super) fn is_on_this_machine(&self) -> bool {
        let address: Option<IpAddr> = self.host.parse().ok();
        self.host == "localhost" || address.is_some_and(|address| address.is_loopback())
    }
}

/// Whether `text` is the address of a mail server: `smtp://HOST` or `smtps://HOST`, optionally
/// with `USER:PASSWORD@` (percent-encoded), a port, and `?tls=required`. Without a port it is 25,
/// with a user name 587, for `smtps` 465.
pub fn check_url(text: &str) -> Result<(), MailSettingsError> {
    parse(text).map(drop)
}

/// Whether `text` is a sender: `hello@shop.example` or `Shop <hello@shop.example>`.
pub fn check_from(text: &str) -> Result<(), MailSettingsError> {
    parse_from(text).map(drop)
}

pub(super) fn parse(text: &str) -> Result<Server, MailSettingsError> {
    let wrong = MailSettingsError::Url;
    let url = Url::parse(text).map_err(|_| wrong("it is not a URL"))?;
    let encryption = encryption(&url)?;
    let host = match url.host() {
        Some(Host::Domain(name)) if !name.is_empty() => name.to_owned(),
        Some(Host::Ipv4(address)) => address.to_string(),
        Some(Host::Ipv6(address)) => address.to_string(),
        _ => return Err(wrong("it has no host")),
    };
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(wrong("it has a path"));
    }
    let credentials = credentials(&url)?;
    let usual_port = match (encryption, &credentials) {
        (Encryption::Implicit, _) => SUBMISSIONS_PORT,
        (_, Some(_)) => SUBMISSION_PORT,
        (_, None) => RELAY_PORT,
    };
    let port = url.port().unwrap_or(usual_port);
    Ok(Server { host, port, encryption, credentials })
}

fn encryption(url: &Url) -> Result<Encryption, MailSettingsError> {
    let required = match url.query() {
        None | Some("") => false,
        Some("tls=required") => true,
        Some(_) => return Err(MailSettingsError::Url("it has an unknown option")),
    };
    match url.scheme() {
        "smtps" => Ok(Encryption::Implicit),
        "smtp" if required => Ok(Encryption::Required),
        "smtp" => Ok(Encryption::Offered),
        _ => Err(MailSettingsError::Url("it starts otherwise")),
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, MailSettingsError> {
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) => Err(MailSettingsError::Url("it has a password without a user")),
        (_, None) => Err(MailSettingsError::Url("it has a user without a password")),
        (user, Some(password)) => Ok(Some(Credentials {
            user: decode(user)?,
            password: Zeroizing::new(decode(password)?),
        })),
    }
}

fn decode(encoded: &str) -> Result<String, MailSettingsError> {
    let decoded = percent_decode_str(encoded).decode_utf8();
    let text = decoded.map_err(|_| MailSettingsError::Url("its user or password is not UTF-8"))?;
    // AUTH PLAIN separates its fields by NUL (RFC 4616); no other control character belongs here.
    if text.contains(char::is_control) {
        let reason = "its user or password has a control character";
        return Err(MailSettingsError::Url(reason));
    }
    Ok(text.into_owned())
}

pub(super) fn parse_from(text: &str) -> Result<Mailbox, MailSettingsError> {
    // An address beyond ASCII would need SMTPUTF8 from every server on the way.
    let mailbox: Mailbox = text.trim().parse().map_err(|_| MailSettingsError::From)?;
    let named = mailbox.name.iter().all(|name| !name.contains(char::is_control));
    let plain = mailbox.email.as_ref() as &str;
    let domain = mailbox.email.domain();
    if named && plain.is_ascii() && !text.contains(char::is_control) && !domain.starts_with('[') {
        Ok(mailbox)
    } else {
        Err(MailSettingsError::From)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> (String, u16, Encryption, Option<(String, String)>) {
        let Server { host, port, encryption, credentials } =
            parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let credentials = credentials.map(|both| (both.user, both.password.to_string()));
        (host, port, encryption, credentials)
    }

    #[test]
    fn addresses_of_mail_servers_are_read() {
        use Encryption::{Implicit, Offered, Required};
        let login = |user: &str, password: &str| Some((user.to_owned(), password.to_owned()));
        for (text, host, port, encryption, credentials) in [
            ("smtp://localhost", "localhost", 25, Offered, None),
            ("smtp://[::1]:2525/", "::1", 2525, Offered, None),
            ("smtp://u:p@h.example", "h.example", 587, Offered, login("u", "p")),
            ("smtp://h.example?tls=required", "h.example", 25, Required, None),
            ("smtps://h.example", "h.example", 465, Implicit, None),
            ("smtps://10.0.0.1:1?tls=required", "10.0.0.1", 1, Implicit, None),
            (
                "smtp://me%40shop.example:p%3A%2F%40%25%20w@h:26",
                "h",
                26,
                Offered,
                login("me@shop.example", "p:/@% w"),
            ),
        ] {
            let expected = (host.to_owned(), port, encryption, credentials);
            assert_eq!(server(text), expected, "{text}");
        }
    }

    #[test]
    fn other_addresses_are_refused_without_being_repeated() {
        for text in [
            "",
            "localhost:25",
            "http://h.example",
            "smtp://",
            "smtp:h.example",
            "smtp://h.example:99999",
            "smtp://h.example/path",
            "smtp://h.example#x",
            "smtp://h.example?tls=none",
            "smtp://h.example?ssl=1",
            "smtp://user@h.example",
            "smtp://:sesame@h.example",
            "smtp://u:sesame%00@h.example",
            "smtp://u:sesame%0d%0aQUIT@h.example",
            "smtp://u:sesame%ff@h.example",
        ] {
            let error = parse(text).map(drop).unwrap_err().to_string();
            assert!(!error.contains("sesame") && !error.contains("h.example"), "{error}");
            assert!(!error.contains('\n'), "{error}");
        }
    }

    #[test]
    fn senders_are_addresses_with_or_without_a_name() {
        for good in [
            "hello@shop.example",
            "Shop <hello@shop.example>",
            "\"Shop, Inc.\" <hello@shop.example>",
            "Läden <hello@shop.example>",
        ] {
            assert_eq!(check_from(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "shop",
            "Shop <hello>",
            "hello@",
            "a@b.example, c@d.example",
            "Shop\r\nBcc: x@y.example <hello@shop.example>",
            "hellö@shop.example",
            "hello@[127.0.0.1]",
        ] {
            assert_eq!(check_from(bad), Err(MailSettingsError::From), "{bad}");
        }
    }
}
