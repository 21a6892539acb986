//! Everything about an account, for its owner to take along.
//!
//! What an account has a handful of is read at once; long lists are read in pieces, one after the
//! other, so that an export of a million rewards needs no more memory than one of ten. There is no
//! snapshot over the pieces: what arrives while they are read may be in one and not in another.

use triport_domain::code::{Code, CodeState};
use triport_domain::id::UserId;
use triport_domain::identity::Identity;
use triport_domain::page::{Listed, MAX_LIMIT, Position};
use triport_domain::session::ListedSession;
use triport_domain::time::{Span, Timestamp};
use triport_domain::window::Limit;
use triport_store::decisions::Decision;
use triport_store::directory::{self, DirectoryEntry};
use triport_store::export::{self, HeldDecision, LedgerLine};
use triport_store::payments::{Payment, Refund};
use triport_store::{Db, accounts, attributions};
use uuid::Uuid;

use crate::error::AppError;
use crate::{App, AttributionShown, Member, Standing};

/// Exports of one account; each may read everything that it owns.
const EXPORT_LIMIT: Limit = Limit { max: 10, per: Span::from_days(1) };

/// What an account has a handful of.
#[derive(Debug)]
pub struct ExportHead<'p> {
    /// The account as operators find it.
    pub entry: DirectoryEntry,
    /// Its picture.
    pub avatar_url: Option<String>,
    /// When name, picture or address last changed.
    pub updated_at: Timestamp,
    /// Its standing.
    pub standing: Standing<'p>,
    /// Its ways to sign in.
    pub identities: Vec<Identity>,
    /// Its sessions.
    pub sessions: Vec<ListedSession>,
    /// Its codes.
    pub codes: Vec<(Code, CodeState)>,
    /// Who invited it.
    pub attribution: AttributionShown,
}

impl App {
    /// Begins an export with what an account has a handful of.
    pub async fn begin_export(&self, member: &Member) -> Result<ExportHead<'_>, AppError> {
        let user_id = member.user_id;
        let quota = self.quota(EXPORT_LIMIT, &[b"exports", user_id.0.as_bytes()]);
        self.count(quota, self.now()).await?;
        let read = async |db: &mut Db<'_>| {
            Ok(directory::entry(db, user_id).await?.zip(accounts::find(db, user_id).await?))
        };
        let found = self.store.read(read).await?;
        let (entry, account) = found.ok_or_else(AppError::unauthenticated)?;
        Ok(ExportHead {
            entry,
            avatar_url: account.avatar_url,
            updated_at: account.updated_at,
            standing: self.standing(user_id).await?,
            identities: self.identities(member).await?,
            sessions: self.live_sessions(user_id).await?,
            codes: self.codes(member).await?,
            attribution: self.attribution(member).await?,
        })
    }

    /// The member's payments, piece by piece.
    pub async fn exported_payments(
        &self,
        member: &Member,
        after: Option<&Position>,
    ) -> Result<Listed<Payment>, AppError> {
        let (user_id, after) = (member.user_id, text_of(after));
        let read = async |db: &mut Db<'_>| export::payments(db, user_id, after, MAX_LIMIT).await;
        let found = self.store.read(read).await?;
        Ok(piece(found, |last| (last.received_at, last.id.clone())))
    }

    /// Refunds of the member's payments, piece by piece.
    pub async fn exported_refunds(
        &self,
        member: &Member,
        after: Option<&Position>,
    ) -> Result<Listed<Refund>, AppError> {
        let (user_id, after) = (member.user_id, text_of(after));
        let read = async |db: &mut Db<'_>| export::refunds(db, user_id, after, MAX_LIMIT).await;
        let found = self.store.read(read).await?;
        Ok(piece(found, |last| (last.created_at, last.id.clone())))
    }

    /// The lines of the member's ledger, piece by piece.
    pub async fn exported_ledger(
        &self,
        member: &Member,
        after: Option<&Position>,
    ) -> Result<Listed<LedgerLine>, AppError> {
        let user_id = member.user_id;
        let (id, line) = text_of(after).split_once(' ').unwrap_or_default();
        let after = (id.parse().unwrap_or_default(), line.parse().unwrap_or(-1));
        let read = async |db: &mut Db<'_>| export::ledger(db, user_id, after, MAX_LIMIT).await;
        let found = self.store.read(read).await?;
        Ok(piece(found, |last| (last.posted_at, format!("{} {}", last.transaction_id, last.line))))
    }

    /// What was decided about the member, piece by piece. How its invitees came to it is theirs,
    /// and of whose codes it used it learns no ids: a member sees an inviter by name only.
    pub async fn exported_decisions(
        &self,
        member: &Member,
        after: Option<&Position>,
    ) -> Result<Listed<HeldDecision>, AppError> {
        let user_id = member.user_id;
        let after: Uuid = text_of(after).parse().unwrap_or_default();
        let read = async |db: &mut Db<'_>| {
            let found = export::decisions(db, user_id, after, MAX_LIMIT).await?;
            Ok((found, attributions::invitee(db, user_id).await?))
        };
        let (found, own) = self.store.read(read).await?;
        let inviter = own.and_then(|own| own.inviter_id);
        let mut listed = piece(found, |last| (last.decision.at, last.id.to_string()));
        for held in &mut listed.items {
            if is_of_invitee(&held.decision, inviter) {
                (held.decision.click_at, held.decision.click_path) = (None, None);
            } else {
                held.decision.counterpart_id = None;
            }
        }
        Ok(listed)
    }
}

/// Whether a decision is about somebody whom the member invited, and not about the member itself.
fn is_of_invitee(decision: &Decision, inviter: Option<UserId>) -> bool {
    matches!(decision.kind.as_str(), "signup" | "first_paid") && decision.counterpart_id != inviter
}

fn text_of(position: Option<&Position>) -> &str {
    position.map_or("", |position| position.id.as_str())
}

/// A piece of a list, and where the next one begins if this one is full.
fn piece<T>(items: Vec<T>, place: impl FnOnce(&T) -> (Timestamp, String)) -> Listed<T> {
    let full = items.len() >= usize::from(MAX_LIMIT);
    let next = items.last().filter(|_| full).map(place).map(|(at, id)| Position { at, id });
    Listed { items, next }
}
