//! What operators and the product's own servers call.

pub(in crate::http) mod audit;
