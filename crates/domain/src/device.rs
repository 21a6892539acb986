//! What kind of browser somebody uses, in a few words of our own.
//!
//! A browser's name for itself is text that anybody can choose, and a message that repeated it would
//! say whatever a stranger wants.

/// Browsers by a mark in their name. Those that carry the marks of others as well stand before them.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Systems in the same way.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
];

/// Such as `Firefox on Linux`; nothing if it is no browser that many people use.
#[must_use]
pub fn device(user_agent: &str) -> Option<String> {
    let browser = named(BROWSERS, user_agent)?;
    Some(match named(SYSTEMS, user_agent) {
        Some(system) => format!("{browser} on {system}"),
        None => browser.to_owned(),
    })
}

fn named(marks: &[(&str, &'static str)], user_agent: &str) -> Option<&'static str> {
    marks.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_told_apart() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like \
                 Gecko) Version/18.0 Safari/605.1.15",
                "Safari on a Mac",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
        ] {
            assert_eq!(device(user_agent).as_deref(), Some(name));
        }
    }

    #[test]
    fn nothing_that_a_stranger_writes_is_repeated() {
        assert_eq!(device(""), None);
        assert_eq!(device("Your account is locked, call +1 555 0100"), None);
        let mixed = "Firefox/1 visit https://evil.example on Windows";
        assert_eq!(device(mixed).as_deref(), Some("Firefox on Windows"));
    }
}
