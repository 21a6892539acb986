//! The product's accounts: made and changed by the product's own servers.

use triport_domain::account::{Account, ProfileChange};
use triport_domain::account_name::AccountName;
use triport_domain::attribution::Source;
use triport_domain::code::normalise;
use triport_domain::email::Email;
use triport_domain::id::UserId;
use triport_domain::identity::Identity;
use triport_domain::session::Provider;
use triport_domain::time::Timestamp;
use triport_store::{
    Outcome, Result as StoreResult, StoreError, Transaction, Tx, accounts, attributions,
    identities, names,
};

use super::{Action, Operator};
use crate::App;
use crate::attribution::{Attempt, Attribution, attribute};
use crate::erasure::{EMAIL, EXTERNAL_ID};
use crate::error::{AppError, ErrorCode};
use crate::new_account::NewAccount;

/// What the product says about one of its accounts; what is left out stays as it is.
#[derive(Clone, Debug, Default)]
pub struct PushUser {
    /// The product's own id.
    pub external_id: String,
    /// Where the account can be reached; `Some(None)` forgets it.
    pub email: Option<Option<String>>,
    /// Whether the product knows that the mailbox is the account's: only then it may sign in.
    pub email_verified: bool,
    /// Name and picture.
    pub profile: ProfileChange,
    /// The code that brought a new account.
    pub ref_code: Option<String>,
}

/// The account as it is after a push.
#[derive(Clone, Debug)]
pub struct PushedUser {
    /// The account.
    pub account: Account,
    /// Whether it was made by this push.
    pub is_new: bool,
    /// What became of `ref_code`; `None` if there was none or the account was there before.
    pub attribution: Option<Attribution>,
}

impl App {
    /// Makes or changes the account that the product knows by its own id. Pushing the same again
    /// changes nothing.
    pub async fn push_user(&self, by: &Operator, push: PushUser) -> Result<PushedUser, AppError> {
        AccountName::external(&push.external_id)?;
        let email = match push.email {
            None => None,
            Some(None) => Some(None),
            Some(Some(text)) => Some(Some(Email::parse(&text)?)),
        };
        let verified = email.clone().flatten().filter(|_| push.email_verified);
        if push.email_verified && verified.is_none() {
            let detail = "email_verified is true, and there is no email.";
            return Err(AppError::new(ErrorCode::InvalidArgs, detail));
        }
        let now = self.now();
        let body = Push {
            action: self
                .action(by, "user_pushed", now)
                .with("external_id", push.external_id.as_str()),
            new_account: self.new_account(now),
            external_id: push.external_id,
            email,
            verified,
            profile: push.profile.checked()?,
            attempt: push
                .ref_code
                .filter(|code| !normalise(code).is_empty())
                .map(|code| self.attempt(&code, Source::Server, None, now)),
            now,
        };
        self.store.write(body).await?.map_err(AppError::from)
    }
}

/// Why a push is refused as a whole.
enum Refused {
    /// The address is another account's.
    EmailTaken,
    /// The account of this id was erased.
    UserErased,
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::EmailTaken => Self::new(
                ErrorCode::EmailTaken,
                "This address signs in to another account; accounts are never merged.",
            ),
            Refused::UserErased => Self::new(
                ErrorCode::UserErased,
                "The account of this id was erased. Nothing is kept about it again.",
            ),
        }
    }
}

struct Push {
    external_id: String,
    #[expect(
        clippy::option_option,
        reason = "left out, forgotten and an address are three things"
    )]
    email: Option<Option<Email>>,
    /// The address, if it may sign in to the account.
    verified: Option<Email>,
    profile: ProfileChange,
    /// To attribute a new account.
    attempt: Option<Attempt>,
    new_account: NewAccount,
    action: Action,
    now: Timestamp,
}

impl Transaction for Push {
    type Output = Result<PushedUser, Refused>;

    /// Claims first (`uid` code, external id, address), then the account and what it owns.
    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<Self::Output>> {
        let known = names::by_external_id(tx, &self.external_id).await?;
        let user_id = match known {
            Some(user_id) => user_id,
            None => self.claim(tx).await?,
        };
        if known.is_none()
            && self.new_account.was_erased(tx, EXTERNAL_ID, &self.external_id).await?
        {
            return Ok(Outcome::Rollback(Err(Refused::UserErased)));
        }
        let claimed = match self.claim_email(tx, user_id).await? {
            Ok(claimed) => claimed,
            Err(refused) => return Ok(Outcome::Rollback(Err(refused))),
        };
        let (account, mut changed) = match known {
            Some(_) => self.update(tx, user_id).await?,
            None => self.insert(tx, user_id).await?,
        };
        if let Some(email) = claimed {
            let identity = Identity::by_email(email.as_str(), self.now);
            identities::insert(tx, user_id, &identity).await?;
            changed.push("email_verified");
        }
        // Contact data alone, too: an address that came back brings nobody anything.
        if let Some(email) = self.email.as_ref().and_then(Option::as_ref) {
            self.new_account.note_return(tx, user_id, EMAIL, email.as_str()).await?;
        }
        let is_new = known.is_none();
        if is_new || !changed.is_empty() {
            let action = self.action.clone().about(user_id);
            action.with("is_new", is_new).with("changed", changed).record(tx).await?;
        }
        let attribution = self.attribute(tx, user_id, is_new).await?;
        Ok(Outcome::Commit(Ok(PushedUser { account, is_new, attribution })))
    }
}

impl Push {
    /// Takes an id and the product's name for it. Of several that push a new account at once one
    /// gets the name; the others begin again and find it.
    async fn claim(&self, tx: &mut Tx<'_>) -> StoreResult<UserId> {
        let user_id = self.new_account.claim(tx).await?;
        if names::claim_external_id(tx, &self.external_id, user_id).await? {
            return Ok(user_id);
        }
        Err(StoreError::changed_meanwhile("the external id"))
    }

    /// Takes the address for the account. Answers it if the account did not have it before.
    async fn claim_email(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
    ) -> StoreResult<Result<Option<&Email>, Refused>> {
        let Some(email) = &self.verified else {
            return Ok(Ok(None));
        };
        if identities::claim(tx, Provider::Email, email.as_str(), user_id).await? {
            return Ok(Ok(Some(email)));
        }
        let owner = identities::owner(tx, Provider::Email, email.as_str()).await?;
        Ok(if owner == Some(user_id) { Ok(None) } else { Err(Refused::EmailTaken) })
    }

    async fn insert(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
    ) -> StoreResult<(Account, Vec<&'static str>)> {
        let (account, changed) = self.changed(self.new_account.account(user_id));
        self.new_account.insert(tx, &account, Some(&self.external_id)).await?;
        Ok((account, changed))
    }

    async fn update(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
    ) -> StoreResult<(Account, Vec<&'static str>)> {
        accounts::lock(tx, user_id).await?;
        // Erased since its id was looked up.
        let account = accounts::find(tx, user_id).await?;
        let account = account.ok_or_else(|| StoreError::changed_meanwhile("the account"))?;
        let (account, changed) = self.changed(account);
        if !changed.is_empty() {
            accounts::update_contact(tx, &account).await?;
        }
        if changed.contains(&"display_name")
            && let Some(inviter_id) =
                attributions::invitee(tx, user_id).await?.and_then(|own| own.inviter_id)
        {
            attributions::rename(tx, inviter_id, user_id, &account.display_name).await?;
        }
        Ok((account, changed))
    }

    /// The account with what the push says, and the names of the fields that differ.
    fn changed(&self, mut account: Account) -> (Account, Vec<&'static str>) {
        let mut changed = Vec::new();
        let email =
            self.email.as_ref().map(|email| email.as_ref().map(|email| email.as_str().to_owned()));
        if let Some(email) = email.filter(|email| *email != account.email) {
            account.email = email;
            changed.push("email");
        }
        let name = self.profile.display_name.as_ref();
        if let Some(name) = name.filter(|name| **name != account.display_name) {
            account.display_name.clone_from(name);
            changed.push("display_name");
        }
        let avatar = self.profile.avatar_url.as_ref();
        if let Some(avatar) = avatar.filter(|avatar| **avatar != account.avatar_url) {
            account.avatar_url.clone_from(avatar);
            changed.push("avatar_url");
        }
        if !changed.is_empty() {
            account.updated_at = self.now;
        }
        (account, changed)
    }

    /// Attributes a new account to the code that brought it. A repeated push learns what became of
    /// the first, as long as it did bring an inviter.
    async fn attribute(
        &self,
        tx: &mut Tx<'_>,
        user_id: UserId,
        is_new: bool,
    ) -> StoreResult<Option<Attribution>> {
        let Some(attempt) = &self.attempt else { return Ok(None) };
        if is_new {
            return Ok(Some(attribute(tx, user_id, attempt).await?.into()));
        }
        let account = attributions::invitee(tx, user_id).await?;
        Ok(account.and_then(|account| account.inviter_id).map(Attribution::Attributed))
    }
}
