//! What the background does with an erasure: everything that was not done at once, then the traces
//! of the account in what was decided about it and about others.

use triport_domain::code::uid_code;
use triport_domain::id::UserId;
use triport_domain::keyed_hash::SecretKey;
use triport_domain::time::Timestamp;
use triport_store::{Db, Outcome, Result as StoreResult, Transaction, Tx, clicks, erasures};
use uuid::Uuid;

use super::{CODE, erased_name};
use crate::App;
use crate::error::AppError;

/// Erasures that one round brings to their end.
const ACCOUNTS_PER_ROUND: u16 = 10;
/// Decisions about the account that one step clears.
const EVENTS_PER_STEP: u16 = 500;
/// Decisions about others that are looked up at once.
const OTHERS_AT_ONCE: u16 = 100;
/// Other accounts that one step touches.
const OTHERS_PER_STEP: usize = 5;
/// Days of clicks that one step looks at.
const DAYS_PER_STEP: u16 = 200;
/// Visitors of links that one step forgets.
const VISITORS_PER_STEP: u16 = 200;

impl App {
    /// Brings some erasures to their end.
    pub async fn finish_erasures(&self) -> Result<(), AppError> {
        let now = self.now();
        let read = async |db: &mut Db<'_>| erasures::due(db, now, ACCOUNTS_PER_ROUND).await;
        let due = self.store.read(read).await?;
        for user_id in due {
            // One that cannot be finished stays due, and is in nobody's way.
            if let Err(error) = self.finish_erasure(user_id).await {
                tracing::warn!(%user_id, %error, "an erasure could not be finished");
            }
        }
        Ok(())
    }

    /// Every step may be taken again: what is done is not found any more.
    async fn finish_erasure(&self, user_id: UserId) -> Result<(), AppError> {
        self.forget_names(user_id).await?;
        while self.store.write(ClearEvents(user_id)).await? {}
        while self.clear_codes_elsewhere(user_id).await? {}
        while self.store.write(ForgetVisitors(user_id)).await? {}
        while self.store.write(RenameClicks { user_id, key: self.key.clone() }).await? {}
        let invited = self.store.read(async |db| erasures::invited_by(db, user_id).await).await?;
        self.store.write(Finish { user_id, invited }).await?;
        // As long as somebody reads what was there before, the erasure stays due.
        if self.store.leave_no_trace().await? {
            self.store.write(End(user_id)).await?;
        }
        Ok(())
    }

    async fn clear_codes_elsewhere(&self, user_id: UserId) -> Result<bool, AppError> {
        let read = async |db: &mut Db<'_>| {
            let inviter = erasures::invited_by(db, user_id).await?.map(|(inviter, _)| inviter);
            erasures::named_elsewhere(db, user_id, inviter, OTHERS_AT_ONCE).await
        };
        let found = self.store.read(read).await?;
        for some in found.chunks(OTHERS_PER_STEP) {
            self.store.write(ClearCodes(some.to_vec())).await?;
        }
        Ok(!found.is_empty())
    }
}

/// Answers whether there may be more.
struct ClearEvents(UserId);

impl Transaction for ClearEvents {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        Ok(Outcome::Commit(erasures::clear_own_events(tx, self.0, EVENTS_PER_STEP).await?))
    }
}

struct ClearCodes(Vec<(UserId, Uuid)>);

impl Transaction for ClearCodes {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        for (user_id, event_id) in &self.0 {
            erasures::clear_code(tx, *user_id, *event_id).await?;
        }
        Ok(Outcome::Commit(()))
    }
}

/// Answers whether there may be more.
struct ForgetVisitors(UserId);

impl Transaction for ForgetVisitors {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        let found = clicks::visitors_of(tx, self.0, VISITORS_PER_STEP).await?;
        clicks::forget(tx, &found).await?;
        Ok(Outcome::Commit(!found.is_empty()))
    }
}

/// Clicks stay counted by code, under what is left of it. Answers whether there may be more.
struct RenameClicks {
    user_id: UserId,
    key: SecretKey,
}

impl Transaction for RenameClicks {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<bool>> {
        let uid_code = uid_code(self.user_id);
        let found = clicks::of_chosen_codes(tx, self.user_id, &uid_code, DAYS_PER_STEP).await?;
        for counted in &found {
            let left = erasures::left_of_slug(&erased_name(&self.key, CODE, &counted.code));
            clicks::rename(tx, self.user_id, counted, &left).await?;
        }
        Ok(Outcome::Commit(!found.is_empty()))
    }
}

/// The last traces.
struct Finish {
    user_id: UserId,
    invited: Option<(UserId, Timestamp)>,
}

impl Transaction for Finish {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        if let Some((inviter, at)) = self.invited {
            erasures::clear_click(tx, inviter, at, self.user_id).await?;
        }
        erasures::clear_notes(tx, self.user_id).await?;
        Ok(Outcome::Commit(()))
    }
}

struct End(UserId);

impl Transaction for End {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        erasures::end(tx, self.0).await?;
        Ok(Outcome::Commit(()))
    }
}
