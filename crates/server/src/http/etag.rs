//! Whether a browser has a version already (RFC 9110, 13.1.2).

use axum::http::header::IF_NONE_MATCH;
use axum::http::{HeaderMap, HeaderValue};
use triport_domain::keyed_hash::sha256;

/// The name of a version: the same bytes have the same one.
pub(super) fn etag(bytes: &[u8]) -> HeaderValue {
    let hash = format!("{:x}", sha256(bytes));
    let etag = format!("\"{}\"", hash.get(..16).unwrap_or_default());
    // Sixteen hexadecimal digits are always a header value.
    HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Whether the request says that its sender has this version.
pub(super) fn is_known(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let known = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|tags| tags.split(',')).any(|tag| {
        let tag = tag.trim();
        tag == "*" || tag.trim_start_matches("W/").as_bytes() == etag.as_bytes()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_has_the_page_is_told_so() {
        let etag = etag(b"page");
        let mut request = HeaderMap::new();
        assert!(!is_known(&request, &etag));
        let known = format!("\"other\", W/{}", etag.to_str().unwrap());
        request.insert(IF_NONE_MATCH, known.parse().unwrap());
        assert!(is_known(&request, &etag));
        request.insert(IF_NONE_MATCH, HeaderValue::from_static("\"other\""));
        assert!(!is_known(&request, &etag));
    }
}
