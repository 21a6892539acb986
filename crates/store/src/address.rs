//! Where a database is.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a database is: `sqlite://FILE` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file, relative to the working directory or absolute.
    Sqlite(PathBuf),
    /// A PostgreSQL connection URL; it may hold a password.
    Postgres(String),
}

/// The text is no address of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected sqlite://FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE")]
pub struct InvalidAddress;

impl FromStr for Address {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> std::result::Result<Self, InvalidAddress> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite://") {
            Some(path) if !path.is_empty() && path != ":memory:" && !path.contains('?') => {
                Ok(Self::Sqlite(PathBuf::from(path)))
            }
            _ => Err(InvalidAddress),
        }
    }
}

impl fmt::Display for Address {
    /// Without user and password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                let rest = url.split_once("://").map_or("", |(_, rest)| rest);
                let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
                let plain = host.split('?').next().unwrap_or_default();
                write!(formatter, "postgres://{plain}")
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_without_their_password() {
        let address: Address =
            "postgres://ada:se@cret@db.example:5432/shop?sslmode=require".parse().unwrap();
        assert_eq!(format!("{address:?}"), "Address(postgres://db.example:5432/shop)");
    }

    #[test]
    fn only_files_and_postgresql_are_addresses() {
        for bad in ["", "sqlite://", "sqlite://:memory:", "sqlite::memory:", "mysql://x", "file.db"]
        {
            assert!(bad.parse::<Address>().is_err(), "{bad}");
        }
        assert_eq!("sqlite:///var/a.db".parse(), Ok(Address::Sqlite("/var/a.db".into())));
    }
}
