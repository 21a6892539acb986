//! What the messages say.

use askama::Template;
use triport_domain::email::Email;
use triport_domain::time::Timestamp;
use zeroize::Zeroizing;

use super::message::Message;

/// Digits in a row that a reader, or a program that fills in codes, could take for the code.
const LOOKS_LIKE_A_CODE: usize = 6;

#[derive(Template)]
#[template(path = "mail/one_time_code.txt")]
struct Text<'a> {
    code: &'a str,
    place: &'a str,
    lifetime: &'a str,
}

#[derive(Template)]
#[template(path = "mail/one_time_code.html")]
struct Html<'a> {
    code: &'a str,
    place: &'a str,
    lifetime: &'a str,
    /// The subject, again as the title.
    title: &'a str,
}

/// The message that carries a one-time code, good for that many minutes. `product` is the host
/// that asks for it, or the URL of one.
///
/// The code stands in the text and in the HTML, nowhere else: subject and first lines show on
/// locked screens. It is the only run of six digits in both.
pub fn one_time_code(to: &Email, code: &str, minutes: u16, product: &str) -> Message {
    let place = shown_host(product).unwrap_or("your account");
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    let lifetime = format!("{minutes} {unit}");
    let subject = format!("Your sign-in code for {place}");
    let text = Text { code, place, lifetime: &lifetime };
    let html = Html { code, place, lifetime: &lifetime, title: &subject };
    Message {
        to: to.clone(),
        text: rendered(&text),
        html: rendered(&html),
        code: Zeroizing::new(code.to_owned()),
        subject,
    }
}

#[derive(Template)]
#[template(path = "mail/notice.txt")]
struct NoticeText<'a> {
    title: &'a str,
    paragraphs: &'a [String],
    url: &'a str,
}

#[derive(Template)]
#[template(path = "mail/notice.html")]
struct NoticeHtml<'a> {
    title: &'a str,
    place: &'a str,
    paragraphs: &'a [String],
    url: &'a str,
}

/// Tells a member that a payout was sent. `amount` is text such as `12.50 USD`.
pub fn payout_sent(to: &Email, amount: &str, network: &str, tx_hash: &str, url: &str) -> Message {
    let paragraphs = [
        format!("{amount} are on their way to you, on the network {network}."),
        format!("The transaction is {tx_hash}."),
    ];
    notice(to, &format!("Your payout of {amount} was sent"), &paragraphs, url)
}

/// Tells a member that a payout could not be sent.
pub fn payout_failed(to: &Email, amount: &str, reason: Option<&str>, url: &str) -> Message {
    let mut paragraphs = vec![format!(
        "{amount} could not be sent. The whole amount is back in your balance, and you can ask for \
         a payout again."
    )];
    paragraphs.extend(reason.map(|reason| format!("The reason: {reason}")));
    notice(to, &format!("Your payout of {amount} failed"), &paragraphs, url)
}

/// Tells a member that somebody has signed in from a browser that was not known. `device` is text of
/// ours such as `Firefox on Linux`.
pub fn new_browser(to: &Email, at: Timestamp, device: Option<&str>, url: &str) -> Message {
    let with = device.map_or_else(String::new, |device| format!(", with {device}"));
    let paragraphs = [
        format!("Somebody signed in to your account on {}{with}.", shown_time(at)),
        "If that was you, all is well.".to_owned(),
        "If it was not, somebody can read your mail: change the password of your mailbox first, \
         then sign in and end the sessions that you do not know."
            .to_owned(),
    ];
    notice(to, "A sign-in from a new browser", &paragraphs, url)
}

/// Tells a member that the account can be signed in to in one more way. `what` is validated text such
/// as `a Google account`.
pub fn new_identity(to: &Email, at: Timestamp, what: &str, url: &str) -> Message {
    let paragraphs = [
        format!("On {} {what} was added to your account and signs in to it.", shown_time(at)),
        "If that was you, all is well. If it was not, sign in, remove it, and end the sessions that \
         you do not know."
            .to_owned(),
    ];
    notice(to, "A new way to sign in to your account", &paragraphs, url)
}

/// Tells a member that a payout was asked for. `amount` is text such as `12.50 USD`, the address is
/// one of the network.
pub fn payout_requested(
    to: &Email,
    amount: &str,
    network: &str,
    address: &str,
    url: &str,
) -> Message {
    let paragraphs = [
        format!("A payout of {amount} was asked for. It goes to {address} on the network {network}."),
        "If that was you, all is well, and we write again when it is sent. If it was not, sign in and \
         cancel it: that is possible until somebody works on it."
            .to_owned(),
    ];
    notice(to, &format!("Your payout of {amount} was asked for"), &paragraphs, url)
}

/// A time as people read it.
fn shown_time(at: Timestamp) -> String {
    let text = at.to_string();
    let minute = text.get(..16).unwrap_or(&text);
    format!("{} (UTC)", minute.replace('T', " at "))
}

/// A message without a secret.
fn notice(to: &Email, title: &str, paragraphs: &[String], url: &str) -> Message {
    let place = shown_host(url).unwrap_or("your account");
    Message {
        to: to.clone(),
        text: rendered(&NoticeText { title, paragraphs, url }),
        html: rendered(&NoticeHtml { title, place, paragraphs, url }),
        code: Zeroizing::default(),
        subject: title.to_owned(),
    }
}

/// Writing to memory cannot fail, and these templates call nothing that can.
fn rendered(template: &impl Template) -> Zeroizing<String> {
    Zeroizing::new(template.render().unwrap_or_default())
}

/// The host of a URL, if it can stand in a header and cannot be taken for a code.
fn shown_host(product: &str) -> Option<&str> {
    let host = product.split_once("://").map_or(product, |(_, host)| host).trim_end_matches('/');
    let plain = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_graphic());
    let mut digits = 0;
    let looks_like_a_code = host.chars().any(|character| {
        digits = if character.is_ascii_digit() { digits + 1 } else { 0 };
        digits == LOOKS_LIKE_A_CODE
    });
    (plain && !looks_like_a_code).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(code: &str, host: &str) -> Message {
        let to = Email::parse("ada123456@example.com").unwrap();
        one_time_code(&to, code, 10, host)
    }

    /// What a naive search for six digits finds.
    fn six_digits(text: &str) -> Vec<&str> {
        let runs = text.split(|character: char| !character.is_ascii_digit());
        runs.filter(|run| run.len() >= LOOKS_LIKE_A_CODE).collect()
    }

    #[test]
    fn the_code_is_the_only_run_of_six_digits() {
        for host in ["https://app.example.com/", "localhost:18080", "shop-20260131.example"] {
            let message = message("042137", host);
            assert_eq!(six_digits(message.text()), ["042137"]);
            assert_eq!(six_digits(message.html()), ["042137"]);
        }
    }

    #[test]
    fn the_code_is_not_in_the_subject_nor_in_debug() {
        let message = message("042137", "app.example.com");
        assert_eq!(message.subject(), "Your sign-in code for app.example.com");
        let debug = format!("{message:?}");
        assert!(!debug.contains("042137") && !debug.contains("ada123456"), "{debug}");
    }

    #[test]
    fn the_first_line_says_what_it_is_and_not_the_code() {
        let message = message("AB12CD34EF", "app.example.com");
        let mut lines = message.text().lines();
        assert_eq!(lines.next(), Some("Your sign-in code for app.example.com is below."));
        assert!(lines.any(|line| line.trim() == "AB12CD34EF"), "a line of its own");
    }

    #[test]
    fn lines_are_short_enough_to_travel_unfolded() {
        let host = format!("{}.example", "a".repeat(60));
        let message = message("042137", &host);
        for line in message.text().lines().chain(message.html().lines()) {
            assert!(line.len() < 900 && line.is_ascii(), "{line}");
        }
    }

    #[test]
    fn html_is_escaped_and_loads_nothing() {
        let html = message("<b>\"&'", "<script>alert(1)</script>");
        let html = html.html();
        assert!(!html.contains("<b>") && !html.contains("<script"), "{html}");
        for remote in ["src=", "href=", "url(", "@import", "<link", "http://", "https://"] {
            assert!(!html.contains(remote), "{remote}");
        }
    }

    #[test]
    fn a_host_that_could_break_a_header_or_look_like_a_code_is_left_out() {
        for host in ["", "a.example\r\nBcc: x@example.com", "a b", "1234567.example", "ä.example"]
        {
            assert_eq!(message("1", host).subject(), "Your sign-in code for your account");
        }
    }

    #[test]
    fn a_notice_says_when_in_words_that_people_read() {
        let to = Email::parse("ada@example.com").unwrap();
        let at = Timestamp::from_micros(1_772_366_400_000_000);
        let notice = new_browser(&to, at, Some("Firefox on Linux"), "https://shop.example");
        let said = "on 2026-03-01 at 12:00 (UTC), with Firefox on Linux.";
        assert!(notice.text().contains(said), "{}", notice.text());
        assert!(notice.code().is_empty());
    }

    #[test]
    fn one_minute_is_singular() {
        let to = Email::parse("a@example.com").unwrap();
        assert!(one_time_code(&to, "1", 1, "a.example").text().contains("for 1 minute."));
    }
}
