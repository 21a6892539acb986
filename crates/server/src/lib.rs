//! How the world reaches the programme: HTTP, the command line and configuration.

pub mod cli;
pub mod config;
mod demo;
pub mod http;
pub mod listen;
pub mod logging;
pub mod metrics;
pub mod open;
pub mod outside;
pub mod serve;
