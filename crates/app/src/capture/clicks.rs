//! Clicks between the visit and the database: they come a hundred times as often as anything else,
//! so they are gathered here and written together. A crash loses those since the last time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::JoinSet;
use triport_domain::id::UserId;
use triport_domain::keyed_hash::{HASH_BYTES, Hash};
use triport_domain::time::Timestamp;
use triport_store::clicks::{self, Visitor};
use triport_store::counts::{self, OfDay, Totals};
use triport_store::{Outcome, Result as StoreResult, Store, StoreError, Transaction, Tx};

use crate::error::AppError;

/// Codes, each on one day, whose clicks wait at most; those of further ones are lost.
const MAX_WAITING_CODES: usize = 20_000;
/// Visitors that wait at most; clicks of further ones count, but for no new visitor.
const MAX_WAITING_VISITORS: usize = 100_000;
/// Codes and visitors that one transaction writes at most.
const MAX_ROWS_PER_BATCH: usize = 200;
/// The clicks that wait.
#[derive(Default)]
pub(super) struct Clicks {
    waiting: Mutex<Waiting>,
    counted: AtomicU64,
    lost: AtomicU64,
}

/// What has become of clicks since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClickFigures {
    /// Taken in.
    pub counted: u64,
    /// Given up, because too many waited or the database refused them.
    pub lost: u64,
}

#[derive(Default)]
struct Waiting {
    codes: BTreeMap<Key, OfCode>,
    visitors: usize,
}

/// In the order in which a transaction takes its rows, so that two never wait for each other.
type Key = (UserId, Timestamp, String);

#[derive(Clone, Default)]
struct OfCode {
    clicks: u64,
    visitors: BTreeSet<[u8; HASH_BYTES]>,
}

impl Clicks {
    /// Counts a click.
    pub(super) fn note(&self, holder: UserId, code: &str, day: Timestamp, visitor: &Hash) {
        let of_code = OfCode { clicks: 1, visitors: BTreeSet::from([*visitor.as_bytes()]) };
        self.counted.fetch_add(1, Ordering::Relaxed);
        self.put((holder, day, code.to_owned()), of_code);
    }

    /// Writes what waits and tells how many clicks that were. What cannot be written now waits
    /// again; if only the answer was lost it counts twice, which a click may.
    pub(super) async fn flush(&self, store: &Arc<Store>) -> Result<u64, AppError> {
        let taken = std::mem::take(&mut *self.waiting());
        let mut batches = batches(taken.codes).into_iter();
        let mut writing = JoinSet::new();
        let (mut written, mut failed) = (0, None);
        loop {
            while writing.len() < store.writes_at_once()
                && let Some(batch) = batches.next()
            {
                let store = store.clone();
                writing.spawn(async move {
                    let result = store.write(Record(batch.clone())).await;
                    (batch, result)
                });
            }
            match writing.join_next().await {
                None => break,
                Some(Ok((batch, Ok(())))) => written += batch.clicks(),
                Some(Ok((batch, Err(error)))) => {
                    self.put_back(&batch, &error);
                    failed = Some(error.into());
                }
                Some(Err(panic)) => failed = Some(AppError::internal(panic)),
            }
        }
        failed.map_or(Ok(written), Err)
    }

    pub(super) fn figures(&self) -> ClickFigures {
        ClickFigures {
            counted: self.counted.load(Ordering::Relaxed),
            lost: self.lost.load(Ordering::Relaxed),
        }
    }

    fn put(&self, key: Key, more: OfCode) {
        let waiting = &mut *self.waiting();
        if waiting.codes.len() >= MAX_WAITING_CODES && !waiting.codes.contains_key(&key) {
            self.lost.fetch_add(more.clicks, Ordering::Relaxed);
            return;
        }
        let of_code = waiting.codes.entry(key).or_default();
        of_code.clicks += more.clicks;
        for visitor in more.visitors {
            if waiting.visitors < MAX_WAITING_VISITORS && of_code.visitors.insert(visitor) {
                waiting.visitors += 1;
            }
        }
    }

    fn put_back(&self, batch: &Batch, error: &StoreError) {
        if let StoreError::Busy(_) | StoreError::Unavailable(_) = error {
            for ((day, code), of_code) in &batch.codes {
                self.put((batch.user_id, *day, code.clone()), of_code.clone());
            }
        } else {
            // It would fail again for ever.
            self.lost.fetch_add(batch.clicks(), Ordering::Relaxed);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one transaction writes: clicks of one account.
struct Batch {
    user_id: UserId,
    codes: BTreeMap<(Timestamp, String), OfCode>,
    rows: usize,
}

impl Batch {
    fn clicks(&self) -> u64 {
        self.codes.values().map(|of_code| of_code.clicks).sum()
    }
}

/// Cuts what waited into transactions of a bounded size.
fn batches(codes: BTreeMap<Key, OfCode>) -> Vec<Arc<Batch>> {
    let mut batches: Vec<Batch> = Vec::new();
    for ((user_id, day, code), OfCode { mut clicks, visitors }) in codes {
        let visitors: Vec<_> = visitors.into_iter().collect();
        // The first piece holds the clicks, the others only visitors. No visitor is a piece, too.
        let pieces = visitors.chunks(MAX_ROWS_PER_BATCH).map(<[_]>::to_vec);
        let pieces = if visitors.is_empty() { vec![Vec::new()] } else { pieces.collect() };
        for piece in pieces {
            let rows = piece.len() + 1;
            let of_code = OfCode {
                clicks: std::mem::take(&mut clicks),
                visitors: piece.into_iter().collect(),
            };
            let fits = |batch: &&mut Batch| {
                batch.user_id == user_id && batch.rows + rows <= MAX_ROWS_PER_BATCH
            };
            let key = (day, code.clone());
            match batches.last_mut().filter(fits) {
                Some(batch) => {
                    batch.rows += rows;
                    batch.codes.insert(key, of_code);
                }
                None => {
                    batches.push(Batch { user_id, codes: BTreeMap::from([(key, of_code)]), rows });
                }
            }
        }
    }
    batches.into_iter().map(Arc::new).collect()
}

struct Record(Arc<Batch>);

impl Transaction for Record {
    type Output = ();

    /// Visitors first, so that it is known how many are new; then the counters, in the order in
    /// which everybody takes them.
    async fn run(&self, tx: &mut Tx<'_>) -> StoreResult<Outcome<()>> {
        let batch = &self.0;
        let mut noted = Vec::new();
        for ((day, code), of_code) in &batch.codes {
            for hash in of_code.visitors.iter().filter_map(|hash| Hash::from_stored(hash)) {
                let (user_id, day, code) = (batch.user_id, *day, code.clone());
                let visitor = Visitor { user_id, code, day, hash };
                noted.push(clicks::queue_visitor(tx, &visitor).await?);
            }
        }
        let totals = Totals { clicks: number(batch.clicks()), ..Totals::default() };
        counts::add_now(tx, batch.user_id, totals).await?;
        let mut noted = noted.iter();
        let mut days: BTreeMap<Timestamp, i64> = BTreeMap::new();
        for ((day, code), of_code) in &batch.codes {
            let mut visitors = 0;
            for added in noted.by_ref().take(of_code.visitors.len()) {
                visitors += added.get()?;
            }
            let clicks = number(of_code.clicks);
            clicks::add(tx, batch.user_id, code, *day, clicks, number(visitors)).await?;
            *days.entry(*day).or_default() += clicks;
        }
        for (day, clicks) in days {
            let add = OfDay { clicks, ..OfDay::default() };
            counts::add_of_day(tx, batch.user_id, day, add).await?;
        }
        Ok(Outcome::Commit(()))
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use triport_domain::keyed_hash::sha256;
    use uuid::Uuid;

    use super::*;

    const DAY: Timestamp = Timestamp::from_micros(0);

    fn note(clicks: &Clicks, user: u128, code: &str, visitor: usize) {
        clicks.note(UserId(Uuid::from_u128(user)), code, DAY, &sha256(&visitor.to_be_bytes()));
    }

    #[test]
    fn a_popular_code_is_written_in_pieces_that_hold_every_click_once() {
        let clicks = Clicks::default();
        for visitor in 0..1_000 {
            note(&clicks, 1, "popular", visitor);
            note(&clicks, 1, "popular", visitor);
        }
        note(&clicks, 2, "other", 0);
        let batches = batches(std::mem::take(&mut *clicks.waiting()).codes);
        assert!(batches.iter().all(|batch| batch.rows <= MAX_ROWS_PER_BATCH + 1));
        let of_first = batches.iter().filter(|batch| batch.user_id.0.as_u128() == 1);
        let visitors = |batch: &Arc<Batch>| -> usize {
            batch.codes.values().map(|of_code| of_code.visitors.len()).sum()
        };
        assert_eq!(of_first.clone().map(|batch| batch.clicks()).sum::<u64>(), 2_000);
        assert_eq!(of_first.map(visitors).sum::<usize>(), 1_000);
        assert_eq!(batches.iter().map(|batch| batch.clicks()).sum::<u64>(), 2_001);
    }

    #[test]
    fn what_could_not_be_written_waits_again_unless_it_never_can_be() {
        let clicks = Clicks::default();
        for visitor in 0..3 {
            note(&clicks, 1, "popular", visitor);
        }
        let take = || batches(std::mem::take(&mut *clicks.waiting()).codes);
        let taken = take();
        note(&clicks, 1, "popular", 2);
        clicks.put_back(&taken[0], &StoreError::Unavailable(String::new()));
        let waiting = take();
        assert_eq!((waiting.len(), waiting[0].clicks(), waiting[0].rows), (1, 4, 4));
        clicks.put_back(&waiting[0], &StoreError::Bug(String::new()));
        assert_eq!((take().len(), clicks.figures()), (0, ClickFigures { counted: 4, lost: 4 }));
    }

    #[test]
    fn what_waits_is_bounded_and_what_is_lost_is_told() {
        let clicks = Clicks::default();
        for number in 0..MAX_WAITING_CODES + 5 {
            note(&clicks, 1, &format!("code-{number}"), 7);
        }
        note(&clicks, 1, "code-0", 7);
        assert_eq!(clicks.waiting().codes.len(), MAX_WAITING_CODES);
        assert_eq!(clicks.figures().lost, 5, "a code that waits goes on counting");
        let clicks = Clicks::default();
        for visitor in 0..MAX_WAITING_VISITORS + 5 {
            note(&clicks, 1, "popular", visitor);
        }
        assert_eq!(clicks.waiting().visitors, MAX_WAITING_VISITORS);
        assert_eq!(clicks.figures().lost, 0, "the click counts, only its visitor does not");
    }
}
