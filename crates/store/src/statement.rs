//! Statements: one text for both databases wherever possible, each registered where it stands, so
//! that the contract suite prepares every one of them on both without a list kept by hand.

/// One SQL statement.
///
/// Parameters are `$1`, `$2`… and first appear in that order: SQLite numbers named parameters by
/// appearance (the contract suite checks it).
#[derive(Debug)]
pub struct Sql {
    /// Its name in the source.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL.
    pub postgres: &'static str,
}

/// An entry of the register of all statements.
pub struct Registered(pub &'static Sql);

inventory::collect!(Registered);

/// Every statement of the program.
pub fn all() -> impl Iterator<Item = &'static Sql> {
    inventory::iter::<Registered>().map(|entry| entry.0)
}

/// Declares a statement: `statement!(NAME = "…")`, or, where the databases need different texts,
/// `statement!(NAME: sqlite = "…", postgres = "…")` under a comment that begins "Differs because".
macro_rules! statement {
    ($name:ident = $text:expr) => {
        statement!($name: sqlite = $text, postgres = $text);
    };
    ($name:ident: sqlite = $sqlite:expr, postgres = $postgres:expr) => {
        static $name: crate::statement::Sql = crate::statement::Sql {
            name: concat!(module_path!(), "::", stringify!($name)),
            sqlite: $sqlite,
            postgres: $postgres,
        };
        inventory::submit!(crate::statement::Registered(&$name));
    };
}

pub(crate) use statement;
