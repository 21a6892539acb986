//! The directory of accounts, for operators.

use triport_domain::id::UserId;
use triport_domain::page::Page;
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::Db;
use crate::value::{Row, params};

/// An account as the directory shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// The account.
    pub user_id: UserId,
    /// The id by which the product knows it.
    pub external_id: Option<String>,
    /// Where it can be reached.
    pub email: Option<String>,
    /// What others see.
    pub display_name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Number of the tier.
    pub tier: u16,
    /// The custom code in use.
    pub custom_slug: Option<String>,
    /// When it was erased, if it was.
    pub erased_at: Option<Timestamp>,
}

statement!(
    // Differs because PostgreSQL lower-cases by the database's locale unless told otherwise, and
    // SQLite knows no such collation: both lower-case ASCII here and nothing else.
    SEARCH: sqlite =
        "SELECT a.user_id, a.external_id, a.email, a.display_name, a.created_at, a.tier, c.code,
                a.erased_at
         FROM accounts a LEFT JOIN referral_codes c ON c.user_id = a.user_id AND c.kind = 'custom'
              AND c.disabled_at IS NULL AND c.replaced_at IS NULL
         WHERE a.user_id < $1 AND (lower(a.display_name) LIKE $2 ESCAPE '!'
               OR a.email LIKE $2 ESCAPE '!' OR lower(a.external_id) LIKE $2 ESCAPE '!')
         ORDER BY a.user_id DESC LIMIT $3 OFFSET $4",
    postgres =
        "SELECT a.user_id, a.external_id, a.email, a.display_name, a.created_at, a.tier, c.code,
                a.erased_at
         FROM accounts a LEFT JOIN referral_codes c ON c.user_id = a.user_id AND c.kind = 'custom'
              AND c.disabled_at IS NULL AND c.replaced_at IS NULL
         WHERE a.user_id < $1 AND (lower(a.display_name COLLATE \"C\") LIKE $2 ESCAPE '!'
               OR a.email LIKE $2 ESCAPE '!' OR lower(a.external_id COLLATE \"C\") LIKE $2 ESCAPE '!')
         ORDER BY a.user_id DESC LIMIT $3 OFFSET $4"
);

/// Accounts before an id whose name, address or id of the product contains a text, newest first.
/// Looks at every account until the page is full: for operators only.
pub async fn search(
    db: &mut Db<'_>,
    text: &str,
    before: Uuid,
    page: &Page,
) -> Result<Vec<DirectoryEntry>> {
    let pattern = pattern(text);
    let params = params![before, pattern.as_str(), page.limit, page.offset];
    db.rows(&SEARCH, params, read_entry).await
}

statement!(
    ENTRY =
        "SELECT a.user_id, a.external_id, a.email, a.display_name, a.created_at, a.tier, c.code,
                a.erased_at
         FROM accounts a LEFT JOIN referral_codes c ON c.user_id = $1 AND c.kind = 'custom'
              AND c.disabled_at IS NULL AND c.replaced_at IS NULL
         WHERE a.user_id = $1"
);

/// One account.
pub async fn entry(db: &mut Db<'_>, user_id: UserId) -> Result<Option<DirectoryEntry>> {
    db.row(&ENTRY, params![user_id.0], read_entry).await
}

/// What `LIKE` takes for "contains this text", lower-cased as the statement does.
fn pattern(text: &str) -> String {
    let mut pattern = "%".to_owned();
    for character in text.to_ascii_lowercase().chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern + "%"
}

fn read_entry(row: &Row<'_>) -> Result<DirectoryEntry> {
    Ok(DirectoryEntry {
        user_id: UserId(row.get(0)?),
        external_id: row.get(1)?,
        email: row.get(2)?,
        display_name: row.get(3)?,
        created_at: row.get(4)?,
        tier: row.get(5)?,
        custom_slug: row.get(6)?,
        erased_at: row.get(7)?,
    })
}
