//! Who brought a member: tries by cookie and by claim, and what became of them.

mod attribute;
mod by_operator;

use triport_domain::attribution::{Evidence, Refusal, Refused, Source};
use triport_domain::capture::Click;
use triport_domain::code::{Slug, normalise};
use triport_domain::id::{EventId, UserId};
use triport_domain::time::Timestamp;
use triport_store::{
    Outcome, Result as StoreResult, Transaction, Tx, accounts, attributions, referral_events,
};

use crate::error::{AppError, ErrorCode};
use crate::{App, Member};

pub(crate) use self::attribute::{Attempt, Decided, attribute};

/// What a browser brought of an earlier visit: the values of its two cookies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// The code, as anybody may have written it.
    pub code: String,
    /// The click, likewise.
    pub touch: Option<String>,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribution {
    /// The account has this inviter now.
    Attributed(UserId),
    /// The browser brought no code.
    NoCookie,
    /// A rule was against it.
    Refused(Refusal),
    /// It failed and may be tried again.
    Internal,
}

/// How a member was attributed, and which attempts were refused.
#[derive(Clone, Debug)]
pub struct AttributionShown {
    /// The inviter, if there is one.
    pub inviter: Option<InviterShown>,
    /// Attempts that were refused, newest first.
    pub refusals: Vec<Refused>,
}

/// What an invitee sees of its inviter.
#[derive(Clone, Debug)]
pub struct InviterShown {
    /// What the inviter calls itself.
    pub display_name: String,
    /// When the attribution was made.
    pub at: Timestamp,
    /// Where the code came from.
    pub source: Option<String>,
}

impl Attribution {
    /// Every reason why an account may not be attributed, in the order in which they are decided.
    pub fn reasons() -> impl Iterator<Item = &'static str> {
        let refusals = Refusal::ALL.iter().map(|refusal| refusal.as_str());
        std::iter::once("no_cookie").chain(refusals).chain(["internal"])
    }

    /// Why the account was not attributed.
    pub const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Attributed(_) => None,
            Self::NoCookie => Some("no_cookie"),
            Self::Refused(refusal) => Some(refusal.as_str()),
            Self::Internal => Some("internal"),
        }
    }

    /// Whether the browser's cookies have done their work. After a failure they serve another try.
    pub const fn ends_cookies(self) -> bool {
        !matches!(self, Self::Internal)
    }
}

impl From<Decided> for Attribution {
    fn from(decided: Decided) -> Self {
        decided.map_or_else(Self::Refused, Self::Attributed)
    }
}

impl App {
    /// Attributes a member to the code in its browser.
    pub async fn attribute(&self, member: &Member, referral: Option<&Referral>) -> Attribution {
        let now = self.now();
        match referral.and_then(|referral| self.attempt_by_cookie(referral, now)) {
            None => Attribution::NoCookie,
            Some(attempt) => self.try_to_attribute(member, attempt).await,
        }
    }

    /// Attributes a member to a code that it was told.
    pub async fn claim(&self, member: &Member, code: &str) -> Result<Attribution, AppError> {
        if normalise(code).is_empty() {
            return Err(AppError::new(ErrorCode::InvalidArgs, "code is missing or empty."));
        }
        let attempt = self.attempt(code, Source::Claim, None, self.now());
        Ok(self.try_to_attribute(member, attempt).await)
    }

    /// How the member was attributed.
    pub async fn attribution(&self, member: &Member) -> Result<AttributionShown, AppError> {
        let user_id = member.user_id;
        let read = async |db: &mut triport_store::Db<'_>| {
            let own = attributions::invitee(db, user_id).await?;
            let refusals = referral_events::refusals(db, user_id).await?;
            let decided = own.and_then(|own| own.inviter_id.zip(own.invited_at));
            let Some((inviter_id, at)) = decided else {
                return Ok(AttributionShown { inviter: None, refusals });
            };
            let inviter = accounts::display_name(db, inviter_id).await?;
            let source = referral_events::signup_source(db, user_id, inviter_id, at).await?;
            let display_name = inviter.unwrap_or_default();
            Ok(AttributionShown {
                inviter: Some(InviterShown { display_name, at, source }),
                refusals,
            })
        };
        Ok(self.store.read(read).await?)
    }

    /// An attempt with what a browser brought; `None` if it brought no code.
    pub(crate) fn attempt_by_cookie(&self, referral: &Referral, now: Timestamp) -> Option<Attempt> {
        if normalise(&referral.code).is_empty() {
            return None;
        }
        let is_recent = |click: &Click| now.since(click.at) <= self.program.attribution_window;
        let touch = referral.touch.as_deref();
        let click = touch.and_then(|touch| Click::from_cookie(touch, now)).filter(is_recent);
        Some(self.attempt(&referral.code, Source::Cookie, click, now))
    }

    /// An attempt to attribute an account to a code as it was seen.
    pub(crate) fn attempt(
        &self,
        code: &str,
        source: Source,
        click: Option<Click>,
        now: Timestamp,
    ) -> Attempt {
        Attempt {
            code: Slug::parse(code).ok(),
            evidence: Evidence::new(code, source, click),
            event_ids: [(); 2].map(|()| EventId(self.new_id(now))),
            window: self.program.attribution_window,
            replaced_slugs: self.program.replaced_slugs,
            key: self.key.clone(),
            now,
        }
    }

    async fn try_to_attribute(&self, member: &Member, attempt: Attempt) -> Attribution {
        let body = AttributeMember { user_id: member.user_id, attempt };
        match self.store.write(body).await {
            Ok(decided) => decided.into(),
            Err(error) => {
                tracing::error!(%error, "an attribution failed");
                Attribution::Internal
            }
        }
    }
}

struct AttributeMember {
    user_id: UserId,
    attempt: Attempt,
}

impl Transaction for AttributeMember {
    type Output = Decided;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<Decided>> {
        Ok(Outcome::Commit(attribute(tx, self.user_id, &self.attempt).await?))
    }
}
