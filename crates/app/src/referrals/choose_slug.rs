//! The transaction behind `POST /v1/referrals/code`.

use triport_domain::code::{Claim, Code, CodeKind, Slug, SlugChange, SlugRefused};
use triport_domain::id::{CodeId, UserId};
use triport_domain::keyed_hash::Hash;
use triport_domain::time::Timestamp;
use triport_store::{Outcome, Result, StoreError, Transaction, Tx, accounts, codes, erasures};

use super::claim_of;

/// Everything that choosing a slug depends on besides the database.
pub(super) struct ChooseSlug {
    pub(super) user_id: UserId,
    pub(super) slug: Slug,
    /// What would be left of the slug, had it been an erased account's.
    pub(super) erased_name: Hash,
    /// Id of the new row, if one is needed.
    pub(super) code_id: CodeId,
    pub(super) reserved: bool,
    pub(super) max_held: u32,
    pub(super) now: Timestamp,
}

impl Transaction for ChooseSlug {
    type Output = std::result::Result<Code, SlugRefused>;

    /// Claims the text, locks the account, reads its codes (one flight), decides and writes (with
    /// the commit). A refusal rolls back, and with it the claim.
    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let claimed = codes::queue_claim(tx, self.slug.as_str(), self.user_id).await?;
        let erased = erasures::queue_had(tx, &self.erased_name).await?;
        accounts::lock(tx, self.user_id).await?;
        let held = codes::custom_codes(tx, self.user_id, &self.slug).await?;
        let held = held.ok_or_else(|| StoreError::changed_meanwhile("the account"))?;
        let claim = match claimed.get()? {
            _ if erased.get()? > 0 => Claim::Taken,
            0 => claim_of(self.user_id, &self.slug, codes::owner(tx, self.slug.as_str()).await?),
            _ => Claim::Fresh,
        };
        let change = match held.choose(&self.slug, claim, self.reserved, self.max_held) {
            Ok(change) => change,
            Err(refused) => return Ok(Outcome::Rollback(Err(refused))),
        };
        if let (Some(active), false) = (&held.active, matches!(change, SlugChange::Keep(_))) {
            codes::mark_replaced(tx, active, self.now).await?;
        }
        let code = match change {
            SlugChange::Keep(code) => code,
            SlugChange::TakeBack(code) => {
                codes::take_back(tx, &code).await?;
                Code { disabled_at: None, replaced_at: None, ..code }
            }
            SlugChange::Insert => {
                let code = self.new_code();
                codes::insert(tx, &code).await?;
                code
            }
        };
        Ok(Outcome::Commit(Ok(code)))
    }
}

impl ChooseSlug {
    fn new_code(&self) -> Code {
        Code {
            id: self.code_id,
            user_id: self.user_id,
            text: self.slug.to_string(),
            kind: CodeKind::Custom,
            created_at: self.now,
            disabled_at: None,
            replaced_at: None,
            erased_at: None,
        }
    }
}
