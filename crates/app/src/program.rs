//! The programme's terms as configured.

use triport_domain::money::Micro;
use triport_domain::program::{ReplacedSlugs, Tiers, Touch};
use triport_domain::reserved::ReservedWords;
use triport_domain::time::Span;
use url::Url;

/// What the operator decided about the programme.
#[derive(Clone, Debug)]
pub struct Program {
    /// The tiers.
    pub tiers: Tiers,
    /// Words that nobody may take as a slug.
    pub reserved_words: ReservedWords,
    /// What becomes of links with a replaced slug.
    pub replaced_slugs: ReplacedSlugs,
    /// How many slugs an account may hold.
    pub max_slugs_per_account: u32,
    /// Where share links start, without a slash at the end: `https://example.com`.
    pub public_url: String,
    /// Where share links lead.
    pub landing_url: Url,
    /// The currency of all amounts: three capital letters (ISO 4217).
    pub currency: String,
    /// How long a reward waits before it can be used.
    pub hold_period: Span,
    /// How long a click counts, and how old an account may be when it is attributed.
    pub attribution_window: Span,
    /// Which of several clicks counts.
    pub touch: Touch,
    /// The smallest payout.
    pub min_payout: Micro,
    /// The largest payout that any session may ask for; more needs a fresh sign-in.
    pub step_up_payout: Micro,
}
