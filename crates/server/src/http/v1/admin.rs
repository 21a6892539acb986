//! What operators and the product's own servers call.

pub(in crate::http) mod account;
pub(in crate::http) mod audit;
pub(in crate::http) mod support;
pub(in crate::http) mod users;
