//! What a session alone may not do: whoever asks has to have signed in just now.

use triport_store::sessions;

use super::Member;
use crate::App;
use crate::error::{AppError, ErrorCode};

impl App {
    /// Fails unless the member has proven within the last quarter of an hour who it is, by mail,
    /// Google or wallet: somebody who found an open browser has not. A use case asks after it has
    /// looked at the fields of the call and before its transaction.
    pub(crate) async fn require_fresh_sign_in(&self, member: &Member) -> Result<(), AppError> {
        let (claim, now) = (&member.claim, self.now());
        let (user_id, id) = (claim.user_id, claim.session_id);
        let found = self.store.read(async |db| sessions::find(db, user_id, id, now).await).await?;
        let session = found.ok_or_else(AppError::unauthenticated)?;
        if session.is_fresh(now) {
            return Ok(());
        }
        let detail = "Please sign in again first, by e-mail, Google or wallet.";
        Err(AppError::new(ErrorCode::FreshSignInRequired, detail))
    }
}
