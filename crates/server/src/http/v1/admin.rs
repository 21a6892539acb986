//! What operators and the product's own servers call.

pub(in crate::http) mod account;
pub(in crate::http) mod attributions;
pub(in crate::http) mod audit;
pub(in crate::http) mod billing;
pub(in crate::http) mod invoices;
pub(in crate::http) mod ledger;
pub(in crate::http) mod overview;
pub(in crate::http) mod payouts;
pub(in crate::http) mod support;
pub(in crate::http) mod users;
