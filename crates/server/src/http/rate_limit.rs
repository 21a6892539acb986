//! Calls per second of one session or of one operator's token, counted in this process.
//!
//! These limits protect the server's time. Those that guard sign-in are in the database.

use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use triport_app::{AppError, Member};
use triport_domain::time::Span;

use super::error::Result;

type Keyed = RateLimiter<[u8; 32], DashMapStateStore<[u8; 32]>, DefaultClock>;

/// Slug checks are worth a fifth of all calls: enough for typing, slow for guessing.
const CHECKS_SHARE: u32 = 5;

/// The limits of a site.
pub(super) struct RateLimits {
    calls: Option<Keyed>,
    slug_checks: Option<Keyed>,
}

impl RateLimits {
    /// Limits of `rps` calls per second and caller, in bursts of twice that; 0 is off.
    pub(super) fn new(rps: u32) -> Self {
        let limiter = |rps: u32| {
            let rps = NonZeroU32::new(rps)?;
            let quota = Quota::per_second(rps).allow_burst(rps.saturating_add(rps.get()));
            Some(RateLimiter::dashmap(quota))
        };
        Self { calls: limiter(rps), slug_checks: limiter(rps.div_ceil(CHECKS_SHARE)) }
    }

    /// Counts any call of a session or of an operator's token, whose hash is the key.
    pub(super) fn call(&self, key: &[u8; 32]) -> Result<()> {
        admit(self.calls.as_ref(), key)
    }

    /// Counts a look at whether a slug is free.
    pub(super) fn slug_check(&self, member: &Member) -> Result<()> {
        admit(self.slug_checks.as_ref(), member.session_key())
    }

    /// Forgets sessions that are below every limit again.
    pub(super) fn tidy(&self) {
        for limiter in self.calls.iter().chain(&self.slug_checks) {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn admit(limiter: Option<&Keyed>, key: &[u8; 32]) -> Result<()> {
    let Some(limiter) = limiter else {
        return Ok(());
    };
    limiter.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(limiter.clock().now()).as_secs() + 1;
        AppError::rate_limited(Span::from_secs(u32::try_from(wait).unwrap_or(u32::MAX))).into()
    })
}
