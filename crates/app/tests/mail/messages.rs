//! What the other side receives.

use std::collections::BTreeSet;

use serde_json::Value;
use triport_app::mail::{Mailer, messages};
use triport_domain::email::Email;

use crate::common::{CODE, FROM, mailer, message, run};
use crate::peer::Peer;

fn header<'a>(mail: &'a Value, name: &str) -> &'a str {
    let headers = mail["headers"].as_array().unwrap();
    let found = headers.iter().find(|header| header[0] == name);
    found.unwrap_or_else(|| panic!("{name} is missing"))[1].as_str().unwrap()
}

fn six_digits(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 6).collect()
}

#[test]
fn a_message_arrives_with_text_and_html() {
    let peer = Peer::start(&[]);
    run(mailer(&format!("smtp://127.0.0.1:{}", peer.port)).send(message())).unwrap();
    let mail = peer.message();
    assert_eq!(mail["mail_from"], "hello@shop.example");
    assert_eq!(mail["rcpt_tos"], serde_json::json!(["ada@example.com"]));
    assert_eq!(mail["hello"], "shop.example");
    assert_eq!(mail["tls"], false);
    assert_eq!(
        mail["kinds"],
        serde_json::json!(["multipart/alternative", "text/plain", "text/html"])
    );
    assert_eq!(mail["defects"], serde_json::json!([]));
    assert_eq!(header(&mail, "From"), FROM);
    assert_eq!(header(&mail, "To"), "ada@example.com");
    assert_eq!(header(&mail, "Subject"), "Your sign-in code for app.shop.example");
    assert_eq!(header(&mail, "Auto-Submitted"), "auto-generated");
    assert!(header(&mail, "Message-ID").ends_with("@shop.example>"));
    assert!(header(&mail, "Date").ends_with(" +0000"));
    let (text, html) = (mail["text"].as_str().unwrap(), mail["html"].as_str().unwrap());
    assert!(text.lines().any(|line| line.trim() == CODE), "{text}");
    assert!(html.lines().any(|line| line.trim() == CODE), "{html}");
}

#[test]
fn in_all_bytes_of_a_message_the_code_is_the_only_run_of_six_digits() {
    let peer = Peer::start(&[]);
    let mailer = mailer(&format!("smtp://127.0.0.1:{}", peer.port));
    run(async {
        // Boundaries and message ids are random.
        for _ in 0..20 {
            mailer.send(message()).await.unwrap();
        }
    });
    let mut ids = BTreeSet::new();
    for _ in 0..20 {
        let mail = peer.message();
        assert_eq!(six_digits(mail["raw"].as_str().unwrap()), [CODE, CODE], "{}", mail["raw"]);
        ids.insert(header(&mail, "Message-ID").to_owned());
    }
    assert_eq!(ids.len(), 20, "no id twice");
}

#[test]
fn nothing_that_is_put_into_a_message_adds_a_header_or_a_recipient() {
    let peer = Peer::start(&[]);
    let to = Email::parse("ada@example.com").unwrap();
    for host in [
        "a.example\r\nBcc: eve@example.com",
        "a.example\nBcc: eve@example.com\n\nbody",
        "a.example\r\n.\r\nMAIL FROM:<eve@example.com>",
        "a.example\0",
    ] {
        let evil = messages::one_time_code(&to, "1\r\n.\r\nQUIT\r\n", 10, host);
        let from = "\"Shop: Bcc: eve@example.com\" <hello@shop.example>";
        let mailer = Mailer::smtp(&format!("smtp://127.0.0.1:{}", peer.port), from).unwrap();
        run(mailer.send(evil)).unwrap();
        let mail = peer.message();
        let headers = mail["headers"].as_array().unwrap().iter();
        let names: BTreeSet<_> = headers.map(|header| header[0].as_str().unwrap()).collect();
        let expected = [
            "Auto-Submitted",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To",
        ];
        assert_eq!(names, BTreeSet::from(expected));
        assert_eq!(mail["rcpt_tos"], serde_json::json!(["ada@example.com"]));
        let text = mail["text"].as_str().unwrap().replace("\r\n", "\n");
        assert!(text.contains("\n.\nQUIT\n"), "a line that is a dot does not end it: {text:?}");
    }
    peer.has_nothing_more();
}

#[test]
fn a_connection_is_kept_for_the_next_message() {
    let peer = Peer::start(&[]);
    let mailer = mailer(&format!("smtp://127.0.0.1:{}", peer.port));
    run(async {
        mailer.send(message()).await.unwrap();
        mailer.send(message()).await.unwrap();
    });
    assert_eq!(peer.message()["connection"], peer.message()["connection"]);
}

#[test]
fn a_connection_that_the_server_closed_is_replaced() {
    let peer = Peer::start(&["--idle", "0.3"]);
    let mailer = mailer(&format!("smtp://127.0.0.1:{}", peer.port));
    run(async {
        mailer.send(message()).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(800)).await;
        mailer.send(message()).await.unwrap();
    });
    assert_ne!(peer.message()["connection"], peer.message()["connection"]);
}

#[test]
fn many_messages_at_once_all_arrive() {
    let peer = Peer::start(&[]);
    let mailer = mailer(&format!("smtp://127.0.0.1:{}", peer.port));
    run(async {
        let mailer = std::sync::Arc::new(mailer);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..40 {
            let mailer = mailer.clone();
            tasks.spawn(async move { mailer.send(message()).await });
        }
        while let Some(sent) = tasks.join_next().await {
            sent.unwrap().unwrap();
        }
    });
    let connections: BTreeSet<_> =
        (0..40).map(|_| peer.message()["connection"].as_u64().unwrap()).collect();
    assert!(connections.len() < 40, "some were used again");
    peer.has_nothing_more();
}
