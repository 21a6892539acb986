//! Settings that are addresses on the web.

use url::{Host, Url};

use super::parse::{Refused, entries};

/// A scheme, a host and perhaps a port, nothing else.
pub(super) fn public_url(text: &str) -> Result<Url, Refused> {
    let url = web_url(text).filter(|_| is_bare(text.strip_suffix('/').unwrap_or(text)));
    url.ok_or_else(|| Refused::part(text))
}

/// Exact origins in the one form in which browsers send them; each once.
pub(super) fn origins(text: &str) -> Result<Vec<String>, Refused> {
    let mut origins = entries(text, |entry| {
        let url = web_url(entry).filter(|_| is_bare(entry));
        url.map(|url| url.origin().ascii_serialization()).ok_or_else(|| Refused::part(entry))
    })?;
    let mut seen = std::collections::HashSet::new();
    origins.retain(|origin| seen.insert(origin.clone()));
    Ok(origins)
}

/// Host names in the one form in which browsers send them.
pub(super) fn hosts(text: &str) -> Result<Vec<String>, Refused> {
    entries(text, |entry| match Host::parse(entry) {
        Ok(Host::Domain(name)) if !name.contains('*') && !name.ends_with('.') => Ok(name),
        // An address needs no entry, and what is neither is a mistake.
        _ => Err(Refused::part(entry)),
    })
}

pub(super) fn absolute(text: &str) -> Result<Url, Refused> {
    web_url(text).ok_or_else(|| Refused::part(text))
}

pub(super) fn path_or_absolute(text: &str) -> Result<String, Refused> {
    // `//host` and `/\host` lead to another host.
    let path = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    if path && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(text.to_owned());
    }
    absolute(text).map(String::from)
}

/// As it was typed: providers compare their names letter by letter, a slash at the end included.
pub(super) fn issuer(text: &str) -> Result<String, Refused> {
    let trusted = |url: &Url| url.scheme() == "https" || is_loopback(url);
    let bare = |url: &Url| url.query().is_none() && url.fragment().is_none();
    let url = web_url(text).filter(|url| trusted(url) && bare(url));
    url.map(|_| text.to_owned()).ok_or_else(|| Refused::part(text))
}

/// An http or https URL without user and password. What the parser would silently repair (white
/// space, backslashes, missing slashes) is refused: nobody could see what was meant.
fn web_url(text: &str) -> Option<Url> {
    let repaired = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    let (_, rest) = text.split_once("://")?;
    if text.contains(repaired) || rest.starts_with('/') {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let usable = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && !authority.contains(['@', '*']);
    usable.then_some(url)
}

/// Whether nothing follows the host and the port.
fn is_bare(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    !rest.contains(['/', '?', '#'])
}

/// Whether only this machine can be meant.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_has_one_form() {
        let url = public_url("HTTPS://Shop.Example:443").unwrap();
        assert_eq!(url.as_str(), "https://shop.example/");
        assert_eq!(public_url("https://shop.example/"), Ok(url));
    }

    #[test]
    fn loopback_is_this_machine_and_nothing_else() {
        for yes in [
            "http://localhost",
            "http://LOCALHOST:8080",
            "http://app.localhost",
            "http://127.0.0.1:8080",
            "http://127.9.9.9",
            "http://[::1]:8080",
        ] {
            assert!(is_loopback(&public_url(yes).unwrap()), "{yes}");
        }
        for no in [
            "http://localhost.example.com",
            "http://notlocalhost",
            "http://10.0.0.1",
            "http://128.0.0.1",
            "http://[::2]",
            "http://0.0.0.0:8080",
        ] {
            assert!(!is_loopback(&public_url(no).unwrap()), "{no}");
        }
    }

    #[test]
    fn hosts_are_names_and_nothing_else() {
        assert_eq!(
            hosts("Triport.Internal, bücher.example,refer").unwrap(),
            ["triport.internal", "xn--bcher-kva.example", "refer"]
        );
        assert_eq!(hosts("").unwrap(), Vec::<String>::new());
        for no in ["a:80", "http://a", "*.example.com", "10.0.0.1", "[::1]", "a b", "a.", "a/b"] {
            assert_eq!(hosts(no), Err(Refused::part(no)), "{no}");
        }
    }

    #[test]
    fn origins_have_the_form_that_browsers_send() {
        let text = "HTTPS://App.Example.COM:443, http://localhost:3000,https://bücher.example,\
                    https://app.example.com";
        assert_eq!(
            origins(text).unwrap(),
            ["https://app.example.com", "http://localhost:3000", "https://xn--bcher-kva.example"]
        );
    }
}
