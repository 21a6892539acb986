//! Settings that depend on each other, and secrets.

use super::super::table::ALL;
use super::{from_env, refusal, with};

const MAIL: [(&str, &str); 2] =
    [("TRIPORT_SMTP_URL", "smtp://localhost"), ("TRIPORT_MAIL_FROM", "hello@shop.example")];

#[test]
fn without_a_mail_server_only_plain_loopback_starts() {
    for url in ["http://localhost:8080", "http://app.localhost", "http://127.0.0.5", "http://[::1]"]
    {
        let (config, _) = from_env(&[("TRIPORT_PUBLIC_URL", url)]).unwrap();
        assert!(config.smtp_url.is_none(), "{url}");
    }
    for url in
        ["https://localhost", "http://shop.example", "https://shop.example", "http://10.0.0.1"]
    {
        let error = refusal(from_env(&[("TRIPORT_PUBLIC_URL", url)]));
        assert!(error.starts_with("TRIPORT_SMTP_URL is not set"), "{error}");
        assert!(error.contains(url), "{error}");
        let settings = [MAIL[0], MAIL[1], ("TRIPORT_PUBLIC_URL", url)];
        assert!(from_env(&settings).is_ok(), "{url}");
    }
}

#[test]
fn a_mail_server_needs_a_sender_and_a_sender_alone_is_warned_about() {
    let error = refusal(from_env(&MAIL[..1]));
    assert!(
        error.starts_with("TRIPORT_MAIL_FROM is not set, but needed beside TRIPORT_SMTP_URL"),
        "{error}"
    );
    let (config, warnings) = from_env(&MAIL[1..]).unwrap();
    assert!(config.smtp_url.is_none());
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    assert_eq!(warning.to_string(), "TRIPORT_MAIL_FROM has no effect without TRIPORT_SMTP_URL");
    let (config, warnings) = from_env(&MAIL).unwrap();
    assert_eq!(config.mail_from.unwrap(), "hello@shop.example");
    assert!(warnings.is_empty());
}

#[test]
fn google_needs_both_halves() {
    let (id, secret) = (("TRIPORT_GOOGLE_CLIENT_ID", "i"), ("TRIPORT_GOOGLE_CLIENT_SECRET", "s"));
    for (one, missing) in [(id, secret), (secret, id)] {
        let error = refusal(from_env(&[one]));
        assert!(error.starts_with(&format!("{} is not set", missing.0)), "{error}");
    }
    let google = from_env(&[id, secret]).unwrap().0.google.unwrap();
    assert_eq!(google.issuer_url, "https://accounts.google.com");
}

#[test]
fn a_cookie_domain_that_browsers_will_refuse_is_warned_about() {
    let warnings = |domain: &str, url: &str| {
        let settings =
            [MAIL[0], MAIL[1], ("TRIPORT_COOKIE_DOMAIN", domain), ("TRIPORT_PUBLIC_URL", url)];
        from_env(&settings).unwrap().1
    };
    for url in ["https://example.com", "https://refer.example.com:8443"] {
        assert!(warnings(".Example.com", url).is_empty(), "{url}");
    }
    for url in ["https://example.org", "https://badexample.com", "https://com"] {
        let [warning] = warnings("example.com", url).try_into().unwrap();
        assert!(warning.to_string().starts_with("TRIPORT_COOKIE_DOMAIN: "), "{warning}");
    }
}

#[test]
fn a_port_that_no_link_leads_to_is_warned_about() {
    let warned = |listen: &str, url: &str| {
        let settings = [MAIL[0], MAIL[1], ("TRIPORT_LISTEN", listen), ("TRIPORT_PUBLIC_URL", url)];
        let warnings = from_env(&settings).unwrap().1;
        warnings.first().map(ToString::to_string)
    };
    let told = warned("127.0.0.1:9000", "").unwrap();
    assert!(told.ends_with("set TRIPORT_PUBLIC_URL=http://localhost:9000"), "{told}");
    assert!(warned("127.0.0.1:8080", "http://[::1]:8081").unwrap().ends_with("http://[::1]:8080"));
    assert_eq!(warned("127.0.0.1:9000", "http://localhost:9000"), None);
    assert_eq!(warned("0.0.0.0:80", "http://localhost"), None);
    assert_eq!(warned("127.0.0.1:0", ""), None);
    assert_eq!(warned("127.0.0.1:9000", "https://shop.example"), None, "a proxy is in between");
}

#[test]
fn share_links_lead_to_the_public_url_unless_told_otherwise() {
    let config = with("TRIPORT_PUBLIC_URL", "https://shop.example").unwrap().0;
    assert_eq!(config.landing_url.as_str(), "https://shop.example/");
    let config = with("TRIPORT_LANDING_URL", "https://shop.example/a?b#c").unwrap().0;
    assert_eq!(config.landing_url.as_str(), "https://shop.example/a?b#c");
}

#[test]
fn debug_shows_no_secret() {
    let key = "b3Blbi1zZXNhbWUtb3Blbi1zZXNhbWUtb3Blbi1zZXM=";
    let settings = [
        ("TRIPORT_DATABASE_URL", "postgres://ada:open-sesame@db.example/shop"),
        ("TRIPORT_SECRET_KEY", key),
        ("TRIPORT_SMTP_URL", "smtp://ada:open-sesame@mail.example"),
        ("TRIPORT_MAIL_FROM", "hello@shop.example"),
        ("TRIPORT_ADMIN_TOKEN", "open-sesame-0123456789"),
        ("TRIPORT_GOOGLE_CLIENT_ID", "id"),
        ("TRIPORT_GOOGLE_CLIENT_SECRET", "open-sesame"),
    ];
    let secrets = ALL.iter().filter(|about| about.secret);
    for about in secrets {
        assert!(settings.iter().any(|(name, _)| *name == about.env), "{}", about.env);
    }
    let config = from_env(&settings).unwrap().0;
    let debug = format!("{config:?}");
    assert!(!debug.contains("sesame") && !debug.contains(key), "{debug}");
    assert!(debug.contains("db.example"), "what is no secret is shown: {debug}");
    assert_eq!(config.admin_token.unwrap().expose(), "open-sesame-0123456789");
    assert_eq!(config.secret_key.unwrap().expose(), b"open-sesame-open-sesame-open-ses");
}
