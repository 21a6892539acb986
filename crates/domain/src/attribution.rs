//! Who brought whom: decided once for every account, with the rule that decided.

use crate::capture::Click;
use crate::code::CodeState;
use crate::id::{EventId, UserId};
use crate::time::{Span, Timestamp};
use crate::window::Limit;

/// The longest code that is kept as evidence, in characters.
pub const MAX_CODE_CHARS: usize = 64;
/// Attempts of one account that are looked at; those beyond are refused and leave no row each.
pub const TRY_LIMIT: Limit = Limit { max: 20, per: Span::from_days(1) };
/// Rows that say that there were too many attempts.
pub const TOO_MANY_ROW_LIMIT: Limit = Limit { max: 1, per: Span::from_days(1) };
/// The most refusals that an account is shown.
pub const MAX_SHOWN_REFUSALS: u16 = 50;

/// Where the code of an attempt came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A cookie of the visitor's browser.
    Cookie,
    /// The member typed it.
    Claim,
    /// The product's server sent it with a new account.
    Server,
    /// An operator.
    Operator,
}

/// Why an account was not attributed, in the order in which it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has an inviter, for ever.
    AlreadyAttributed,
    /// It tried too often today.
    TooManyTries,
    /// Nobody has this code, or it is disabled.
    UnknownCode,
    /// It is the account's own code.
    SelfReferral,
    /// The inviter's account is not older, so circles cannot arise.
    InviterTooNew,
    /// The account is older than the attribution window.
    AccountTooOld,
    /// It has paid before.
    AlreadyPaid,
    /// Somebody of its address had an account here, and had it erased.
    ErasedBefore,
}

/// The account that may get an inviter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitee {
    /// What its inviter will see.
    pub display_name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who invited it, if that is decided.
    pub inviter_id: Option<UserId>,
    /// When that was decided.
    pub invited_at: Option<Timestamp>,
    /// Whether the product made it.
    pub is_from_product: bool,
    /// When it first paid.
    pub first_paid_at: Option<Timestamp>,
    /// What it has paid, net of refunds, in micro-units.
    pub paid_micro: i64,
    /// Payments that are not fully refunded.
    pub live_payments: i64,
    /// Whether somebody of its address had an account before that was erased.
    pub has_returned: bool,
}

/// A code that somebody holds, as far as an attribution looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCode {
    /// Who holds it.
    pub owner: UserId,
    /// When that account was made.
    pub owner_created_at: Timestamp,
    /// What the code is worth today.
    pub state: CodeState,
}

/// What an attempt says of itself; kept with its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The code as it was seen, cut to [`MAX_CODE_CHARS`].
    pub code: String,
    /// Where it came from.
    pub source: Source,
    /// The click before it, if there is one.
    pub click: Option<Click>,
}

/// What kind of thing was decided about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// An account was attributed; written under both accounts.
    Signup,
    /// An invitee paid for the first time.
    FirstPaid,
    /// An attempt was refused.
    Rejected,
    /// An operator changed the tier.
    TierChanged,
}

/// A row of what was decided about an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralEvent {
    /// The account under which it is kept.
    pub user_id: UserId,
    /// Its identity.
    pub id: EventId,
    /// What was decided.
    pub kind: EventKind,
    /// When.
    pub at: Timestamp,
    /// The account on the other side.
    pub counterpart_id: Option<UserId>,
    /// What the attempt said of itself.
    pub evidence: Option<Evidence>,
    /// The rule that refused it.
    pub refusal: Option<Refusal>,
}

/// A refused attempt as its account sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// When.
    pub at: Timestamp,
    /// The code as it was seen.
    pub code: String,
    /// The rule that decided.
    pub reason: String,
}

impl Evidence {
    /// The evidence of an attempt. Control characters are left out: PostgreSQL keeps no NUL, and
    /// none of them shows.
    #[must_use]
    pub fn new(code: &str, source: Source, click: Option<Click>) -> Self {
        let shown = code.chars().filter(|character| !character.is_control());
        Self { code: shown.take(MAX_CODE_CHARS).collect(), source, click }
    }
}

/// Decides about an attempt: the inviter, or the first rule that is against it. `has_tries` tells
/// whether the account has tries left today. A code need not be looked up for an account that is
/// attributed or has no tries left.
pub fn decide(
    user_id: UserId,
    invitee: &Invitee,
    source: Source,
    has_tries: bool,
    code: Option<&HeldCode>,
    window: Span,
    now: Timestamp,
) -> Result<UserId, Refusal> {
    if invitee.inviter_id.is_some() {
        return Err(Refusal::AlreadyAttributed);
    }
    if !has_tries {
        return Err(Refusal::TooManyTries);
    }
    let code = code.filter(|code| code.state.attributes());
    let code = code.ok_or(Refusal::UnknownCode)?;
    if code.owner == user_id {
        return Err(Refusal::SelfReferral);
    }
    if code.owner_created_at >= invitee.created_at {
        return Err(Refusal::InviterTooNew);
    }
    if source != Source::Operator && now.since(invitee.created_at) > window {
        return Err(Refusal::AccountTooOld);
    }
    if source == Source::Claim && invitee.first_paid_at.is_some() {
        return Err(Refusal::AlreadyPaid);
    }
    if invitee.has_returned {
        return Err(Refusal::ErasedBefore);
    }
    Ok(code.owner)
}

macro_rules! named {
    ($type:ident { $($variant:ident = $name:literal,)+ }) => {
        impl $type {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in the API and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

named!(Source {
    Cookie = "cookie",
    Claim = "claim",
    Server = "server",
    Operator = "operator",
});

named!(Refusal {
    AlreadyAttributed = "already_attributed",
    TooManyTries = "too_many_tries",
    UnknownCode = "unknown_code",
    SelfReferral = "self_referral",
    InviterTooNew = "inviter_too_new",
    AccountTooOld = "account_too_old",
    AlreadyPaid = "already_paid",
    ErasedBefore = "erased_before",
});

named!(EventKind {
    Signup = "signup",
    FirstPaid = "first_paid",
    Rejected = "rejected",
    TierChanged = "tier_changed",
});

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const START: Timestamp = Timestamp::from_micros(1_000_000);
    const WINDOW: Span = Span::from_days(30);
    const ADA: UserId = UserId(Uuid::from_u128(1));
    const BOB: UserId = UserId(Uuid::from_u128(2));

    fn invitee() -> Invitee {
        Invitee {
            display_name: "Bob".to_owned(),
            created_at: START + Span::from_secs(1),
            inviter_id: None,
            invited_at: None,
            is_from_product: false,
            first_paid_at: None,
            paid_micro: 0,
            live_payments: 0,
            has_returned: false,
        }
    }

    fn of_ada() -> HeldCode {
        HeldCode { owner: ADA, owner_created_at: START, state: CodeState::Active }
    }

    fn decided(invitee: &Invitee, code: Option<&HeldCode>) -> Result<UserId, Refusal> {
        decide(BOB, invitee, Source::Claim, true, code, WINDOW, invitee.created_at)
    }

    #[test]
    fn active_codes_and_aliases_attribute() {
        assert_eq!(decided(&invitee(), Some(&of_ada())), Ok(ADA));
        let alias = HeldCode { state: CodeState::Alias, ..of_ada() };
        assert_eq!(decided(&invitee(), Some(&alias)), Ok(ADA));
        let disabled = HeldCode { state: CodeState::Disabled, ..of_ada() };
        assert_eq!(decided(&invitee(), Some(&disabled)), Err(Refusal::UnknownCode));
        let erased = HeldCode { state: CodeState::Erased, ..of_ada() };
        assert_eq!(decided(&invitee(), Some(&erased)), Err(Refusal::UnknownCode));
        assert_eq!(decided(&invitee(), None), Err(Refusal::UnknownCode));
    }

    /// Everything is against the attempt at first; each step removes the rule that was named.
    #[test]
    fn refusals_come_in_the_promised_order() {
        let mut bob = invitee();
        bob.inviter_id = Some(ADA);
        bob.first_paid_at = Some(START);
        bob.has_returned = true;
        let mut code = HeldCode { state: CodeState::Disabled, owner: BOB, ..of_ada() };
        code.owner_created_at = bob.created_at;
        let mut has_tries = false;
        let mut now = bob.created_at + WINDOW + Span::from_secs(1);
        for expected in Refusal::ALL {
            let decided = decide(BOB, &bob, Source::Claim, has_tries, Some(&code), WINDOW, now);
            assert_eq!(decided, Err(*expected));
            match expected {
                Refusal::AlreadyAttributed => bob.inviter_id = None,
                Refusal::TooManyTries => has_tries = true,
                Refusal::UnknownCode => code.state = CodeState::Active,
                Refusal::SelfReferral => code.owner = ADA,
                Refusal::InviterTooNew => code.owner_created_at = START,
                Refusal::AccountTooOld => now = bob.created_at + WINDOW,
                Refusal::AlreadyPaid => bob.first_paid_at = None,
                Refusal::ErasedBefore => bob.has_returned = false,
            }
        }
        let decided = decide(BOB, &bob, Source::Claim, has_tries, Some(&code), WINDOW, now);
        assert_eq!(decided, Ok(ADA), "exactly as old as the window is not too old");
    }

    #[test]
    fn operators_may_be_late_and_only_claims_ask_for_payments() {
        let old = invitee();
        let late = old.created_at + WINDOW + WINDOW;
        let paid = Invitee { first_paid_at: Some(START), ..invitee() };
        for (source, is_late, after_payment) in [
            (Source::Cookie, Err(Refusal::AccountTooOld), Ok(ADA)),
            (Source::Claim, Err(Refusal::AccountTooOld), Err(Refusal::AlreadyPaid)),
            (Source::Server, Err(Refusal::AccountTooOld), Ok(ADA)),
            (Source::Operator, Ok(ADA), Ok(ADA)),
        ] {
            let code = of_ada();
            let decided = |invitee: &Invitee, now| {
                decide(BOB, invitee, source, true, Some(&code), WINDOW, now)
            };
            assert_eq!(decided(&old, late), is_late, "{source:?}");
            assert_eq!(decided(&paid, paid.created_at), after_payment, "{source:?}");
        }
    }

    #[test]
    fn evidence_is_short_and_shows() {
        let evidence = Evidence::new(&format!("\0\n{}", "é".repeat(99)), Source::Claim, None);
        assert_eq!(evidence.code, "é".repeat(MAX_CODE_CHARS));
    }
}
