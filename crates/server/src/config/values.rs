//! The texts of all settings and where each was written.

use std::collections::HashMap;

use zeroize::Zeroizing;

use super::error::{ConfigError, Warning};
use super::suggest::meant;
use super::table::{ALL, Default, Key, PREFIX, TEST_PREFIX};

/// A text that somebody wrote.
pub(super) struct Given {
    /// The name as it was written: a variable, or file, line and key.
    pub(super) place: String,
    pub(super) text: Zeroizing<String>,
}

/// Settings by their name in the environment.
pub(super) type Givens = HashMap<&'static str, Given>;

/// What the file and the environment say.
pub(super) struct Values {
    file: Givens,
    env: Givens,
}

/// The variables of this process that could be settings. One that is not UTF-8 is passed on with
/// replacement characters, which its setting then refuses.
pub fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .map(|(name, value)| (name, value.to_string_lossy().into_owned()))
        .collect()
}

impl Values {
    /// Variables that are empty count as not set; unknown ones are warned about.
    pub(super) fn new(
        file: Givens,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> (Self, Vec<Warning>) {
        let (mut known, mut warnings) = (Givens::new(), Vec::new());
        for (name, text) in env {
            let text = Zeroizing::new(text);
            let trimmed = text.trim();
            if trimmed.is_empty() || !name.starts_with(PREFIX) || name.starts_with(TEST_PREFIX) {
                continue;
            }
            let Some(about) = ALL.iter().find(|about| about.env == name) else {
                warnings.push(unknown(&name));
                continue;
            };
            let text = Zeroizing::new(trimmed.to_owned());
            known.insert(about.env, Given { place: name, text });
        }
        (Self { file, env: known }, warnings)
    }

    /// The value of a setting, or its default.
    pub(super) fn get<T>(&self, key: &Key<T>) -> Result<T, ConfigError> {
        if let Some(value) = self.find(key)? {
            return Ok(value);
        }
        let text = match key.about.default {
            Default::Text(text) => text,
            Default::Other(_) => "",
        };
        read(key, key.about.env, text)
    }

    /// The value of a setting, if somebody wrote one. What stands in the file is checked even when
    /// the environment wins: a mistake there would strike when the variable goes away.
    pub(super) fn find<T>(&self, key: &Key<T>) -> Result<Option<T>, ConfigError> {
        let value = |givens: &Givens| {
            let given = givens.get(key.about.env);
            given.map(|given| read(key, &given.place, &given.text)).transpose()
        };
        let from_file = value(&self.file)?;
        Ok(value(&self.env)?.or(from_file))
    }
}

fn read<T>(key: &Key<T>, place: &str, text: &str) -> Result<T, ConfigError> {
    (key.parse)(text).map_err(|refused| ConfigError::value(place, &key.about, &refused.0))
}

fn unknown(name: &str) -> Warning {
    let meant = meant(name).map(|about| format!("; did you mean {}?", about.env));
    let meant = meant.unwrap_or_default();
    Warning::new(&format!("{name} is not a setting and has no effect{meant}"))
}
