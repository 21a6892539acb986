//! What a member does with referral codes.

mod choose_slug;

use triport_domain::code::{
    Claim, Code, CodeState, PROBING_LIMIT, Slug, SlugRefused, normalise, uid_code,
};
use triport_domain::id::{CodeId, UserId};
use triport_domain::ledger::Balance;
use triport_domain::program::Tier;
use triport_domain::time::Timestamp;
use triport_store::counts::Totals;
use triport_store::{
    Outcome, Result as StoreResult, Transaction, Tx, accounts, codes, erasures, members, rewards,
};

use self::choose_slug::ChooseSlug;
use crate::erasure::{CODE, erased_name};
use crate::error::{AppError, ErrorCode};
use crate::limits::Quota;
use crate::{App, Member};

/// Whether a slug could be had right now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlugCheck {
    /// The slug in its normalised form.
    pub slug: String,
    /// Why it cannot be had; `None` if it can.
    pub refused: Option<ErrorCode>,
}

/// A member's overview.
#[derive(Clone, Debug)]
pub struct Standing<'p> {
    /// The permanent code.
    pub primary_code: String,
    /// The chosen code, if there is one.
    pub custom_slug: Option<String>,
    /// The tier's terms.
    pub tier: &'p Tier,
    /// The link to share, with the slug if there is one.
    pub share_url: String,
    /// What the member has earned and can use now.
    pub balance: Balance,
    /// When the first of the rewards that still wait unlocks.
    pub next_unlock_at: Option<Timestamp>,
    /// What the account has come to as an inviter.
    pub totals: Totals,
    /// What the one who invited it calls itself.
    pub inviter_display: Option<String>,
}

impl App {
    /// Makes `input` the member's custom code.
    pub async fn set_slug(&self, member: &Member, input: &str) -> Result<Code, AppError> {
        let slug = Slug::parse(input)?;
        let now = self.now();
        let body = ChooseSlug {
            user_id: member.user_id,
            code_id: CodeId(self.new_id(now)),
            reserved: self.program.reserved_words.contain(slug.as_str()),
            max_held: self.program.max_slugs_per_account,
            erased_name: erased_name(&self.key, CODE, slug.as_str()),
            slug,
            now,
        };
        match self.store.write(body).await? {
            Ok(code) => Ok(code),
            Err(refused) => {
                self.guard_probing(member, refused).await?;
                Err(refused.into())
            }
        }
    }

    /// Ends the member's custom code and its aliases; the `uid` code goes on.
    pub async fn delete_slug(&self, member: &Member) -> Result<(), AppError> {
        let body = DisableSlugs { user_id: member.user_id, now: self.now() };
        Ok(self.store.write(body).await?)
    }

    /// Every code of the member with its state, newest first.
    pub async fn codes(&self, member: &Member) -> Result<Vec<(Code, CodeState)>, AppError> {
        self.codes_of(member.user_id).await
    }

    /// Every code of an account with its state, newest first.
    pub(crate) async fn codes_of(
        &self,
        user_id: UserId,
    ) -> Result<Vec<(Code, CodeState)>, AppError> {
        let codes = self.store.read(async |db| codes::list(db, user_id).await).await?;
        let policy = self.program.replaced_slugs;
        Ok(codes.into_iter().map(|code| (code.clone(), code.state(policy))).collect())
    }

    /// Whether the member could have a slug. Claims nothing.
    pub async fn check_slug(&self, member: &Member, input: &str) -> Result<SlugCheck, AppError> {
        let Ok(slug) = Slug::parse(input) else {
            return Ok(SlugCheck { slug: normalise(input), refused: Some(ErrorCode::SlugInvalid) });
        };
        let (user_id, now, probing) = (member.user_id, self.now(), self.probing_quota(member));
        let erased = erased_name(&self.key, CODE, slug.as_str());
        let read = async |db: &mut triport_store::Db<'_>| {
            let room = probing.look(db, now).await?;
            // Whoever had it and was erased keeps it.
            let owner = match codes::owner(db, slug.as_str()).await? {
                None => erasures::owner_of(db, &erased).await?,
                owner => owner,
            };
            Ok((room, owner, codes::custom_codes(db, user_id, &slug).await?))
        };
        let (room, owner, held) = self.store.read(read).await?;
        room?;
        let held = held.ok_or_else(AppError::unauthenticated)?;
        let reserved = self.program.reserved_words.contain(slug.as_str());
        let claim = claim_of(user_id, &slug, owner);
        let decided = held.choose(&slug, claim, reserved, self.program.max_slugs_per_account);
        if let Err(refused) = decided {
            self.guard_probing(member, refused).await?;
        }
        Ok(SlugCheck { slug: slug.to_string(), refused: decided.err().map(ErrorCode::from) })
    }

    /// Somebody who is looking for a slug meets a few that are taken; somebody who is looking for
    /// members meets many. So what counts are answers that a slug is taken, and when there were too
    /// many of them, none tells the taken from the free any more.
    async fn guard_probing(&self, member: &Member, refused: SlugRefused) -> Result<(), AppError> {
        let (quota, now) = (self.probing_quota(member), self.now());
        match refused {
            SlugRefused::Taken => self.count(quota, now).await,
            SlugRefused::LimitReached => {
                Ok(self.store.read(async |db| quota.look(db, now).await).await??)
            }
            SlugRefused::Reserved => Ok(()),
        }
    }

    fn probing_quota(&self, member: &Member) -> Quota {
        self.quota(PROBING_LIMIT, &[b"taken slugs", member.user_id.0.as_bytes()])
    }

    /// The overview of an account, for itself and for operators.
    pub async fn standing(&self, user_id: UserId) -> Result<Standing<'_>, AppError> {
        let now = self.now();
        let read = async |db: &mut triport_store::Db<'_>| {
            let Some(stored) = members::standing(db, user_id, now).await? else { return Ok(None) };
            let inviter = match stored.inviter_id {
                Some(inviter_id) => accounts::display_name(db, inviter_id).await?,
                None => None,
            };
            // Most accounts wait for nothing, and are spared the look.
            let next_unlock_at = match stored.balance.pending.get() {
                0 => None,
                _ => rewards::next_unlock(db, user_id, now).await?,
            };
            Ok(Some((stored, inviter, next_unlock_at)))
        };
        let found = self.store.read(read).await?;
        let (stored, inviter, next_unlock_at) = found.ok_or_else(AppError::unauthenticated)?;
        let tier = self.program.tiers.in_force(stored.tier);
        let tier = tier.ok_or_else(|| AppError::internal("there are no tiers"))?;
        let primary_code = uid_code(user_id);
        let shared = stored.custom_slug.as_ref().unwrap_or(&primary_code);
        let share_url = format!("{}/r/{shared}", self.program.public_url);
        Ok(Standing {
            primary_code,
            custom_slug: stored.custom_slug,
            tier,
            share_url,
            balance: stored.balance,
            next_unlock_at,
            totals: stored.totals,
            inviter_display: inviter,
        })
    }
}

/// Who holds a text, as seen by one account. A `uid` code counts as taken, one's own too.
fn claim_of(user_id: UserId, slug: &Slug, owner: Option<UserId>) -> Claim {
    match owner {
        None => Claim::Fresh,
        Some(owner) if owner == user_id && slug.as_str() != uid_code(user_id) => Claim::Own,
        Some(_) => Claim::Taken,
    }
}

struct DisableSlugs {
    user_id: UserId,
    now: Timestamp,
}

impl Transaction for DisableSlugs {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        accounts::lock(tx, self.user_id).await?;
        codes::disable_custom(tx, self.user_id, self.now).await?;
        Ok(Outcome::Commit(()))
    }
}
