//! What support does: tiers, codes that end, payouts that are held back.

use triport_domain::account_name::AccountName;
use triport_domain::code::Slug;
use triport_domain::id::{EventId, UserId};
use triport_domain::operator::{InvalidNote, Note};
use triport_domain::time::Timestamp;
use triport_store::decisions::{self, TierChange};
use triport_store::{Outcome, Result as StoreResult, StoreError, Transaction, Tx, accounts, codes};

use super::{Action, Operator};
use crate::App;
use crate::error::{AppError, ErrorCode};

/// A tier before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TierChanged {
    /// Before.
    pub old_tier: u16,
    /// From now on.
    pub new_tier: u16,
}

impl App {
    /// Moves an account to a tier of the configuration; what was earned before stays as it is.
    pub async fn set_tier(
        &self,
        by: &Operator,
        name: &AccountName,
        tier: i64,
        note: Option<&str>,
    ) -> Result<TierChanged, AppError> {
        let known = u16::try_from(tier).ok().filter(|tier| self.program.tiers.get(*tier).is_some());
        let tier = known.ok_or_else(|| {
            AppError::new(ErrorCode::InvalidTier, "The programme has no tier of that number.")
        })?;
        let note = note.map(|note| parse_note("note", note)).transpose()?;
        let user_id = self.account_named(name).await?;
        let at = self.now();
        let id = EventId(self.new_id(at));
        let action = self.action(by, "tier_changed", at).about(user_id);
        Ok(self.store.write(SetTier { user_id, id, at, tier, note, action }).await?)
    }

    /// Ends a code of any kind for good: it attributes nobody any more, and its owner cannot take
    /// it back. Doing it again changes nothing.
    pub async fn disable_code(
        &self,
        by: &Operator,
        code: &str,
        reason: &str,
    ) -> Result<(), AppError> {
        let reason = parse_note("reason", reason)?;
        let unknown = || AppError::new(ErrorCode::CodeNotFound, "No account holds this code.");
        // Every code has the form of a slug.
        let code = Slug::parse(code).map_err(|_| unknown())?;
        let owner = self.store.read(async |db| codes::owner(db, code.as_str()).await).await?;
        let user_id = owner.ok_or_else(unknown)?;
        let action = self.action(by, "code_disabled", self.now()).about(user_id);
        let action = action.with("code", code.as_str()).with("reason", reason.as_str());
        Ok(self.store.write(DisableCode { user_id, code, action }).await?)
    }

    /// Holds an account's payouts back, or lets them through again. Doing it again changes nothing.
    pub async fn freeze_payouts(
        &self,
        by: &Operator,
        name: &AccountName,
        freeze: bool,
        reason: &str,
    ) -> Result<(), AppError> {
        let reason = parse_note("reason", reason)?;
        let user_id = self.account_named(name).await?;
        let what = if freeze { "payouts_frozen" } else { "payouts_unfrozen" };
        let action = self.action(by, what, self.now()).about(user_id);
        let action = action.with("reason", reason.as_str());
        Ok(self.store.write(FreezePayouts { user_id, freeze, action }).await?)
    }
}

fn parse_note(field: &str, text: &str) -> Result<Note, AppError> {
    let wrong = |invalid: InvalidNote| {
        AppError::new(ErrorCode::InvalidArgs, format!("{field} has {invalid}."))
    };
    Note::parse(text).map_err(wrong)
}

struct SetTier {
    user_id: UserId,
    id: EventId,
    at: Timestamp,
    tier: u16,
    note: Option<Note>,
    action: Action,
}

impl Transaction for SetTier {
    type Output = TierChanged;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<TierChanged>> {
        accounts::lock(tx, self.user_id).await?;
        let account = accounts::find(tx, self.user_id).await?;
        let account = account.ok_or_else(gone)?;
        let (old_tier, new_tier) = (account.tier, self.tier);
        if old_tier != new_tier {
            accounts::set_tier(tx, self.user_id, new_tier).await?;
            let change = TierChange {
                id: self.id,
                user_id: self.user_id,
                at: self.at,
                old_tier,
                new_tier,
                note: self.note.as_ref().map(|note| note.as_str().to_owned()),
            };
            decisions::insert_tier_change(tx, &change).await?;
            let action = self.action.clone().with("old_tier", old_tier).with("new_tier", new_tier);
            action.record(tx).await?;
        }
        Ok(Outcome::Commit(TierChanged { old_tier, new_tier }))
    }
}

struct DisableCode {
    user_id: UserId,
    code: Slug,
    action: Action,
}

impl Transaction for DisableCode {
    type Output = ();

    /// The lock keeps the owner from taking the code back at the same moment.
    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        accounts::lock(tx, self.user_id).await?;
        if codes::block(tx, self.user_id, self.code.as_str(), self.action.at()).await? {
            self.action.clone().record(tx).await?;
        }
        Ok(Outcome::Commit(()))
    }
}

struct FreezePayouts {
    user_id: UserId,
    freeze: bool,
    action: Action,
}

impl Transaction for FreezePayouts {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        accounts::lock(tx, self.user_id).await?;
        let changed = if self.freeze {
            accounts::freeze_payouts(tx, self.user_id, self.action.at()).await?
        } else {
            accounts::unfreeze_payouts(tx, self.user_id).await?
        };
        if changed {
            self.action.clone().record(tx).await?;
        }
        Ok(Outcome::Commit(()))
    }
}

/// Erased since it was found; whoever asks again is told so.
fn gone() -> StoreError {
    StoreError::changed_meanwhile("the account")
}
