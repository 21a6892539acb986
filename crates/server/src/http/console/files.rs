//! The files of the console, as they are served.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::HeaderValue;
use bytes::Bytes;
use rust_embed::RustEmbed;

use super::coding::Coding;
use crate::http::etag::etag;

/// What was there when this program was built: `not-built.html`, and `dist/` if the console was built.
#[derive(RustEmbed)]
#[folder = "assets/console"]
struct Embedded;

/// The name of the page.
const PAGE: &str = "/index.html";
/// Where the names carry a hash of the content.
const HASHED: &str = "/assets/";

/// The console as it is served. A clone is the same one.
#[derive(Clone)]
pub struct Console(Arc<Files>);

struct Files {
    page: File,
    /// By address.
    others: BTreeMap<String, File>,
}

/// One file, in all its forms.
#[derive(Default)]
pub(super) struct File {
    pub(super) content_type: &'static str,
    plain: Form,
    coded: Vec<(Coding, Form)>,
}

/// A form of a file, and the name of its version.
pub(super) struct Form {
    pub(super) bytes: Bytes,
    pub(super) etag: HeaderValue,
}

impl Console {
    /// The one inside this program; without one, a page that says so.
    pub(crate) fn embedded() -> Self {
        let of = |name: &str| Embedded::get(name).map(|file| bytes(file.data));
        let files = Embedded::iter().filter_map(|name| {
            let address = format!("/{}", name.strip_prefix("dist/")?);
            Some((address, of(&name)?))
        });
        Self::new(files, of("not-built.html").unwrap_or_default())
    }

    /// A console of these files, by address. `index.html` is its page; `x.br` and `x.gz` are forms of `x`.
    /// Without a page there is `instead`.
    pub fn new(files: impl IntoIterator<Item = (String, Bytes)>, instead: Bytes) -> Self {
        let mut made: BTreeMap<String, File> = BTreeMap::new();
        for (address, bytes) in files {
            let coding = Coding::ALL.into_iter().find(|one| address.ends_with(one.suffix()));
            let suffix = coding.map_or("", Coding::suffix);
            let address = address.strip_suffix(suffix).unwrap_or(&address);
            let file = made.entry(address.to_owned()).or_default();
            match coding {
                None => file.plain = Form::new(bytes),
                Some(coding) => file.coded.push((coding, Form::new(bytes))),
            }
            file.content_type = content_type(address);
        }
        let page = made.remove(PAGE).unwrap_or_else(|| File {
            content_type: content_type(PAGE),
            plain: Form::new(instead),
            coded: Vec::new(),
        });
        Self(Arc::new(Files { page, others: made }))
    }

    /// The page.
    pub(super) fn page(&self) -> &File {
        &self.0.page
    }

    /// The file at an address.
    pub(super) fn file(&self, address: &str) -> Option<&File> {
        self.0.others.get(address)
    }

    /// The addresses of files that are not among the hashed ones.
    pub(super) fn beside(&self) -> impl Iterator<Item = &str> {
        self.0.others.keys().map(String::as_str).filter(|address| !address.starts_with(HASHED))
    }
}

impl File {
    /// The best form that somebody takes.
    pub(super) fn best(&self, takes: impl Fn(Coding) -> bool) -> (Option<Coding>, &Form) {
        let coded = Coding::ALL.into_iter().filter(|coding| takes(*coding));
        let mut found = coded.filter_map(|coding| {
            let form = self.coded.iter().find(|(other, _)| *other == coding);
            form.map(|(_, form)| (Some(coding), form))
        });
        found.next().unwrap_or((None, &self.plain))
    }
}

impl Form {
    fn new(bytes: Bytes) -> Self {
        let etag = etag(&bytes);
        Self { bytes, etag }
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new(Bytes::new())
    }
}

/// Embedded bytes are served from where they are.
fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    }
}

/// What a file is, by its name. `nosniff` stands on every answer, so a kind that is missing here is not
/// guessed.
fn content_type(address: &str) -> &'static str {
    let (_, kind) = address.rsplit_once('.').unwrap_or_default();
    match kind {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_console_there_is_a_page_that_says_so() {
        let console = Console::new([], Bytes::from_static(b"not built"));
        let (coding, form) = console.page().best(|_| true);
        assert_eq!((coding, &form.bytes[..]), (None, &b"not built"[..]));
        assert_eq!(console.page().content_type, "text/html; charset=utf-8");
        assert_eq!(console.beside().count(), 0);
    }

    #[test]
    fn the_page_inside_this_program_is_one() {
        let console = Console::embedded();
        let (_, form) = console.page().best(|_| false);
        assert!(form.bytes.starts_with(b"<!doctype html>"));
    }
}
