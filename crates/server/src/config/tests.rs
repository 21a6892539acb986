//! What is promised about the configuration.

mod files;
mod names;
mod rules;
mod samples;

use std::io::Write as _;

use super::{Config, ConfigError, Warning, reference};

/// A complete set of settings that belong together, so that any one of them can be changed.
const COMPLETE: &[(&str, &str)] = &[
    ("TRIPORT_SMTP_URL", "smtp://localhost"),
    ("TRIPORT_MAIL_FROM", "hello@shop.example"),
    ("TRIPORT_GOOGLE_CLIENT_ID", "id"),
    ("TRIPORT_GOOGLE_CLIENT_SECRET", "secret"),
];

type Loaded = Result<(Config, Vec<Warning>), ConfigError>;

fn from_env(settings: &[(&str, &str)]) -> Loaded {
    load(None, settings)
}

fn from_file(toml: &str) -> Loaded {
    load(Some(toml.as_bytes()), &[])
}

fn load(toml: Option<&[u8]>, settings: &[(&str, &str)]) -> Loaded {
    let env: Vec<(String, String)> =
        settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let file = toml.map(|toml| {
        let mut file =
            tempfile::Builder::new().prefix("config").suffix(".toml").tempfile().unwrap();
        file.write_all(toml).unwrap();
        file
    });
    Config::load(file.as_ref().map(tempfile::NamedTempFile::path), env)
}

/// The complete settings with one more, which wins.
fn with(name: &str, value: &str) -> Loaded {
    let mut settings: Vec<_> =
        COMPLETE.iter().copied().filter(|(other, _)| *other != name).collect();
    settings.push((name, value));
    from_env(&settings)
}

fn refusal(loaded: Loaded) -> String {
    let error = loaded.map(drop).unwrap_err().to_string();
    assert!(is_one_line(&error), "{error:?}");
    error
}

fn is_one_line(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_control() || c == '\u{2028}')
}

#[test]
fn generated_configuration_reference() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(path, reference()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(written == reference(), "docs/configuration.md is out of date: run `make generate`");
}
