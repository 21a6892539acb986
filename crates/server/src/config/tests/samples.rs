//! Every setting with values that are taken and values that are refused.

use super::super::table::{ALL, About};
use super::{is_one_line, load, refusal, with};

/// Name, good values, bad values.
type Sample = (&'static str, &'static [&'static str], &'static [&'static str]);

/// A value that the configuration may hold and messages must not.
const SESAME: &str = "open-sesame";

const URL_TRICKS: &[&str] = &[
    "shop.example",
    "ftp://shop.example",
    "https://",
    "https:///shop.example",
    "https://ada:open@shop.example",
    "https://@shop.example",
    "https://shop .example",
    "https://shop.example\\evil",
    "https://shop.example:99999",
    "https://sh\nop.example",
    "javascript:alert(1)",
];

const NOT_AMOUNTS: &[&str] =
    &["-1", "+1", "1.5", "1e6", "1_000", "9007199254740992", "ten", "0x10"];

const SAMPLES: &[Sample] = &[
    (
        "TRIPORT_LISTEN",
        &["0.0.0.0:80", "[::]:8080", "127.0.0.1:0", " 127.0.0.1:1 "],
        &["8080", ":8080", "localhost:8080", "127.0.0.1", "127.0.0.1:65536", "http://127.0.0.1:80"],
    ),
    (
        "TRIPORT_DATABASE_URL",
        &["sqlite://a.db", "sqlite:///var/lib/a.db", "postgres://u:p@h:5432/d", "postgresql:///d"],
        &["a.db", "mysql://u:open-sesame@h/d", "sqlite://", "sqlite::memory:"],
    ),
    (
        "TRIPORT_PUBLIC_URL",
        &["https://shop.example", "https://shop.example/", "http://[::1]:8080", "http://10.0.0.1"],
        &[
            "https://shop.example/path",
            "https://shop.example//",
            "https://shop.example?q",
            "https://shop.example/#f",
        ],
    ),
    (
        "TRIPORT_LANDING_URL",
        &["https://shop.example/welcome?utm=1#top", "http://shop.example"],
        URL_TRICKS,
    ),
    (
        "TRIPORT_POST_LOGIN_URL",
        &["/", "/console/?a=b#c", "https://shop.example/app"],
        &[
            "console",
            "//evil.example",
            "/\\evil.example",
            "/a b",
            "https://u:p@shop.example",
            "javascript:alert(1)",
        ],
    ),
    (
        "TRIPORT_ALLOWED_ORIGINS",
        &[
            "https://a.example",
            "https://a.example,http://localhost:3000",
            "https://a.example , https://b.example",
        ],
        &[
            "*",
            "https://*.a.example",
            "https://a.example/",
            "https://a.example/path",
            "null",
            "https://a.example,",
            "a.example",
        ],
    ),
    (
        "TRIPORT_ALLOWED_HOSTS",
        &["", "triport", "triport.internal, Refer.Example.com"],
        &["https://a.example", "a.example:80", "*.example.com", "10.0.0.1", "a,,b", "a b"],
    ),
    (
        "TRIPORT_COOKIE_DOMAIN",
        &["example.com", ".example.com", "A.Example.com"],
        &[
            "localhost",
            "example..com",
            "exa mple.com",
            "-a.example",
            "10.0.0.1",
            "example.com:80",
            "https://example.com",
            "a.example;b",
        ],
    ),
    (
        "TRIPORT_SECRET_KEY",
        &[
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "++++++++++++++++++++++++++++++++++++++++++8",
            "------------------------------------------8=",
        ],
        &[
            "open-sesame",
            "AAAA",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=",
        ],
    ),
    (
        "TRIPORT_SMTP_URL",
        &["smtp://localhost:25", "smtp://u:p%40@h.example?tls=required", "smtps://h.example"],
        &[
            "localhost:25",
            "http://u:open-sesame@h",
            "smtp://u@h",
            "smtp://h?tls=no",
            "smtp://h/path",
        ],
    ),
    (
        "TRIPORT_MAIL_FROM",
        &["hello@shop.example", "Shop <hello@shop.example>"],
        &["shop", "Shop <hello>", "a@b.example, c@d.example"],
    ),
    (
        "TRIPORT_ADMIN_TOKEN",
        &["0123456789abcdef"],
        &["open-sesame", "0123456789 open-sesame", "0123456789-open-sésame"],
    ),
    ("TRIPORT_GOOGLE_CLIENT_ID", &["1-a.apps.googleusercontent.com"], &["a b"]),
    ("TRIPORT_GOOGLE_CLIENT_SECRET", &["GOCSPX-x"], &["open sesame", "open-sésame"]),
    (
        "TRIPORT_GOOGLE_ISSUER_URL",
        &["https://accounts.google.com", "https://id.example/realm", "http://127.0.0.1:9000"],
        &[
            "http://id.example",
            "https://id.example?x",
            "https://u@id.example",
            "accounts.google.com",
        ],
    ),
    (
        "TRIPORT_TRUSTED_PROXIES",
        &["10.0.0.0/8", "10.0.0.0/8, fd00::/8", "127.0.0.1", "::1"],
        &["10.0.0.0/33", "proxy.example", "10.0.0.0/8,", "10.0.0.0/8 fd00::/8"],
    ),
    (
        "TRIPORT_RATE_LIMIT_RPS",
        &["0", "1", "1000000"],
        &["1000001", "-1", "+1", "1.5", "ten", "4294967296"],
    ),
    ("TRIPORT_METRICS_LISTEN", &["127.0.0.1:9090"], &["9090", "localhost:9090"]),
    ("TRIPORT_STEP_UP_PAYOUT_MICRO", &["0", "9007199254740991"], NOT_AMOUNTS),
    ("TRIPORT_PROGRAM__CURRENCY", &["EUR"], &["eur", "EURO", "E", "€€€", "U D"]),
    (
        "TRIPORT_PROGRAM__HOLD_PERIOD",
        &["0s", "90s", "15m", "12h", "14d", "3650d", "315360000s"],
        &[
            "14",
            "d",
            "14 d",
            "1.5d",
            "-1d",
            "+1d",
            "14D",
            "1w",
            "3651d",
            "315360001s",
            "99999999999d",
            "1h30m",
            "14ä",
        ],
    ),
    ("TRIPORT_PROGRAM__ATTRIBUTION_WINDOW", &["1s", "30d"], &["0s", "0d", "30"]),
    ("TRIPORT_PROGRAM__TOUCH", &["first", "last"], &["both", "First"]),
    ("TRIPORT_PROGRAM__MIN_PAYOUT_MICRO", &["1", "9007199254740991"], &["0"]),
    (
        "TRIPORT_PROGRAM__TIERS",
        &["1:regular:1000", "2:b:0, 1:a:10000"],
        &["1:regular", "1:regular:10001", "2:b:5", "1:a:5,1:b:6", "0:a:5", "regular"],
    ),
    (
        "TRIPORT_PROGRAM__RESERVED_SLUGS",
        &["acme", "acme,Acme-Corp, ab1"],
        &["acme corp", "acme,", "---", "acmé", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
    ),
    ("TRIPORT_PROGRAM__REPLACED_SLUGS", &["alias", "off"], &["on", "Alias"]),
    ("TRIPORT_PROGRAM__MAX_SLUGS_PER_ACCOUNT", &["1", "1000"], &["0", "1001", "-5"]),
    (
        "TRIPORT_LOG",
        &["info", "warn, triport_app=debug", "off"],
        &["a=b=c", "triport=loud", "info,", "loud", "warning", "info,triport_app"],
    ),
    ("TRIPORT_LOG_FORMAT", &["pretty", "json", "auto"], &["xml", "JSON"]),
];

fn samples() -> impl Iterator<Item = (&'static About, &'static Sample)> {
    ALL.iter().copied().zip(SAMPLES)
}

#[test]
fn the_samples_cover_every_setting() {
    let names: Vec<_> = ALL.iter().map(|about| about.env).collect();
    let sampled: Vec<_> = SAMPLES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, sampled);
}

#[test]
fn good_values_are_taken() {
    for (_, (name, good, _)) in samples() {
        for value in *good {
            let loaded = with(name, value);
            assert!(loaded.is_ok(), "{name}={value}: {}", refusal(loaded));
        }
    }
}

#[test]
fn a_bad_value_is_named_with_its_variable_and_what_is_allowed() {
    for (about, (name, _, bad)) in samples() {
        for value in *bad {
            let error = refusal(with(name, value));
            assert!(error.starts_with(&format!("{name}: ")), "{error}");
            assert!(error.ends_with(about.allowed), "{error}");
            assert!(!about.secret || error.contains("(hidden)"), "{error}");
        }
    }
}

#[test]
fn a_bad_value_is_named_with_file_line_and_key() {
    for (about, (name, _, bad)) in samples() {
        for value in *bad {
            let key = about.file_key();
            let toml = format!("# one\n\n{key} = {}\n", toml_string(value));
            let error = refusal(load(Some(toml.as_bytes()), &[]));
            assert!(error.contains(&format!(".toml:3: {key}: ")), "{name}: {error}");
            assert!(error.ends_with(about.allowed), "{error}");
        }
    }
}

fn toml_string(value: &str) -> String {
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

#[test]
fn the_refused_value_is_shown_unless_it_is_secret() {
    for (about, (name, _, bad)) in samples() {
        for value in *bad {
            let error = refusal(with(name, value));
            if about.secret {
                assert!(!error.contains(SESAME) && !error.contains("sesame"), "{error}");
            } else {
                let shown = error.split('"').nth(1).unwrap();
                let escaped = value.escape_debug().to_string();
                assert!(escaped.contains(shown), "{value}: {error}");
            }
        }
    }
}

#[test]
fn of_a_list_the_wrong_entry_is_shown() {
    let error = refusal(with("TRIPORT_TRUSTED_PROXIES", "10.0.0.0/8,proxy.example"));
    assert!(error.starts_with("TRIPORT_TRUSTED_PROXIES: \"proxy.example\" is"), "{error}");
    let error = refusal(with("TRIPORT_PROGRAM__TIERS", "1:regular:1000,2:gold:20000"));
    assert!(error.contains("\"2:gold:20000\""), "{error}");
}

#[test]
fn values_that_try_to_break_the_line_or_the_terminal_stay_in_it() {
    for value in ["a\nb", "a\r\nFAKE: b", "\u{1b}[31mred", "a\u{2028}b", "a\0b", "\u{202e}x"] {
        for about in ALL.iter().filter(|about| !about.secret) {
            let error = refusal(with(about.env, value));
            assert!(!error.contains('\u{202e}'), "{error:?}");
        }
    }
    let long = refusal(with("TRIPORT_LISTEN", &"x".repeat(1_000_000)));
    assert!(long.len() < 400, "{long}");
}

#[test]
fn every_setting_is_documented_in_one_line_each() {
    for about in ALL {
        assert!(is_one_line(about.meaning) && is_one_line(about.allowed), "{}", about.env);
        assert!(super::reference().contains(&format!("## `{}`\n", about.env)));
        assert!(super::reference().contains(&format!("`{}`", about.file_key())));
    }
}
