//! The one binary: `triport-referrals`.

use std::process::ExitCode;

/// Many short-lived allocations on two threads: this allocator is faster at them than the system's
/// and gives memory back sooner.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    triport_referrals::cli::run()
}
