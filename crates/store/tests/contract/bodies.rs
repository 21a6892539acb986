//! Transactions as use cases write them: claims first, then the account's lock, then a decision of
//! the domain, then writes.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use triport_domain::account::{Account, ProfileChange};
use triport_domain::code::{Claim, Code, CodeKind, Slug, SlugChange, SlugRefused, uid_code};
use triport_domain::id::{CodeId, SignInRequestId, UserId};
use triport_domain::identity::Identity;
use triport_domain::keyed_hash::Hash;
use triport_domain::one_time_code::PendingCode;
use triport_domain::session::Provider;
use triport_domain::time::Timestamp;
use triport_domain::window::{Full, Limit};
use triport_store::statement::Sql;
use triport_store::value::Value;
use triport_store::{
    Outcome, Result, Transaction, Tx, accounts, codes, identities, limits, one_time_codes, settings,
};

use crate::fixtures::{NOW, new_id};

/// A transaction from a closure, for what no use case does.
pub(crate) fn body<T, F>(run: F) -> Body<T, F>
where
    F: for<'a> Fn(&'a mut Tx<'_>) -> Running<'a, T> + Send + Sync + 'static,
{
    Body(run, PhantomData)
}

pub(crate) struct Body<T, F>(F, PhantomData<fn() -> T>);

pub(crate) type Running<'a, T> = Pin<Box<dyn Future<Output = Result<Outcome<T>>> + Send + 'a>>;

impl<T, F> Transaction for Body<T, F>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut Tx<'_>) -> Running<'a, T> + Send + Sync + 'static,
{
    type Output = T;

    fn run(&self, tx: &mut Tx<'_>) -> impl Future<Output = Result<Outcome<T>>> + Send {
        (self.0)(tx)
    }
}

/// A statement of a test. It stands in no register, because it is no statement of the program.
pub(crate) const fn sql(text: &'static str) -> Sql {
    Sql { name: "a test", sqlite: text, postgres: text }
}

/// Writes a setting, whose name nobody may have used.
pub(crate) static INSERT: Sql = sql("INSERT INTO settings (name, value) VALUES ($1, $2)");

/// The parameters of [`INSERT`].
pub(crate) fn named(name: &str) -> [Value; 2] {
    [Value::Text(name.to_owned()), Value::Bytes(vec![1])]
}

/// Makes an account with its `uid` code; nothing if the identity is somebody's.
pub(crate) struct SignUp {
    pub(crate) account: Account,
    pub(crate) provider: Provider,
    pub(crate) subject: String,
}

impl Transaction for SignUp {
    type Output = Option<UserId>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Option<UserId>>> {
        let (id, provider, subject) = (self.account.id, self.provider, self.subject.as_str());
        let uid = new_code(id, &uid_code(id), CodeKind::Uid);
        let claimed = codes::claim(tx, &uid.text, id).await?
            && identities::claim(tx, provider, subject, id).await?;
        if !claimed {
            return Ok(Outcome::Rollback(None));
        }
        accounts::insert(tx, &self.account, None).await?;
        let (subject, label) = (subject.to_owned(), None);
        let identity = Identity { provider, subject, label, created_at: NOW };
        identities::insert(tx, id, &identity).await?;
        codes::insert(tx, &uid).await?;
        Ok(Outcome::Commit(Some(id)))
    }
}

pub(crate) fn new_code(user_id: UserId, text: &str, kind: CodeKind) -> Code {
    Code {
        id: CodeId(new_id()),
        user_id,
        text: text.to_owned(),
        kind,
        created_at: NOW,
        disabled_at: None,
        replaced_at: None,
        erased_at: None,
    }
}

/// Makes a slug the account's custom code.
pub(crate) struct ChooseSlug {
    pub(crate) user_id: UserId,
    pub(crate) slug: Slug,
    pub(crate) now: Timestamp,
}

/// The custom codes that [`ChooseSlug`] lets an account hold.
pub(crate) const MAX_HELD: u32 = 16;

impl Transaction for ChooseSlug {
    type Output = std::result::Result<Code, SlugRefused>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let claimed = codes::queue_claim(tx, self.slug.as_str(), self.user_id).await?;
        accounts::lock(tx, self.user_id).await?;
        let held = codes::custom_codes(tx, self.user_id, &self.slug).await?.unwrap();
        let claim = match (claimed.get()?, &held.same_text) {
            (1, _) => Claim::Fresh,
            (_, Some(_)) => Claim::Own,
            (_, None) => Claim::Taken,
        };
        let change = match held.choose(&self.slug, claim, false, MAX_HELD) {
            Ok(SlugChange::Keep(code)) => return Ok(Outcome::Commit(Ok(code))),
            Ok(change) => change,
            Err(refused) => return Ok(Outcome::Rollback(Err(refused))),
        };
        if let Some(active) = &held.active {
            codes::mark_replaced(tx, active, self.now).await?;
        }
        let code = match change {
            SlugChange::Keep(code) => code,
            SlugChange::TakeBack(code) => {
                codes::take_back(tx, &code).await?;
                Code { disabled_at: None, replaced_at: None, ..code }
            }
            SlugChange::Insert => {
                let code = new_code(self.user_id, self.slug.as_str(), CodeKind::Custom);
                let code = Code { created_at: self.now, ..code };
                codes::insert(tx, &code).await?;
                code
            }
        };
        Ok(Outcome::Commit(Ok(code)))
    }
}

/// Ends the account's custom codes.
pub(crate) struct DisableSlugs {
    pub(crate) user_id: UserId,
    pub(crate) now: Timestamp,
}

impl Transaction for DisableSlugs {
    type Output = u64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<u64>> {
        accounts::lock(tx, self.user_id).await?;
        Ok(Outcome::Commit(codes::disable_custom(tx, self.user_id, self.now).await?))
    }
}

/// Changes the profile.
pub(crate) struct ChangeProfile {
    pub(crate) user_id: UserId,
    pub(crate) change: ProfileChange,
    pub(crate) now: Timestamp,
}

impl Transaction for ChangeProfile {
    type Output = Option<Account>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Option<Account>>> {
        let account = accounts::update_profile(tx, self.user_id, &self.change, self.now).await?;
        Ok(Outcome::Commit(account))
    }
}

/// Counts a try of a one-time code; false if it cannot be tried.
pub(crate) struct CountTry {
    pub(crate) request_id: SignInRequestId,
    pub(crate) now: Timestamp,
}

impl Transaction for CountTry {
    type Output = Option<PendingCode>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Option<PendingCode>>> {
        let code = one_time_codes::find_locked(tx, self.request_id).await?;
        let Some(code) = code.filter(|code| code.is_open(self.now)) else {
            return Ok(Outcome::Rollback(None));
        };
        one_time_codes::count_try(tx, &code).await?;
        Ok(Outcome::Commit(Some(code)))
    }
}

/// Takes an event into a window.
pub(crate) struct Admit {
    pub(crate) subject: Hash,
    pub(crate) limit: Limit,
    pub(crate) now: Timestamp,
}

impl Transaction for Admit {
    type Output = std::result::Result<(), Full>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let stored = limits::find_locked(tx, &self.subject).await?;
        let window = match stored.window.admit(self.limit, self.now) {
            Ok(window) => window,
            Err(full) => return Ok(Outcome::Rollback(Err(full))),
        };
        let expires_at = self.now + self.limit.per;
        limits::replace(tx, &self.subject, &stored, &window, expires_at).await?;
        Ok(Outcome::Commit(Ok(())))
    }
}

/// Writes a setting unless it exists, and answers the one that does.
pub(crate) struct Keep {
    pub(crate) name: &'static str,
    pub(crate) value: Vec<u8>,
}

impl Transaction for Keep {
    type Output = (bool, Option<Vec<u8>>);

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let inserted = settings::insert(tx, self.name, &self.value).await?;
        Ok(Outcome::Commit((inserted, settings::find(tx, self.name).await?)))
    }
}
