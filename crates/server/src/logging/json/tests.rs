use std::io;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

use super::*;

/// Collects what is logged.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for &Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Written {
    type Writer = &'w Self;

    fn make_writer(&'w self) -> &'w Self {
        self
    }
}

/// The lines that `work` logs, without their times.
fn lines(work: impl FnOnce()) -> Vec<Value> {
    let written = Written::default();
    let layer = tracing_subscriber::fmt::layer()
        .fmt_fields(Members)
        .event_format(Object)
        .with_writer(written.clone());
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
    let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    let parsed = text.lines().map(|line| {
        let mut line: Value =
            serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"));
        let time = line.as_object_mut().unwrap().remove("timestamp").unwrap();
        assert!(time.as_str().unwrap().ends_with('Z'), "{time}");
        line
    });
    parsed.collect()
}

#[test]
fn every_kind_of_value_is_what_it_is_in_json() {
    let wrong = "x".parse::<u8>().unwrap_err();
    let logged = lines(|| {
        tracing::warn!(
            target: "a::target",
            yes = true, minus = -1_i64, most = u64::MAX, half = 0.5, none = f64::NAN,
            debug = ?Some("a \"b\""), display = %"a\tb", failed = &wrong as &dyn Error,
            left_out = None::<u64>, wide = u128::MAX, "message of {} parts", 2,
        );
    });
    let expected = json!({
        "level": "WARN", "target": "a::target", "message": "message of 2 parts",
        "yes": true, "minus": -1, "most": u64::MAX, "half": 0.5, "none": null,
        "debug": "Some(\"a \\\"b\\\"\")", "display": "a\tb",
        "failed": "invalid digit found in string", "wide": u128::MAX.to_string(),
    });
    assert_eq!(logged, [expected]);
}

#[test]
fn no_text_can_break_out_of_its_line() {
    let controls: String = (0..0x20_u8).map(char::from).collect();
    for text in ["", "\"", "\\", "\\\"", "\n\r\n", "é\u{1b}[31m\"ü\u{2028}😀\\", &controls] {
        let logged = lines(|| {
            let _span = tracing::info_span!("request", in_span = text).entered();
            tracing::info!(as_str = text, as_display = %text, "a\"b\": key" = 1, "{text}");
        });
        let [line] = logged.as_slice() else { panic!("{text:?}: {logged:?}") };
        for member in ["as_str", "as_display", "message", "in_span"] {
            assert_eq!(line[member], text, "{member} in {line}");
        }
        assert_eq!(line["a\"b\": key"], 1, "{line}");
    }
}

#[test]
fn a_line_carries_the_members_of_every_span_around_it() {
    let logged = lines(|| {
        tracing::info!("outside");
        let outer =
            tracing::info_span!("request", request_id = "req_1", late = tracing::field::Empty);
        let _outer = outer.clone().entered();
        tracing::info!("before");
        outer.record("late", 7);
        let _inner = tracing::info_span!("step", step = 2).entered();
        tracing::info!("inside");
    });
    let line = |message: &str, spans: Value| {
        let mut line = json!({ "level": "INFO", "target": module_path!(), "message": message });
        line.as_object_mut().unwrap().append(&mut spans.as_object().unwrap().clone());
        line
    };
    assert_eq!(
        logged,
        [
            line("outside", json!({})),
            line("before", json!({ "request_id": "req_1" })),
            line("inside", json!({ "request_id": "req_1", "late": 7, "step": 2 })),
        ]
    );
}
