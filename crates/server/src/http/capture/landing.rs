//! Where a share link leads.

use url::{Url, form_urlencoded};

use super::REF;

/// The landing page with the code, if it attributes, and with the other parameters of the link.
/// The page's own query and fragment stay. Parameters travel as they were written.
pub(super) fn with_code(landing: &Url, code: Option<&str>, query: Option<&str>) -> Url {
    let own = landing.query().into_iter().flat_map(pairs);
    let others = query.into_iter().flat_map(pairs).filter(|pair| !is_ref(pair));
    let mut merged = String::new();
    let mut add = |pair: &str| {
        if !merged.is_empty() {
            merged.push('&');
        }
        merged.push_str(pair);
    };
    // Of two codes a page would take either.
    own.filter(|pair| code.is_none() || !is_ref(pair)).for_each(&mut add);
    if let Some(code) = code {
        // A code has no character that a query would have to escape.
        add(&format!("{REF}={code}"));
    }
    others.for_each(&mut add);
    let mut url = landing.clone();
    url.set_query((!merged.is_empty()).then_some(merged.as_str()));
    url
}

fn pairs(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|pair| !pair.is_empty())
}

fn is_ref(pair: &&str) -> bool {
    form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| name == REF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn leads(landing: &str, code: Option<&str>, query: &str, to: &str) {
        let landing = landing.parse().unwrap();
        assert_eq!(with_code(&landing, code, Some(query)).as_str(), to);
        if query.is_empty() {
            assert_eq!(with_code(&landing, code, None).as_str(), to);
        }
    }

    #[test]
    fn a_plain_page_gets_the_code() {
        leads("https://shop.example", Some("abc"), "", "https://shop.example/?ref=abc");
        leads("https://shop.example/a/b", Some("abc"), "", "https://shop.example/a/b?ref=abc");
    }

    #[test]
    fn the_pages_own_query_and_fragment_stay() {
        let landing = "https://shop.example/?lang=en&x=%20a+b#top?ref=no";
        leads(
            landing,
            Some("abc"),
            "",
            "https://shop.example/?lang=en&x=%20a+b&ref=abc#top?ref=no",
        );
        leads(landing, None, "", landing);
    }

    #[test]
    fn other_parameters_travel_as_they_were_written() {
        leads(
            "https://shop.example/?lang=en#top",
            Some("abc"),
            "utm_source=a%26b&flag&x=1&x=2&&lang=de",
            "https://shop.example/?lang=en&ref=abc&utm_source=a%26b&flag&x=1&x=2&lang=de#top",
        );
        leads("https://shop.example", None, "a=1", "https://shop.example/?a=1");
        leads("https://shop.example", None, "a=\"<b>\"", "https://shop.example/?a=%22%3Cb%3E%22");
    }

    #[test]
    fn there_is_one_code_at_most() {
        let spelt = "ref=x&%72ef=y&ref&reference=z&REF=w";
        leads(
            "https://shop.example",
            Some("abc"),
            spelt,
            "https://shop.example/?ref=abc&reference=z&REF=w",
        );
        leads("https://shop.example", None, spelt, "https://shop.example/?reference=z&REF=w");
        leads("https://shop.example/?ref=house", Some("abc"), "", "https://shop.example/?ref=abc");
        leads("https://shop.example/?ref=house", None, "ref=x", "https://shop.example/?ref=house");
    }
}
