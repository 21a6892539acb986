//! Identifiers that this program makes: UUID version 7 (RFC 9562 section 5.7), told apart by type.

use std::fmt;

use uuid::Uuid;

use crate::time::Timestamp;

/// Builds a version 7 UUID from a time and ten random bytes.
///
/// Ids made later sort after ids made earlier (by the millisecond), which keeps inserts at the
/// right edge of an index.
#[must_use]
pub fn uuid_v7(now: Timestamp, random: [u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(now.as_unix_millis(), &random).into_uuid()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

id!(
    /// An account of the referral programme; called user in the API.
    UserId
);
id!(
    /// One referral code of one account.
    CodeId
);
id!(
    /// One signed-in browser or client.
    SessionId
);
id!(
    /// One request for a one-time code; what the person who asked holds while the mail travels.
    SignInRequestId
);
id!(
    /// One text that a wallet was asked to sign.
    ChallengeId
);
id!(
    /// The inviter's share of one payment.
    RewardId
);
id!(
    /// One withdrawal.
    PayoutId
);
id!(
    /// A payout or a spend, as far as it takes parts of rewards; a payout's is its own id.
    UseId
);
id!(
    /// One transaction of the ledger.
    TransactionId
);
id!(
    /// One row of what was decided about an account.
    EventId
);
id!(
    /// One row of the operators' audit log.
    ActionId
);

/// The longest id that the product brings, in bytes.
pub const MAX_FOREIGN_ID_BYTES: usize = 200;

/// Whether a text can be an id that the product brings (of a payment, refund, invoice or account):
/// 1 to 200 printable ASCII characters without `/`. Such ids are compared byte by byte.
#[must_use]
pub fn is_foreign_id(text: &str) -> bool {
    let printable = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'/';
    (1..=MAX_FOREIGN_ID_BYTES).contains(&text.len()) && text.bytes().all(printable)
}
