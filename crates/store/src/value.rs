//! Values on their way into statements and out of rows, the same for both databases.
//!
//! Ids are 16 bytes, times microseconds, amounts micro-units, names text: five types are enough.

use std::fmt;

use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::{Result, StoreError};

/// A parameter of a statement.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// SQL `NULL`.
    Null,
    /// A 64-bit integer: a count, a time in microseconds, an amount in micro-units.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A 16-byte id: `uuid` on PostgreSQL, a blob on SQLite.
    Id(Uuid),
}

/// Without texts and bytes: the PostgreSQL client writes parameters to the log in this form when it
/// is at its most talkative, and they hold e-mail addresses and hashes.
impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("Null"),
            Self::Int(value) => write!(formatter, "Int({value})"),
            Self::Text(text) => write!(formatter, "Text({} bytes)", text.len()),
            Self::Bytes(bytes) => write!(formatter, "Bytes({} bytes)", bytes.len()),
            Self::Id(id) => write!(formatter, "Id({id})"),
        }
    }
}

/// The parameters of a statement as a slice of [`Value`].
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$(crate::value::Value::from($value)),*] };
}

pub(crate) use params;

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u16> for Value {
    fn from(value: u16) -> Self {
        Self::Int(value.into())
    }
}

impl From<Timestamp> for Value {
    fn from(value: Timestamp) -> Self {
        Self::Int(value.as_micros())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<&[u8; 32]> for Value {
    fn from(value: &[u8; 32]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_vec())
    }
}

impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Id(value)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
            Self::Id(value) => ValueRef::Blob(value.as_bytes()),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        // The checked form refuses a value for a column of another type instead of sending bytes
        // that PostgreSQL would read as something else.
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql_checked(ty, out),
            Self::Text(value) => value.to_sql_checked(ty, out),
            Self::Bytes(value) => value.to_sql_checked(ty, out),
            Self::Id(value) => value.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One row of a result.
pub struct Row<'r>(Source<'r>);

enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

/// A type that a column can be read as, on both databases.
pub trait Column: Sized {
    /// Reads the column; the error names the position.
    fn read(row: &Row<'_>, index: usize) -> Result<Self>;
}

impl<'r> Row<'r> {
    pub(crate) const fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self(Source::Sqlite(row))
    }

    pub(crate) const fn postgres(row: &'r tokio_postgres::Row) -> Self {
        Self(Source::Postgres(row))
    }

    /// The column at `index`.
    pub fn get<T: Column>(&self, index: usize) -> Result<T> {
        T::read(self, index)
    }
}

macro_rules! column {
    ($($ty:ty),*) => { $(
        impl Column for $ty {
            fn read(row: &Row<'_>, index: usize) -> Result<Self> {
                match row.0 {
                    Source::Sqlite(row) => row.get(index).map_err(|error| wrong_column(index, &error)),
                    Source::Postgres(row) => row.try_get(index).map_err(|error| wrong_column(index, &error)),
                }
            }
        }
    )* };
}

column!(i64, String, Vec<u8>, Uuid, Option<i64>, Option<String>, Option<Uuid>);

impl Column for Timestamp {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        row.get(index).map(Self::from_micros)
    }
}

impl Column for Option<Timestamp> {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        let micros: Option<i64> = row.get(index)?;
        Ok(micros.map(Timestamp::from_micros))
    }
}

impl Column for u16 {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        let wide: i64 = row.get(index)?;
        Self::try_from(wide).map_err(|error| wrong_column(index, &error))
    }
}

impl Column for Option<u16> {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        let wide: Option<i64> = row.get(index)?;
        wide.map(u16::try_from).transpose().map_err(|error| wrong_column(index, &error))
    }
}

impl Column for u32 {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        let wide: i64 = row.get(index)?;
        Self::try_from(wide).map_err(|error| wrong_column(index, &error))
    }
}

fn wrong_column(index: usize, error: &dyn std::error::Error) -> StoreError {
    StoreError::Corrupt(format!("column {index}: {error}"))
}
