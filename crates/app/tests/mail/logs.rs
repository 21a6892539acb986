//! Who ever sees a code in the log.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;
use tracing_subscriber::fmt::MakeWriter;
use triport_app::mail::{MailError, Mailer};

use crate::common::{CODE, mailer, message, run};
use crate::peer::Peer;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything that is logged, at the most talkative level.
fn logged(work: impl FnOnce()) -> String {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, work);
    let bytes = lines.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn without_a_mail_server_the_code_is_in_the_log_with_a_warning() {
    let log = logged(|| run(Mailer::log().send(message())).unwrap());
    assert!(log.contains("WARN") && log.contains("TRIPORT_SMTP_URL"), "{log}");
    assert!(log.contains(&format!("code=\"{CODE}\"")), "{log}");
    assert!(!log.contains("ada@example.com") && log.contains("a…@example.com"), "{log}");
    assert_eq!(log.lines().count(), 1, "{log}");
}

#[test]
fn with_a_mail_server_neither_code_nor_address_is_ever_logged() {
    for options in [&[][..], &["--fail", "rcpt-550"], &["--fail", "data-554"]] {
        let peer = Peer::start(options);
        let url = format!("smtp://127.0.0.1:{}", peer.port);
        let log = logged(|| drop(run(mailer(&url).send(message()))));
        assert!(!log.contains(CODE) && !log.contains("ada@example.com"), "{log}");
    }
}

#[test]
fn a_channel_hands_messages_to_a_test_and_fails_when_it_is_full() {
    let (sender, mut receiver) = mpsc::channel(1);
    let mailer = Mailer::channel(sender);
    let log = logged(|| {
        run(mailer.send(message())).unwrap();
        let full = run(mailer.send(message()));
        assert!(matches!(full, Err(MailError::Temporary(_))));
    });
    assert_eq!(receiver.try_recv().unwrap().code(), CODE);
    assert_eq!(log, "");
}
