//! What operators do, and the product's own servers in their name.

mod naming;
