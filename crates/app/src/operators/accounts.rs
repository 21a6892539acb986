//! Accounts as operators see them.

use triport_domain::account_name::AccountName;
use triport_domain::code::{Code, CodeState, Slug};
use triport_domain::id::UserId;
use triport_domain::page::{Listed, Page, Position};
use triport_domain::time::Timestamp;
use triport_store::{Db, Result as StoreResult, accounts, codes, decisions, directory, names};
use uuid::Uuid;

use crate::error::{AppError, ErrorCode};
use crate::{App, Standing};

pub use triport_store::decisions::Decision;
pub use triport_store::directory::DirectoryEntry;

/// Decisions about an account that an operator is shown.
const RECENT_DECISIONS: u16 = 50;
/// The longest text to search for, in characters.
const MAX_QUERY_CHARS: usize = 200;

/// An account with everything that it sees of itself, and what was decided about it.
#[derive(Debug)]
pub struct AccountShown<'p> {
    /// The account.
    pub user_id: UserId,
    /// What it sees of itself.
    pub standing: Standing<'p>,
    /// Whether its payouts are held back.
    pub payouts_frozen: bool,
    /// What was decided lately, newest first.
    pub decisions: Vec<Decision>,
    /// Its codes, newest first.
    pub codes: Vec<(Code, CodeState)>,
    /// When it was erased, if it was.
    pub erased_at: Option<Timestamp>,
}

impl App {
    /// One account.
    pub async fn show_account(&self, name: &AccountName) -> Result<AccountShown<'_>, AppError> {
        let user_id = self.account_ever_named(name).await?;
        let standing = self.standing(user_id).await?;
        let read = async |db: &mut Db<'_>| {
            let decisions = decisions::recent(db, user_id, RECENT_DECISIONS).await?;
            let frozen_at = accounts::payouts_frozen_at(db, user_id).await?;
            let entry = directory::entry(db, user_id).await?;
            Ok((decisions, frozen_at.is_some(), entry.and_then(|entry| entry.erased_at)))
        };
        let (decisions, payouts_frozen, erased_at) = self.store.read(read).await?;
        let codes = self.codes_of(user_id).await?;
        Ok(AccountShown { user_id, standing, payouts_frozen, decisions, codes, erased_at })
    }

    /// Accounts that a text finds, a page of them. An account whose id, address, id of the product
    /// or code is exactly that text is found by its key and stands on the first page, alone; the
    /// pages after it hold the accounts that contain the text, newest first.
    pub async fn search_accounts(
        &self,
        text: &str,
        page: &Page,
    ) -> Result<Listed<DirectoryEntry>, AppError> {
        let text = text.trim();
        if text.chars().count() > MAX_QUERY_CHARS || text.contains(char::is_control) {
            let detail = "query has at most 200 characters, and no control characters.";
            return Err(AppError::new(ErrorCode::InvalidArgs, detail));
        }
        let before = page.before_id()?;
        let read = async |db: &mut Db<'_>| {
            let exact = exact(db, text).await?;
            if !exact.is_empty() && page.after.is_none() && page.offset == 0 {
                return Ok(Listed { items: exact, next: Some(top()) });
            }
            let found = directory::search(db, text, before, page).await?;
            let mut listed = page.listed(found, position);
            listed.items.retain(|entry| !exact.contains(entry));
            Ok(listed)
        };
        Ok(self.store.read(read).await?)
    }
}

/// The accounts that have this text for a name or a code, each found by a key.
async fn exact(db: &mut Db<'_>, text: &str) -> StoreResult<Vec<DirectoryEntry>> {
    let readings = [AccountName::id(text), AccountName::email(text), AccountName::external(text)];
    let mut found = Vec::new();
    for name in readings.into_iter().flatten() {
        found.extend(names::resolve(db, &name).await?);
    }
    if let Ok(code) = Slug::parse(text) {
        found.extend(codes::owner(db, code.as_str()).await?);
    }
    let mut entries: Vec<DirectoryEntry> = Vec::new();
    for user_id in found {
        if entries.iter().all(|entry| entry.user_id != user_id) {
            entries.extend(directory::entry(db, user_id).await?);
        }
    }
    Ok(entries)
}

/// The place before every account.
fn top() -> Position {
    Position { at: Timestamp::from_micros(i64::MAX), id: Uuid::max().to_string() }
}

fn position(entry: &DirectoryEntry) -> Position {
    Position { at: entry.created_at, id: entry.user_id.to_string() }
}
