//! Connections for reads that many callers use at once.
//!
//! The protocol allows any number of statements on their way on one connection. Reads from
//! concurrent requests then travel in the same packets, which costs both sides fewer system calls
//! than a connection each. They are single statements outside any transaction, on connections that
//! refuse writes.
//!
//! The more reads share a connection, the less each costs, so a connection is filled before the
//! next one is used. The bound on that keeps a slow read from holding up more than its neighbours,
//! and gives a busy server more than one process of the database.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use deadpool_postgres::{Object, Pool};

use super::{Connection, from_pool, from_postgres};
use crate::error::Result;

/// How many connections carry reads.
const SHARED_CONNECTIONS: usize = 4;
/// Reads on their way on one connection before the next one is used.
const READS_TOGETHER: usize = 32;

pub(crate) struct SharedConnections {
    pool: Pool,
    next: AtomicUsize,
    slots: [Slot; SHARED_CONNECTIONS],
}

#[derive(Default)]
struct Slot {
    open: RwLock<Option<Arc<Connection>>>,
    /// Held while connecting, so that a hundred waiting requests open one connection.
    connecting: tokio::sync::Mutex<()>,
}

impl SharedConnections {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool, next: AtomicUsize::new(0), slots: Default::default() }
    }

    pub(crate) async fn get(&self) -> Result<Arc<Connection>> {
        if let Some(connection) = self.slots.iter().find_map(Slot::with_room) {
            return Ok(connection);
        }
        // All that are open are full: they take turns, and those that are not open are opened.
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % SHARED_CONNECTIONS;
        let [first, ..] = &self.slots;
        let slot = self.slots.get(turn).unwrap_or(first);
        if let Some(connection) = slot.live() {
            return Ok(connection);
        }
        let _one_at_a_time = slot.connecting.lock().await;
        if let Some(connection) = slot.live() {
            return Ok(connection);
        }
        let client = self.pool.get().await.map_err(|error| from_pool(&error))?;
        let connection = Arc::new(Object::take(client));
        connection
            .batch_execute("SET default_transaction_read_only = on")
            .await
            .map_err(|error| from_postgres("preparing a connection for reads", &error))?;
        *slot.open.write().unwrap_or_else(PoisonError::into_inner) = Some(connection.clone());
        Ok(connection)
    }
}

impl Slot {
    fn with_room(&self) -> Option<Arc<Connection>> {
        // Every read holds its connection; so do the slot and, just now, this look at it.
        self.live().filter(|connection| Arc::strong_count(connection) - 2 < READS_TOGETHER)
    }

    fn live(&self) -> Option<Arc<Connection>> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().filter(|connection| !connection.is_closed()).cloned()
    }
}
