//! Whether a request means this server.
//!
//! A page whose name was made to point here after it was loaded (DNS rebinding) is of the same origin
//! for its browser, so that neither CORS nor cookies stop it. Its name gives it away. An address or
//! `localhost` cannot be pointed elsewhere, so those are always answered: health checks use them.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Version};
use triport_app::ErrorCode;

use super::error::{Failure, Result};
use crate::config::table;

/// Refuses a request that names no host, or one that is not among `hosts`.
pub(super) fn check(request: &Request, hosts: &[String]) -> Result<()> {
    let mut named = request.headers().get_all(HOST).iter();
    let (first, second) = (named.next(), named.next());
    if second.is_some() {
        return Err(invalid("The request has more than one Host header."));
    }
    // Of an address with a host in it, that one counts (RFC 9112, 3.2.2).
    if let Some(authority) = request.uri().authority() {
        return answered(authority.host(), hosts);
    }
    match first.map(authority) {
        Some(Some(authority)) => answered(authority.host(), hosts),
        Some(None) => Err(invalid("The Host header of the request is no host.")),
        // Before HTTP/1.1 there was no such header.
        None if request.version() < Version::HTTP_11 => Ok(()),
        None => Err(invalid("The request has no Host header.")),
    }
}

fn authority(value: &HeaderValue) -> Option<Authority> {
    let text = value.to_str().ok()?;
    text.parse().ok().filter(|_| !text.contains('@'))
}

fn answered(host: &str, hosts: &[String]) -> Result<()> {
    // The dot of a name that is complete; few write it.
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_named = |known: &String| known.eq_ignore_ascii_case(name);
    if hosts.iter().any(is_named) || name.eq_ignore_ascii_case("localhost") || is_address(name) {
        return Ok(());
    }
    let message = format!(
        "This server does not answer under the host of this request. Whoever runs it can add a \
         name to {}.",
        table::ALLOWED_HOSTS.name()
    );
    Err(Failure::new(ErrorCode::MisdirectedRequest, message))
}

fn is_address(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.parse::<IpAddr>().is_ok()
}

fn invalid(message: &str) -> Failure {
    Failure::new(ErrorCode::InvalidHost, message)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    /// What a request with these headers is told; an empty text is that it may go on.
    fn told(uri: &str, version: Version, named: &[&str]) -> &'static str {
        let mut request = Request::builder().uri(uri).version(version).body(Body::empty()).unwrap();
        for value in named {
            request.headers_mut().append(HOST, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let hosts = ["refer.example.com".to_owned(), "triport".to_owned()];
        check(&request, &hosts).map_or_else(|failure| failure.code.as_str(), |()| "")
    }

    #[test]
    fn a_request_is_answered_under_the_servers_names_and_no_others() {
        for own in [
            "refer.example.com",
            "refer.example.com:443",
            "REFER.Example.COM.:8080",
            "triport:80",
            "localhost:8080",
            "127.0.0.1",
            "203.0.113.9:8080",
            "[::1]:8080",
            "[2001:db8::1]",
        ] {
            assert_eq!(told("/livez", Version::HTTP_11, &[own]), "", "{own}");
        }
        for other in [
            "evil.example",
            "refer.example.com.evil.example",
            "evil.example:8080",
            "xrefer.example.com",
            "example.com",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "2130706433",
            "0x7f.1",
            "app.localhost",
            "refer.example.com..",
        ] {
            assert_eq!(told("/", Version::HTTP_11, &[other]), "misdirected_request", "{other}");
        }
    }

    #[test]
    fn one_host_has_to_be_named_and_only_one() {
        assert_eq!(told("/", Version::HTTP_11, &[]), "invalid_host");
        assert_eq!(told("/", Version::HTTP_10, &[]), "");
        assert_eq!(told("/", Version::HTTP_10, &["evil.example"]), "misdirected_request");
        let twice = ["localhost", "localhost"];
        assert_eq!(told("/", Version::HTTP_11, &twice), "invalid_host");
        for no_host in ["", "a b", "a/b", "user@localhost", "localhost:x:y", "b\u{fc}cher", "[::1"]
        {
            let tag = told("/", Version::HTTP_11, &[no_host]);
            assert_eq!(tag, "invalid_host", "{no_host}");
        }
    }

    #[test]
    fn the_host_in_the_address_counts_more_than_the_header() {
        let whole = "http://evil.example/livez";
        assert_eq!(told(whole, Version::HTTP_11, &["localhost"]), "misdirected_request");
        let whole = "http://refer.example.com/livez";
        assert_eq!(told(whole, Version::HTTP_11, &["evil.example"]), "");
    }
}
