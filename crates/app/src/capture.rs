//! Visits with a code: what they leave in the browser, and the clicks they count.

mod clicks;
mod codes;

use std::net::IpAddr;

use triport_domain::capture::{Click, Way, effect};
use triport_domain::code::Slug;
use triport_domain::keyed_hash::{Hash, Purpose};
use triport_domain::program::Touch;
use triport_domain::series::day_of;
use triport_domain::time::Timestamp;

use self::clicks::Clicks;
use self::codes::KnownCodes;
use crate::App;
use crate::error::AppError;

pub use self::clicks::ClickFigures;

/// A visit with a code.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'v> {
    /// The code as it stands in the address.
    pub code: &'v str,
    /// Through a link, or on a page.
    pub way: Way,
    /// The code that the browser holds.
    pub held: Option<&'v str>,
    /// The path on which the visitor lands.
    pub path: &'v str,
    /// Where the visitor is.
    pub address: IpAddr,
    /// Whether a person came, not a robot, a preview or a prefetch.
    pub is_person: bool,
}

/// What came of a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// The code in its one form, if it attributes.
    pub code: Option<String>,
    /// What the browser is to hold beside the code from now on; `None` if nothing changes there.
    pub click: Option<Click>,
}

/// What visits need between requests. Nothing of it decides anything: attributions ask the
/// database.
#[derive(Default)]
pub(crate) struct Capture {
    codes: KnownCodes,
    clicks: Clicks,
}

impl App {
    /// Takes a visit in. An unknown code is no error, and neither is a database that is away: the
    /// visitor travels on with the code, which another page may still take in.
    pub async fn capture(&self, visit: &Visit<'_>) -> Captured {
        let Ok(slug) = Slug::parse(visit.code) else { return Captured::default() };
        self.capture_slug(visit, &slug).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a visit could not be taken in");
            Captured { code: Some(slug.to_string()), click: None }
        })
    }

    async fn capture_slug(&self, visit: &Visit<'_>, slug: &Slug) -> Result<Captured, AppError> {
        let now = self.now();
        let code = slug.as_str();
        let Some(holder) = self.capture.codes.holder(self, code, now).await? else {
            return Ok(Captured::default());
        };
        let mut captured = Captured { code: Some(code.to_owned()), click: None };
        if !visit.is_person {
            return Ok(captured);
        }
        let held = visit.held.and_then(|held| Slug::parse(held).ok());
        let held_attributes = self.still_attributes(held.as_ref(), now).await?;
        let held = held.as_ref().map(Slug::as_str);
        let effect = effect(visit.way, self.program.touch, code, held, held_attributes);
        if effect.counts {
            let day = day_of(now);
            let visitor = self.visitor_hash(day, code, visit.address);
            self.capture.clicks.note(holder, code, day, &visitor);
        }
        if effect.is_kept {
            captured.click = Some(Click::new(now, visit.path));
        }
        Ok(captured)
    }

    /// Writes the clicks that were counted since the last time, and tells how many.
    pub async fn flush_clicks(&self) -> Result<u64, AppError> {
        self.capture.clicks.flush(&self.store).await
    }

    /// How many clicks were counted and lost since the start.
    pub fn click_figures(&self) -> ClickFigures {
        self.capture.clicks.figures()
    }

    /// Whether the code in the browser is worth something. Asked only where the first touch counts.
    async fn still_attributes(
        &self,
        held: Option<&Slug>,
        now: Timestamp,
    ) -> Result<bool, AppError> {
        match held {
            Some(held) if self.program.touch == Touch::First => {
                Ok(self.capture.codes.holder(self, held.as_str(), now).await?.is_some())
            }
            _ => Ok(false),
        }
    }

    /// Tells a visitor from others for one day and one code; nobody can read the address back.
    fn visitor_hash(&self, day: Timestamp, code: &str, address: IpAddr) -> Hash {
        let address = match address {
            IpAddr::V4(address) => address.to_ipv6_mapped(),
            IpAddr::V6(address) => address,
        };
        let day = day.as_micros().to_be_bytes();
        self.key.hash(Purpose::ClickVisitor, &[&day, code.as_bytes(), &address.octets()])
    }
}
