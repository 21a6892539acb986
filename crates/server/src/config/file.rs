//! The configuration file.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use zeroize::Zeroizing;

use super::error::ConfigError;
use super::suggest::meant;
use super::table::{ALL, About, Form, PROGRAM};
use super::values::{Given, Givens};

/// The largest file, in bytes; a long list of reserved words is a small part of it.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// Reads a file into texts by setting.
pub(super) fn read(path: &Path) -> Result<Givens, ConfigError> {
    let name = path.display().to_string();
    let failed = |reason: &str| ConfigError::new(&format!("{name}: {reason}"));
    let mut bytes = Zeroizing::new(Vec::new());
    let file = File::open(path).map_err(|error| failed(&error.to_string()))?;
    let read = file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    let length = read.map_err(|error| failed(&error.to_string()))?;
    if length as u64 > MAX_FILE_BYTES {
        return Err(failed("larger than 1 MiB, which is the most a configuration file may have"));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| failed("not UTF-8"))?;
    Source { name, text }.givens()
}

/// A file's name and content.
struct Source<'a> {
    name: String,
    text: &'a str,
}

impl Source<'_> {
    fn givens(&self) -> Result<Givens, ConfigError> {
        let document = DeTable::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            // Only the message: the error's own text repeats the line, and that may be a password.
            ConfigError::new(&format!("{}: not TOML: {}", self.at(at), error.message()))
        })?;
        let mut givens = Givens::new();
        for (key, value) in document.get_ref() {
            match value.get_ref() {
                DeValue::Table(terms) if key.get_ref() == PROGRAM => {
                    for (key, value) in terms {
                        let name = format!("{PROGRAM}.{}", key.get_ref());
                        self.add(&mut givens, key.span().start, &name, value)?;
                    }
                }
                _ => self.add(&mut givens, key.span().start, key.get_ref(), value)?,
            }
        }
        Ok(givens)
    }

    fn add(
        &self,
        givens: &mut Givens,
        at: usize,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<(), ConfigError> {
        let place = format!("{}: {name}", self.at(at));
        if name == PROGRAM {
            let line = format!("{place} is a table: write its keys under [{PROGRAM}]");
            return Err(ConfigError::new(&line));
        }
        let about = ALL.iter().find(|about| about.file_key() == name);
        let about = about.ok_or_else(|| unknown(&place, name))?;
        let text = text_of(value.get_ref(), about.form).ok_or_else(|| wrong_type(&place, about))?;
        let text = Zeroizing::new(text.trim().to_owned());
        givens.insert(about.env, Given { place, text });
        Ok(())
    }

    /// File and line, as editors and compilers write it.
    fn at(&self, offset: usize) -> String {
        let before = self.text.as_bytes().iter().take(offset);
        let line = before.filter(|&&byte| byte == b'\n').count() + 1;
        format!("{}:{line}", self.name)
    }
}

/// The value as it would stand in the environment; nothing if it has the wrong type.
fn text_of(value: &DeValue<'_>, form: Form) -> Option<Zeroizing<String>> {
    let text = match (value, form) {
        (DeValue::String(text), _) => text.clone().into_owned(),
        (DeValue::Integer(number), Form::Number) => decimal(number)?,
        (DeValue::Array(entries), Form::List) => {
            let texts: Option<Vec<&str>> =
                entries.iter().map(|entry| entry.get_ref().as_str()).collect();
            // An empty entry would be lost between the commas.
            texts.filter(|texts| texts.iter().all(|text| !text.trim().is_empty()))?.join(",")
        }
        _ => return None,
    };
    Some(Zeroizing::new(text))
}

/// TOML also has hexadecimal, octal and binary integers.
fn decimal(number: &toml::de::DeInteger<'_>) -> Option<String> {
    let number = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
    Some(number.to_string())
}

fn wrong_type(place: &str, about: &About) -> ConfigError {
    let form = match about.form {
        Form::Text => "a string",
        Form::Number => "an integer",
        Form::List => "an array of strings, or a string with commas",
    };
    let line = format!("{place} has the wrong type, expected {form}: {}", about.allowed);
    ConfigError::new(&line)
}

fn unknown(place: &str, name: &str) -> ConfigError {
    let meant = meant(name).map_or_else(
        || "docs/configuration.md lists the settings".to_owned(),
        |meant| format!("did you mean {}?", meant.file_key()),
    );
    ConfigError::new(&format!("{place} is not a setting; {meant}"))
}
