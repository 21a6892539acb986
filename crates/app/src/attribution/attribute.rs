//! The one body that gives an account its inviter, in whatever transaction it happens.

use triport_domain::attribution::{
    EventKind, Evidence, HeldCode, Invitee, ReferralEvent, Refusal, TOO_MANY_ROW_LIMIT, TRY_LIMIT,
    decide,
};
use triport_domain::code::Slug;
use triport_domain::id::{EventId, UserId};
use triport_domain::keyed_hash::SecretKey;
use triport_domain::program::ReplacedSlugs;
use triport_domain::series::day_of;
use triport_domain::time::{Span, Timestamp};
use triport_domain::window::Limit;
use triport_store::counts::{OfDay, Totals};
use triport_store::{
    Result, StoreError, Tx, accounts, attributions, codes, counts, erasures, referral_events,
};

use crate::limits::Quota;

/// Everything that an attempt depends on besides the database. Made by `App::attempt`.
pub(crate) struct Attempt {
    /// The code in its one form; nothing if it cannot be anybody's.
    pub(crate) code: Option<Slug>,
    /// What is kept of the attempt; its source says which rules hold.
    pub(crate) evidence: Evidence,
    /// Ids of the rows under both accounts, drawn at `now`.
    pub(crate) event_ids: [EventId; 2],
    /// How old the account may be.
    pub(crate) window: Span,
    pub(crate) replaced_slugs: ReplacedSlugs,
    /// For the subjects of limits.
    pub(crate) key: SecretKey,
    pub(crate) now: Timestamp,
}

/// The inviter, or the rule that was against it.
pub(crate) type Decided = std::result::Result<UserId, Refusal>;

/// Attributes an account, or writes down why not. A part of the caller's transaction: to be
/// committed either way, because a refusal leaves its row and counts as a try.
///
/// Claims are taken before, if the transaction takes any. Locks the invitee's account here, and the
/// inviter's only when it is decided: an inviter is always older than its invitee, so two of these
/// never wait for each other in a circle.
pub(crate) async fn attribute(
    tx: &mut Tx<'_>,
    user_id: UserId,
    attempt: &Attempt,
) -> Result<Decided> {
    accounts::lock(tx, user_id).await?;
    let invitee = attributions::invitee(tx, user_id).await?;
    // Erased since the caller looked; whoever asks again is told so.
    let invitee = invitee.ok_or_else(|| StoreError::changed_meanwhile("the account"))?;
    let has_tries = attempt.count(tx, user_id, "attributions", TRY_LIMIT).await?;
    let held =
        if has_tries && invitee.inviter_id.is_none() { attempt.held_code(tx).await? } else { None };
    let (now, window) = (attempt.now, attempt.window);
    let source = attempt.evidence.source;
    let decided = decide(user_id, &invitee, source, has_tries, held.as_ref(), window, now);
    match decided {
        Ok(inviter_id) => attempt.write(tx, user_id, &invitee, inviter_id).await?,
        Err(refusal) => {
            let is_noted = match refusal {
                Refusal::TooManyTries => {
                    attempt.count(tx, user_id, "too many attributions", TOO_MANY_ROW_LIMIT).await?
                }
                _ => has_tries,
            };
            if is_noted {
                let owner = held.map(|held| held.owner);
                attempt.write_refusal(tx, user_id, owner, refusal).await?;
            }
        }
    }
    Ok(decided)
}

impl Attempt {
    /// Counts the attempt against a limit of the account; false if there is no room. The account is
    /// locked, so nobody else counts at the same time.
    async fn count(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
        name: &str,
        limit: Limit,
    ) -> Result<bool> {
        let parts = [name.as_bytes(), user_id.0.as_bytes()];
        let quota = Quota::new(&self.key, limit, &parts);
        Ok(quota.admit(tx, self.now).await?.is_ok())
    }

    /// The code as it is now: never from a cache, because this decides about money.
    async fn held_code(&self, tx: &mut Tx<'_>) -> Result<Option<HeldCode>> {
        let Some(code) = &self.code else { return Ok(None) };
        let found = codes::find(tx, code.as_str()).await?;
        Ok(found.map(|(code, owner_created_at)| HeldCode {
            owner: code.user_id,
            owner_created_at,
            state: code.state(self.replaced_slugs),
        }))
    }

    /// Everything that an attribution is: the invitee's side, then the inviter's.
    async fn write(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
        invitee: &Invitee,
        inviter_id: UserId,
    ) -> Result<()> {
        let [own, other] = self.event_ids;
        referral_events::insert(tx, &self.signup(own, user_id, inviter_id)).await?;
        accounts::lock(tx, inviter_id).await?;
        if erasures::is_erased(tx, inviter_id).await? {
            return Err(StoreError::changed_meanwhile("the inviter"));
        }
        attributions::insert(tx, user_id, invitee, inviter_id, self.now).await?;
        referral_events::insert(tx, &self.signup(other, inviter_id, user_id)).await?;
        let paid_invitees = i64::from(invitee.live_payments > 0);
        let totals = Totals { clicks: 0, signups: 1, paid_invitees };
        counts::add(tx, inviter_id, totals).await?;
        let today = OfDay { signups: 1, ..OfDay::default() };
        counts::add_of_day(tx, inviter_id, day_of(self.now), today).await
    }

    fn signup(&self, id: EventId, user_id: UserId, counterpart: UserId) -> ReferralEvent {
        ReferralEvent {
            user_id,
            id,
            kind: EventKind::Signup,
            at: self.now,
            counterpart_id: Some(counterpart),
            evidence: Some(self.evidence.clone()),
            refusal: None,
        }
    }

    async fn write_refusal(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
        owner: Option<UserId>,
        refusal: Refusal,
    ) -> Result<()> {
        let [id, _] = self.event_ids;
        let event = ReferralEvent {
            user_id,
            id,
            kind: EventKind::Rejected,
            at: self.now,
            counterpart_id: owner,
            evidence: Some(self.evidence.clone()),
            refusal: Some(refusal),
        };
        referral_events::insert(tx, &event).await
    }
}
