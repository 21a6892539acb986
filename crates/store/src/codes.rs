//! Referral codes: the claim of a text in the world, and the row under its account.

use triport_domain::code::{Code, CodeKind, CustomCodes, Slug};
use triport_domain::id::{CodeId, UserId};
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::statement::statement;
use crate::tx::{Db, QueuedCount, Tx};
use crate::value::{Row, params};

statement!(
    CLAIM = "INSERT INTO code_claims (code, user_id) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING"
);

/// Takes a text for an account; false if anybody held it before.
pub async fn claim(tx: &mut Tx<'_>, text: &str, user_id: UserId) -> Result<bool> {
    Ok(tx.execute(&CLAIM, params![text, user_id.0]).await? == 1)
}

/// The same together with the next statement: the count is 0 if anybody held the text before.
pub async fn queue_claim(tx: &mut Tx<'_>, text: &str, user_id: UserId) -> Result<QueuedCount> {
    tx.queue_counted(&CLAIM, params![text, user_id.0]).await
}

statement!(CLAIM_OWNER = "SELECT user_id FROM code_claims WHERE code = $1");

/// The account that holds a text, whatever the code's state.
pub async fn owner(db: &mut Db<'_>, text: &str) -> Result<Option<UserId>> {
    db.row(&CLAIM_OWNER, params![text], |row| Ok(UserId(row.get::<Uuid>(0)?))).await
}

statement!(
    CHOICE = "SELECT h.held, c.user_id, c.code, c.code_id, c.kind, c.created_at, c.disabled_at,
                c.replaced_at, c.erased_at, c.blocked_at
         FROM (SELECT count(*) AS held FROM referral_codes WHERE user_id = $1 AND kind = 'custom') h
         JOIN accounts a ON a.user_id = $1 AND a.erased_at IS NULL
         LEFT JOIN referral_codes c ON c.user_id = $1 AND c.kind = 'custom'
              AND (c.code = $2 OR (c.disabled_at IS NULL AND c.replaced_at IS NULL))"
);

/// What a decision about one slug needs to know of the account's custom codes; `None` if there is no
/// such account, or not any more.
pub async fn custom_codes(
    db: &mut Db<'_>,
    user_id: UserId,
    slug: &Slug,
) -> Result<Option<CustomCodes>> {
    let rows = db
        .rows(&CHOICE, params![user_id.0, slug.as_str()], |row| {
            let code = row.get::<Option<Uuid>>(1)?.map(|_| read_code(row, 1)).transpose()?;
            let is_blocked = row.get::<Option<Timestamp>>(9)?.is_some();
            Ok((row.get::<u32>(0)?, code.map(|code| (code, is_blocked))))
        })
        .await?;
    let Some(held) = rows.first().map(|(held, _)| *held) else { return Ok(None) };
    let mut found = CustomCodes { held, ..CustomCodes::default() };
    for (code, is_blocked) in rows.into_iter().filter_map(|(_, code)| code) {
        if code.text == slug.as_str() {
            found.is_blocked = is_blocked;
            found.same_text = Some(code.clone());
        }
        if code.disabled_at.is_none() && code.replaced_at.is_none() {
            found.active = Some(code);
        }
    }
    Ok(Some(found))
}

statement!(
    INSERT = "INSERT INTO referral_codes (user_id, code, code_id, kind, created_at)
         VALUES ($1, $2, $3, $4, $5)"
);

/// Writes a new code whose text was claimed.
pub async fn insert(tx: &mut Tx<'_>, code: &Code) -> Result<()> {
    let params = params![
        code.user_id.0,
        code.text.as_str(),
        code.id.0,
        code.kind.as_str(),
        code.created_at,
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    REPLACE = "UPDATE referral_codes SET replaced_at = $1
         WHERE user_id = $2 AND code = $3 AND disabled_at IS NULL AND replaced_at IS NULL"
);

/// Makes the active custom code an alias. The account is locked.
pub async fn mark_replaced(tx: &mut Tx<'_>, code: &Code, now: Timestamp) -> Result<()> {
    tx.queue(&REPLACE, params![now, code.user_id.0, code.text.as_str()], 1).await
}

statement!(
    TAKE_BACK = "UPDATE referral_codes SET disabled_at = NULL, replaced_at = NULL
         WHERE user_id = $1 AND code = $2"
);

/// Makes an old code of the account the active one again. The account is locked.
pub async fn take_back(tx: &mut Tx<'_>, code: &Code) -> Result<()> {
    tx.queue(&TAKE_BACK, params![code.user_id.0, code.text.as_str()], 1).await
}

statement!(
    DISABLE = "UPDATE referral_codes SET disabled_at = $1
         WHERE user_id = $2 AND kind = 'custom' AND disabled_at IS NULL"
);

/// Ends the active custom code and all aliases. The account is locked.
pub async fn disable_custom(tx: &mut Tx<'_>, user_id: UserId, now: Timestamp) -> Result<u64> {
    tx.execute(&DISABLE, params![now, user_id.0]).await
}

statement!(
    BLOCK = "UPDATE referral_codes SET disabled_at = COALESCE(disabled_at, $1), blocked_at = $2
         WHERE user_id = $3 AND code = $4 AND blocked_at IS NULL"
);

/// Disables a code of any kind for good; false if that was done before. The account is locked.
pub async fn block(tx: &mut Tx<'_>, user_id: UserId, text: &str, now: Timestamp) -> Result<bool> {
    Ok(tx.execute(&BLOCK, params![now, now, user_id.0, text]).await? == 1)
}

statement!(
    LIST = "SELECT user_id, code, code_id, kind, created_at, disabled_at, replaced_at, erased_at
         FROM referral_codes WHERE user_id = $1 ORDER BY created_at DESC, code_id DESC"
);

/// Every code of the account, newest first. An account holds a bounded number.
pub async fn list(db: &mut Db<'_>, user_id: UserId) -> Result<Vec<Code>> {
    db.rows(&LIST, params![user_id.0], |row| read_code(row, 0)).await
}

statement!(
    FIND =
        "SELECT c.user_id, c.code, c.code_id, c.kind, c.created_at, c.disabled_at, c.replaced_at,
                c.erased_at, a.created_at
         FROM referral_codes c JOIN accounts a ON a.user_id = $1
         WHERE c.user_id = $1 AND c.code = $2"
);

/// A code by its text, and when the account that holds it was made.
pub async fn find(db: &mut Db<'_>, text: &str) -> Result<Option<(Code, Timestamp)>> {
    let Some(owner) = owner(db, text).await? else { return Ok(None) };
    db.row(&FIND, params![owner.0, text], |row| Ok((read_code(row, 0)?, row.get(8)?))).await
}

fn read_code(row: &Row<'_>, first: usize) -> Result<Code> {
    let kind: String = row.get(first + 3)?;
    let kind = CodeKind::parse(&kind)
        .ok_or_else(|| StoreError::Corrupt(format!("kind of a code '{kind}'")))?;
    Ok(Code {
        user_id: UserId(row.get(first)?),
        text: row.get(first + 1)?,
        id: CodeId(row.get(first + 2)?),
        kind,
        created_at: row.get(first + 4)?,
        disabled_at: row.get(first + 5)?,
        replaced_at: row.get(first + 6)?,
        erased_at: row.get(first + 7)?,
    })
}
