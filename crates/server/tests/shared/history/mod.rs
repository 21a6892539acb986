//! Histories of money: random steps, the calls they are, and a small model that says what each call
//! has to answer and what everybody has afterwards.
//!
//! The model is written from the rules alone and shares no code with the server: its amounts have
//! 128 bits, its balances are sums over all rewards and uses, and nothing in it is kept for speed.

#![allow(dead_code, reason = "two test programs use this, each a part of it")]

mod allocation;
pub(crate) mod calls;
mod erasing;
pub(crate) mod model;
pub(crate) mod rules;
pub(crate) mod steps;

pub(crate) use calls::{By, Call, Names, Request};
pub(crate) use model::Model;
pub(crate) use steps::{Dice, Step};
