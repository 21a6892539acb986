//! What happens when a member chooses a slug: decided here, applied by the storage.

use super::{Code, Slug};

/// Who holds a text in the whole world of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nobody held it until now.
    Fresh,
    /// The same account has held it before, as a custom code.
    Own,
    /// Another account holds it, or it is somebody's `uid` code.
    Taken,
}

/// The custom codes of one account, as far as a decision about one slug needs them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomCodes {
    /// The custom code in use.
    pub active: Option<Code>,
    /// The account's own row for the slug in question, whatever its state.
    pub same_text: Option<Code>,
    /// How many custom codes the account holds, of every state.
    pub held: u32,
    /// Whether an operator has disabled the slug in question: then it cannot be taken back.
    pub is_blocked: bool,
}

/// What to write. Every variant but `Keep` first marks the active code, if any, as replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlugChange {
    /// The slug is in use already: the same row is the answer.
    Keep(Code),
    /// The account takes an old slug of its own back: the same row, active again.
    TakeBack(Code),
    /// A new row.
    Insert,
}

/// Why a well-formed slug cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlugRefused {
    /// On the list of reserved words, or disabled by an operator.
    #[error("this word is reserved")]
    Reserved,
    /// Held by another account, or equal to a `uid` code.
    #[error("this slug is already in use")]
    Taken,
    /// The account holds as many names as it may.
    #[error("this account holds as many slugs as it may; an old one can be taken back")]
    LimitReached,
}

impl CustomCodes {
    /// Decides what choosing `slug` does. The checks stand in the order in which the API promises
    /// their errors; a slug in use stays valid even if its word was reserved later.
    pub fn choose(
        &self,
        slug: &Slug,
        claim: Claim,
        reserved: bool,
        max_held: u32,
    ) -> Result<SlugChange, SlugRefused> {
        if let Some(active) = self.active.as_ref().filter(|code| code.text == slug.as_str()) {
            return Ok(SlugChange::Keep(active.clone()));
        }
        if reserved || self.is_blocked {
            return Err(SlugRefused::Reserved);
        }
        match (claim, &self.same_text) {
            (Claim::Taken, _) => Err(SlugRefused::Taken),
            (_, Some(own)) => Ok(SlugChange::TakeBack(own.clone())),
            _ if self.held >= max_held => Err(SlugRefused::LimitReached),
            _ => Ok(SlugChange::Insert),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::code::CodeKind;
    use crate::id::{CodeId, UserId};
    use crate::time::Timestamp;

    fn code(text: &str) -> Code {
        Code {
            id: CodeId(Uuid::nil()),
            user_id: UserId(Uuid::nil()),
            text: text.to_owned(),
            kind: CodeKind::Custom,
            created_at: Timestamp::from_micros(0),
            disabled_at: None,
            replaced_at: None,
            erased_at: None,
        }
    }

    fn slug(text: &str) -> Slug {
        Slug::parse(text).unwrap()
    }

    #[test]
    fn the_same_slug_again_is_kept_even_if_reserved_since() {
        let codes = CustomCodes { active: Some(code("abc")), held: 100, ..Default::default() };
        assert_eq!(
            codes.choose(&slug("abc"), Claim::Own, true, 1),
            Ok(SlugChange::Keep(code("abc")))
        );
    }

    #[test]
    fn refusals_come_in_the_promised_order() {
        let full = CustomCodes { held: 100, ..Default::default() };
        assert_eq!(full.choose(&slug("abc"), Claim::Taken, true, 100), Err(SlugRefused::Reserved));
        assert_eq!(full.choose(&slug("abc"), Claim::Taken, false, 100), Err(SlugRefused::Taken));
        assert_eq!(
            full.choose(&slug("abc"), Claim::Fresh, false, 100),
            Err(SlugRefused::LimitReached)
        );
        assert_eq!(full.choose(&slug("abc"), Claim::Fresh, false, 101), Ok(SlugChange::Insert));
    }

    #[test]
    fn what_an_operator_has_disabled_does_not_come_back() {
        let codes =
            CustomCodes { same_text: Some(code("old")), is_blocked: true, ..Default::default() };
        let refused = codes.choose(&slug("old"), Claim::Own, false, 100);
        assert_eq!(refused, Err(SlugRefused::Reserved));
    }

    #[test]
    fn an_own_old_slug_comes_back_whatever_the_limit() {
        let codes = CustomCodes {
            active: Some(code("new")),
            same_text: Some(code("old")),
            held: 100,
            ..Default::default()
        };
        assert_eq!(
            codes.choose(&slug("old"), Claim::Own, false, 100),
            Ok(SlugChange::TakeBack(code("old")))
        );
    }
}
