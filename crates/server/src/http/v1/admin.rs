//! What operators and the product's own servers call.

pub(in crate::http) mod account;
pub(in crate::http) mod attributions;
pub(in crate::http) mod audit;
pub(in crate::http) mod billing;
pub(in crate::http) mod invoices;
pub(in crate::http) mod ledger;
pub(in crate::http) mod overview;
pub(in crate::http) mod payouts;
pub(in crate::http) mod sign_in_links;
pub(in crate::http) mod support;
pub(in crate::http) mod users;

use triport_app::ErrorCode;
use triport_domain::time::Timestamp;

use crate::http::error::{Failure, Result};

/// A time in a body or query, or an error that names the field.
fn time(field: &str, text: &str) -> Result<Timestamp> {
    let message = || format!("{field} is a time as in RFC 3339, such as 2026-03-14T09:26:53Z.");
    Timestamp::parse(text).ok_or_else(|| Failure::new(ErrorCode::InvalidArgs, message()))
}
