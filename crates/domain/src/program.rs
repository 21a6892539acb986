//! The programme's terms: tiers, windows and what becomes of replaced slugs.

/// One tier: what an inviter of it earns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Its number, which accounts refer to.
    pub number: u16,
    /// Its name.
    pub label: String,
    /// Share of a payment in basis points (1500 = 15 %).
    pub rate_bps: u16,
}

/// The whole of a payment, in basis points.
pub const MAX_RATE_BPS: u16 = 10_000;

/// The configured tiers, ordered by number; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiers(Vec<Tier>);

/// What is wrong with a list of tiers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTiers {
    /// An entry is not `number:label:bps`.
    #[error("'{0}' is not number:label:bps with 0 to 10000 bps")]
    Entry(String),
    /// Two tiers have one number.
    #[error("tier {0} is listed twice")]
    Twice(u16),
    /// New accounts have tier 1, so it has to exist.
    #[error("tier 1, which every account starts with, is missing")]
    NoFirst,
}

/// What happens to links with a slug that was replaced by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplacedSlugs {
    /// They keep working.
    Alias,
    /// They stop attributing.
    Off,
}

/// Which of several clicks on share links counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// The first.
    First,
    /// The last.
    Last,
}

/// The tier every account starts with.
pub const FIRST_TIER: u16 = 1;

impl Tiers {
    /// Parses `1:regular:1000,2:influencer:1500`.
    pub fn parse(text: &str) -> Result<Self, InvalidTiers> {
        let mut tiers = text.split(',').map(parse_tier).collect::<Result<Vec<_>, _>>()?;
        tiers.sort_by_key(|tier| tier.number);
        if let Some([one, _]) =
            tiers.array_windows::<2>().find(|[one, next]| one.number == next.number)
        {
            return Err(InvalidTiers::Twice(one.number));
        }
        let tiers = Self(tiers);
        tiers.get(FIRST_TIER).is_some().then_some(()).ok_or(InvalidTiers::NoFirst)?;
        Ok(tiers)
    }

    /// The tier of that number.
    #[must_use]
    pub fn get(&self, number: u16) -> Option<&Tier> {
        self.0.iter().find(|tier| tier.number == number)
    }

    /// The terms of an account whose tier has that number. An account whose tier was taken out of
    /// the configuration has those of the first.
    #[must_use]
    pub fn in_force(&self, number: u16) -> Option<&Tier> {
        self.get(number).or_else(|| self.get(FIRST_TIER))
    }

    /// All tiers, by number.
    #[must_use]
    pub fn as_slice(&self) -> &[Tier] {
        &self.0
    }
}

fn parse_tier(entry: &str) -> Result<Tier, InvalidTiers> {
    let wrong = || InvalidTiers::Entry(entry.trim().to_owned());
    let fields: Vec<&str> = entry.split(':').map(str::trim).collect();
    let [number, label, rate_bps] = fields.as_slice() else {
        return Err(wrong());
    };
    let tier = Tier {
        number: number.parse().map_err(|_| wrong())?,
        label: (*label).to_owned(),
        rate_bps: rate_bps.parse().map_err(|_| wrong())?,
    };
    let sensible = tier.number > 0 && !tier.label.is_empty() && tier.rate_bps <= MAX_RATE_BPS;
    sensible.then_some(tier).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_are_read_in_any_order() {
        let tiers = Tiers::parse("2:influencer:1500, 1:regular:1000").unwrap();
        assert_eq!(tiers.get(1).unwrap().rate_bps, 1_000);
        assert_eq!(tiers.as_slice().last().unwrap().label, "influencer");
        assert_eq!(tiers.get(3), None);
    }

    #[test]
    fn wrong_tiers_are_named() {
        for (text, error) in [
            ("", InvalidTiers::Entry(String::new())),
            ("1:regular", InvalidTiers::Entry("1:regular".to_owned())),
            ("1:regular:10001", InvalidTiers::Entry("1:regular:10001".to_owned())),
            ("1::5", InvalidTiers::Entry("1::5".to_owned())),
            ("0:a:5", InvalidTiers::Entry("0:a:5".to_owned())),
            ("1:a:5,1:b:6", InvalidTiers::Twice(1)),
            ("2:a:5", InvalidTiers::NoFirst),
        ] {
            assert_eq!(Tiers::parse(text), Err(error), "{text}");
        }
    }
}
