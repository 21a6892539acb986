//! The programme's terms as configured.

use triport_domain::program::{ReplacedSlugs, Tiers};
use triport_domain::reserved::ReservedWords;

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
}
