//! Erasing an account: who it was is forgotten, what it did with money stays.
//!
//! One transaction decides: it refuses while a payout is on its way, forfeits what is left, ends the
//! codes and marks the account, which from then on is nobody's. Everything else follows in steps of
//! a few rows each, the first of them before the caller is answered. A row says what is still to be
//! done, so a server that dies in between leaves nothing lying about: the next one goes on.
//!
//! What stays of an address, an id of the product or a chosen code is a keyed hash. By it the
//! billing system's pushes still find the account, nobody else gets its codes, and somebody who
//! signs up again with the same address is known as one who has been here.

mod finish;
mod mark;
mod steps;

use triport_domain::account_name::AccountName;
use triport_domain::id::{TransactionId, UserId};
use triport_domain::keyed_hash::{Hash, Purpose, SecretKey};
use triport_domain::money::Micro;
use triport_domain::time::Span;
use triport_store::{Db, erasures, names};

use self::mark::{Mark, Refused};
use crate::error::{AppError, ErrorCode};
use crate::operators::{Action, Operator};
use crate::{App, Member};

/// When the background takes over what the request did not finish. Clicks that were counted before
/// the erasure are written by then.
const BACKGROUND_AFTER: Span = Span::from_secs(10);

/// What is left of a name. `kind` is the provider of an identity (of mail: [`EMAIL`]), [`EXTERNAL_ID`] or
/// [`CODE`].
pub(crate) fn erased_name(key: &SecretKey, kind: &str, text: &str) -> Hash {
    key.hash(Purpose::ErasedName, &[kind.as_bytes(), text.as_bytes()])
}

/// The kind of addresses.
pub(crate) const EMAIL: &str = "email";
/// The kind of the product's ids.
pub(crate) const EXTERNAL_ID: &str = "external_id";
/// The kind of codes.
pub(crate) const CODE: &str = "code";

impl App {
    /// Erases the member's own account; it has to have signed in just now.
    pub async fn erase_me(&self, member: &Member, forfeit: bool) -> Result<(), AppError> {
        self.require_fresh_sign_in(member).await?;
        self.erase(member.user_id, forfeit, None).await
    }

    /// Erases an account in the name of an operator. Doing it again changes nothing.
    pub async fn erase_by_operator(
        &self,
        by: &Operator,
        name: &AccountName,
        forfeit: bool,
    ) -> Result<(), AppError> {
        let user_id = self.account_ever_named(name).await?;
        let action = self.action(by, "user_erased", self.now()).about(user_id);
        self.erase(user_id, forfeit, Some(action)).await
    }

    async fn erase(
        &self,
        user_id: UserId,
        forfeit: bool,
        action: Option<Action>,
    ) -> Result<(), AppError> {
        let now = self.now();
        let transaction_id = TransactionId(self.new_id(now));
        let mark = Mark { user_id, forfeit, transaction_id, action, now };
        self.store.write(mark).await??;
        // By this line it is erased again after a restore.
        tracing::info!(%user_id, "an account was erased");
        self.forget_names(user_id).await
    }

    /// The account of that name, live or erased: what happened to its money is still told and taken
    /// in.
    pub(crate) async fn account_ever_named(&self, name: &AccountName) -> Result<UserId, AppError> {
        let key = &self.key;
        let read = async |db: &mut Db<'_>| {
            if let Some(live) = names::resolve(db, name).await? {
                return Ok(Some(live));
            }
            let name = match name {
                AccountName::Id(id) => {
                    return Ok(erasures::is_erased(db, *id).await?.then_some(*id));
                }
                AccountName::External(id) => erased_name(key, EXTERNAL_ID, id),
                AccountName::Email(email) => erased_name(key, EMAIL, email.as_str()),
            };
            erasures::owner_of(db, &name).await
        };
        self.store.read(read).await?.ok_or_else(AppError::user_not_found)
    }
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Gone => Self::unauthenticated(),
            Refused::PayoutInFlight => {
                let detail = "A payout is on its way. Cancel it, or wait until it has arrived.";
                Self::new(ErrorCode::PayoutInFlight, detail)
            }
            Refused::WouldForfeit(amount) => Self::would_forfeit(amount),
        }
    }
}

impl AppError {
    fn would_forfeit(amount: Micro) -> Self {
        let detail =
            "The account still holds money, which would be lost. Say forfeit=true if it may.";
        Self {
            forfeit_micro: Some(amount.get()),
            ..Self::new(ErrorCode::BalanceWouldBeForfeited, detail)
        }
    }
}
