//! Pages of lists, newest first.

use uuid::Uuid;

use crate::time::Timestamp;

/// Items on a page unless the caller says otherwise.
pub const DEFAULT_LIMIT: u16 = 50;
/// The most items on a page.
pub const MAX_LIMIT: u16 = 200;
/// The most items that a caller can skip; further pages are reached by their position.
pub const MAX_OFFSET: u16 = 10_000;

/// What part of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// At most that many items.
    pub limit: u16,
    /// That many are skipped first.
    pub offset: u16,
    /// Only items after this one, in the order of the list.
    pub after: Option<Position>,
}

/// The place of an item in a list: unlike an offset it stays where it is while items arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The time by which the list is ordered.
    pub at: Timestamp,
    /// Among items of one time, their id.
    pub id: String,
}

/// A position that belongs to another list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cursor is of another list")]
pub struct CursorOfAnotherList;

/// Items of a page, and the position to continue after if there may be more.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// The items.
    pub items: Vec<T>,
    /// The last of them, if the page is full.
    pub next: Option<Position>,
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: DEFAULT_LIMIT, offset: 0, after: None }
    }
}

impl Page {
    /// The time of the position, or one after everything.
    #[must_use]
    pub fn before(&self) -> Timestamp {
        let end = Timestamp::from_micros(i64::MAX);
        self.after.as_ref().map_or(end, |position| position.at)
    }

    /// The id of the position, or one after everything.
    pub fn before_id(&self) -> Result<Uuid, CursorOfAnotherList> {
        let id = self.after.as_ref().map_or(Ok(Uuid::max()), |position| position.id.parse());
        id.map_err(|_| CursorOfAnotherList)
    }

    /// The same where ids are texts. Without a position the time alone is after everything.
    #[must_use]
    pub fn before_text(&self) -> &str {
        self.after.as_ref().map_or("", |position| position.id.as_str())
    }

    /// Puts a page together from what was read. `position` tells where an item stands.
    pub fn listed<T>(&self, items: Vec<T>, position: impl FnOnce(&T) -> Position) -> Listed<T> {
        let full = items.len() >= usize::from(self.limit);
        let next = items.last().filter(|_| full).map(position);
        Listed { items, next }
    }
}
