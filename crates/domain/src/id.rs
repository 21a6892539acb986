//! Identifiers that this program makes: UUID version 7 (RFC 9562 section 5.7), told apart by type.

use std::fmt;

use uuid::Uuid;

use crate::time::Timestamp;

/// Builds a version 7 UUID from a time and ten random bytes, of which it uses eight.
///
/// Ids made later sort after ids made earlier, by the microsecond (method 3 of section 6.2): lists go by
/// them, newest first, and inserts stay at the right edge of an index.
#[must_use]
pub fn uuid_v7(now: Timestamp, mut random: [u8; 10]) -> Uuid {
    let micros = now.as_micros().max(0).unsigned_abs() % 1_000;
    // The 12 bits behind the version: the fraction of the millisecond.
    let [.., high, low] = (micros * 4_096 / 1_000).to_be_bytes();
    (random[0], random[1]) = (high, low);
    of_millisecond(now, random)
}

/// The least and the greatest version 7 UUID of the millisecond of a time.
#[must_use]
pub fn bounds_of_millisecond(at: Timestamp) -> (Uuid, Uuid) {
    (of_millisecond(at, [0; 10]), of_millisecond(at, [u8::MAX; 10]))
}

fn of_millisecond(at: Timestamp, rest: [u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(at.as_unix_millis(), &rest).into_uuid()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_microsecond_whatever_is_random() {
        let start = 1_795_823_340_063_000;
        let made =
            |micros: i64, random: u8| uuid_v7(Timestamp::from_micros(start + micros), [random; 10]);
        for micros in 0..2_000 {
            assert!(made(micros, u8::MAX) < made(micros + 1, 0), "{micros} µs");
        }
        assert_ne!(made(5, 1), made(5, 2));
        assert_eq!(made(999, 7).get_version_num(), 7);
    }

    #[test]
    fn every_id_of_a_millisecond_is_within_its_bounds() {
        let at = Timestamp::from_micros(1_795_823_340_063_421);
        let (first, last) = bounds_of_millisecond(at);
        for micros in 1_795_823_340_063_000..1_795_823_340_064_000 {
            let id = uuid_v7(Timestamp::from_micros(micros), [0xa5; 10]);
            assert!(first <= id && id <= last);
        }
        assert!(uuid_v7(Timestamp::from_micros(1_795_823_340_064_000), [0; 10]) > last);
    }
}
