//! Who holds which code, remembered for a moment.

use quick_cache::sync::Cache;
use triport_domain::id::UserId;
use triport_domain::time::{Span, Timestamp};
use triport_store::codes;

use crate::App;
use crate::error::AppError;

/// Codes that are remembered at most, unknown ones included.
const MAX_CODES: usize = 10_000;
/// How long what was read is believed. So long a code that was disabled may still set a cookie,
/// which then attributes nobody.
const LIFE: Span = Span::from_secs(1);

/// The codes that visits asked for lately.
pub(super) struct KnownCodes(Cache<String, Known>);

#[derive(Clone, Copy)]
struct Known {
    /// Who holds the code; nobody if it does not attribute.
    holder: Option<UserId>,
    read_at: Timestamp,
}

impl Default for KnownCodes {
    fn default() -> Self {
        Self(Cache::new(MAX_CODES))
    }
}

impl KnownCodes {
    /// The account that a code attributes to.
    pub(super) async fn holder(
        &self,
        app: &App,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<UserId>, AppError> {
        // A clock that was set back makes an entry old, too.
        let fresh = |known: &Known| known.read_at <= now && now.since(known.read_at) < LIFE;
        if let Some(known) = self.0.get(code).filter(fresh) {
            return Ok(known.holder);
        }
        let found = app.store.read(async |db| codes::find(db, code).await).await?;
        let attributes =
            |code: &triport_domain::code::Code| code.state(app.program.replaced_slugs).attributes();
        let holder = found.filter(|(code, _)| attributes(code)).map(|(code, _)| code.user_id);
        self.0.insert(code.to_owned(), Known { holder, read_at: now });
        Ok(holder)
    }
}
