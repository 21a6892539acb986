//! The installation's secret key, made at the first start when none is configured.

use triport_domain::keyed_hash::SecretKey;
use triport_store::{Outcome, Result as StoreResult, Store, StoreError, Transaction, Tx, settings};

use crate::error::AppError;
use crate::outside::Entropy;

const SETTING: &str = "secret_key";

/// The key kept in the database; made now if there is none yet. Several processes that start at
/// once all find the same one.
pub async fn secret_key(store: &Store, entropy: &dyn Entropy) -> Result<SecretKey, AppError> {
    let mut fresh = [0; 32];
    entropy.fill(&mut fresh);
    Ok(store.write(KeepKey(SecretKey::new(fresh))).await?)
}

struct KeepKey(SecretKey);

impl Transaction for KeepKey {
    type Output = SecretKey;

    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<SecretKey>> {
        if settings::insert(tx, SETTING, self.0.expose()).await? {
            return Ok(Outcome::Commit(self.0.clone()));
        }
        let kept = settings::find(tx, SETTING).await?;
        let bytes = kept.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let bytes = bytes.ok_or_else(|| StoreError::Corrupt("the secret key".to_owned()))?;
        Ok(Outcome::Commit(SecretKey::new(bytes)))
    }
}
