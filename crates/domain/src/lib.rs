//! What is true of a referral programme, whatever the storage and the transport.
//!
//! Everything here is a type or a pure function: no input or output, no clock, no randomness and
//! no `async`. Times and random values come in as arguments, decisions go out as values, so that
//! every rule can be tested by calling it.

pub mod account;
pub mod account_name;
pub mod allocation;
pub mod attribution;
pub mod capture;
pub mod code;
pub mod device;
pub mod email;
pub mod id;
pub mod identity;
pub mod invoice;
pub mod keyed_hash;
pub mod ledger;
pub mod money;
pub mod one_time_code;
pub mod openid;
pub mod operator;
pub mod page;
pub mod payout;
pub mod program;
pub mod reserved;
pub mod reward;
pub mod robots;
pub mod series;
pub mod session;
pub mod time;
pub mod token;
pub mod wallet;
pub mod window;
