//! A console of a few lines, so that what is promised about its delivery does not hang on whether, and
//! how, the real one was built.

use bytes::Bytes;
use triport_referrals::http::Console;

/// The page.
pub(crate) const PAGE: &str = "<!doctype html><title>Console</title>";
/// A script, in the forms in which it travels.
pub(crate) const SCRIPT: [(&str, &str); 3] =
    [("", "console.log('plain')"), ("br", "as brotli"), ("gzip", "as gzip")];
/// Where the script is.
pub(crate) const SCRIPT_PATH: &str = "/assets/index-4f2k9xw4.js";

pub(crate) fn console() -> Console {
    let [(_, plain), (_, brotli), (_, gzip)] = SCRIPT;
    let files = [
        ("/index.html", "", PAGE),
        (SCRIPT_PATH, "", plain),
        (SCRIPT_PATH, ".br", brotli),
        (SCRIPT_PATH, ".gz", gzip),
        ("/assets/hanken-1a2b3c4d.woff2", "", "a font"),
        ("/icon.svg", "", "<svg/>"),
    ];
    let files = files
        .map(|(path, form, text)| (format!("{path}{form}"), Bytes::from_static(text.as_bytes())));
    Console::new(files, Bytes::new())
}
