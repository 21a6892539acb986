//! Log lines as JSON: one object a line, with the members of its spans on the top level.
//!
//! The formatter that `tracing-subscriber` brings reads the fields of the span again for every
//! line, as JSON, and writes them anew. Here a span's fields are written once, as members, and
//! copied. No line needs an allocation of its own.

use std::error::Error;
use std::fmt::{self, Debug, Display, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_log::NormalizeEvent;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

/// Writes fields as `,"key":value` each, ready to stand behind another member.
pub(super) struct Members;

/// Writes an event as an object: its own members, then those of the spans around it.
pub(super) struct Object;

impl<'w> FormatFields<'w> for Members {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut recorder = Recorder { writer, written: Ok(()) };
        fields.record(&mut recorder);
        recorder.written
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> FormatEvent<S, Members> for Object {
    fn format_event(
        &self,
        context: &FmtContext<'_, S, Members>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        // What libraries log without `tracing` carries its target among the fields.
        let normalized = event.normalized_metadata();
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        writer.write_str("{\"timestamp\":\"")?;
        SystemTime.format_time(&mut writer)?;
        write!(writer, "\",\"level\":\"{}\",\"target\":", metadata.level())?;
        quoted(&mut writer, metadata.target())?;
        context.format_fields(writer.by_ref(), event)?;
        for span in context.event_scope().into_iter().flatten() {
            if let Some(members) = span.extensions().get::<FormattedFields<Members>>() {
                writer.write_str(members)?;
            }
        }
        writer.write_str("}\n")
    }
}

struct Recorder<'w> {
    writer: Writer<'w>,
    written: fmt::Result,
}

impl Recorder<'_> {
    fn member(&mut self, field: &Field, value: impl FnOnce(&mut Writer<'_>) -> fmt::Result) {
        // Where a library's own log line came from; its target is in the metadata.
        if self.written.is_err() || field.name().starts_with("log.") {
            return;
        }
        self.written = self
            .writer
            .write_char(',')
            .and_then(|()| quoted(&mut self.writer, field.name()))
            .and_then(|()| self.writer.write_char(':'))
            .and_then(|()| value(&mut self.writer));
    }

    fn plain(&mut self, field: &Field, value: impl Display) {
        self.member(field, |writer| write!(writer, "{value}"));
    }
}

impl Visit for Recorder<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.member(field, |writer| quoted(writer, value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.member(field, |writer| quoted(writer, format_args!("{value:?}")));
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.member(field, |writer| quoted(writer, value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.plain(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.plain(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.plain(field, value);
    }

    /// JSON has no word for what is not a finite number.
    fn record_f64(&mut self, field: &Field, value: f64) {
        if value.is_finite() {
            self.plain(field, value);
        } else {
            self.plain(field, "null");
        }
    }

    // Numbers of 128 bits fall through to text: most readers would round them.
}

/// Writes a text as JSON.
fn quoted(writer: &mut Writer<'_>, text: impl Display) -> fmt::Result {
    writer.write_char('"')?;
    write!(Escaped(writer), "{text}")?;
    writer.write_char('"')
}

/// Escapes what a JSON text must not hold.
struct Escaped<'w, 'o>(&'w mut Writer<'o>);

impl Write for Escaped<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(must_be_escaped) {
            let (plain, special) = rest.split_at(at);
            self.0.write_str(plain)?;
            let mut characters = special.chars();
            match characters.next() {
                Some('\n') => self.0.write_str("\\n")?,
                Some(character @ ('"' | '\\')) => write!(self.0, "\\{character}")?,
                Some(control) => write!(self.0, "\\u{:04x}", u32::from(control))?,
                None => {}
            }
            rest = characters.as_str();
        }
        self.0.write_str(rest)
    }
}

/// All of them are single bytes, so what stands around them stays UTF-8.
const fn must_be_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
}

#[cfg(test)]
mod tests;
