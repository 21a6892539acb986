//! The story: what was planned happens in its order, and plans what follows from it.

use anyhow::Context;
use triport_app::{ProgramTotals, Referral};
use triport_domain::time::{Span, Timestamp};

use super::DAYS;
use super::acts::Stage;
use super::calendar::Calendar;
use super::cast::{GOOD_DAYS, INVITERS, Inviter, LANDING};
use super::chance::Chance;
use super::people::Newcomer;

/// How often the story tells how far it is, in days.
const NEWS_EVERY: u32 = 30;
/// Sign-ups that nobody brought, in a thousand days.
const STRANGERS: u32 = 340;

/// Something that happens.
pub(super) enum Event {
    /// A day begins; its visits are planned.
    Day(u32),
    /// An inviter signs up.
    Arrives(usize),
    /// An inviter takes a slug.
    Names(usize, &'static str),
    /// An inviter types the code that it has itself.
    ClaimsOwn(usize),
    /// Somebody follows an inviter's link.
    Visit(usize),
    /// A visitor signs up, or somebody whom nobody brought.
    SignsUp {
        inviter: Option<usize>,
        referral: Option<Referral>,
    },
    /// A customer pays for a month.
    Pays(usize),
    /// A payment is taken back, or disputed.
    TakenBack {
        payment: String,
        micro: i64,
        is_dispute: bool,
    },
    /// A dispute is won.
    Won {
        payment: String,
        refund: String,
    },
    /// An inviter asks for a payout.
    AsksPayout(usize, Fate),
    /// An operator begins with a payout, or is done with it.
    TakesUp {
        payout: String,
    },
    Sends {
        payout: String,
        is_solana: bool,
    },
    Refuses {
        payout: String,
    },
    /// An inviter thinks again.
    Cancels {
        inviter: usize,
        payout: String,
    },
    /// An inviter gets an invoice, and deals with it.
    Billed {
        inviter: usize,
        then: Dealing,
    },
    Deals {
        inviter: usize,
        invoice: String,
        then: Dealing,
    },
    /// Support promotes an inviter.
    Promoted(usize, &'static str),
    /// Support stops the one who breaks the rules.
    Stopped(usize),
    /// Support learns who brought a customer.
    Remembered(usize),
    /// A large customer of one inviter: comes, and takes all of it back.
    LargeCustomer(usize),
}

/// What becomes of a payout.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    IsSent,
    Fails,
    IsCancelled,
    IsTakenUp,
    Waits,
}

/// What becomes of an invoice.
#[derive(Clone, Copy)]
pub(super) enum Dealing {
    PaysByCard,
    UsesCredit,
    Voided,
    StaysOpen,
}

/// Somebody who pays.
pub(super) struct Customer {
    pub(super) email: String,
    pub(super) inviter: Option<usize>,
    pub(super) price: u32,
}

/// Everything that has happened and will.
pub(super) struct Story {
    pub(super) stage: Stage,
    pub(super) chance: Chance,
    pub(super) calendar: Calendar<Event>,
    pub(super) start: Timestamp,
    /// What each inviter shares at present.
    pub(super) codes: Vec<Option<String>>,
    pub(super) customers: Vec<Customer>,
    pub(super) people: u32,
    visits: u32,
    pub(super) payments: u32,
    pub(super) refunds: u32,
    pub(super) invoices: u32,
}

impl Story {
    pub(super) fn new(stage: Stage, chance: Chance) -> Self {
        let start = stage.app.time();
        let mut story = Self {
            stage,
            chance,
            calendar: Calendar::new(),
            start,
            codes: INVITERS.iter().map(|_| None).collect(),
            customers: Vec::new(),
            people: 0,
            visits: 0,
            payments: 0,
            refunds: 0,
            invoices: 0,
        };
        story.plan_cast();
        story.calendar.plan(start, Event::Day(0));
        story
    }

    /// How many payments there were.
    pub(super) const fn payments(&self) -> u32 {
        self.payments
    }

    /// Goes on until there is something to tell; `None` at the end of the story.
    pub(super) async fn go_on(&mut self, end: Timestamp) -> anyhow::Result<Option<String>> {
        while let Some((at, event)) = self.calendar.next(end) {
            self.stage.move_to(at);
            let day = match event {
                Event::Day(day) => day,
                event => {
                    self.happen(event).await?;
                    continue;
                }
            };
            self.begin(day, at).await?;
            if day > 0 && day % NEWS_EVERY == 0 {
                return Ok(Some(self.news(day).await?));
            }
        }
        Ok(None)
    }

    /// Everything as a server would have left it at the end.
    pub(super) async fn finish(&mut self, end: Timestamp) -> anyhow::Result<ProgramTotals> {
        self.stage.move_to(end);
        self.stage.work().await?;
        self.stage.purge().await?;
        Ok(self.stage.app.totals().await?)
    }

    /// A time on a day of the story.
    pub(super) fn day(&mut self, day: u32) -> Timestamp {
        let morning = self.start + Span::from_secs(day * 86_400);
        morning + self.chance.minutes(60, 600)
    }

    /// Somebody of the cast.
    pub(super) fn inviter(index: usize) -> anyhow::Result<&'static Inviter> {
        INVITERS.get(index).context("the story names somebody who is not in the cast")
    }

    /// What an inviter shares, if it is there already.
    pub(super) fn code(&self, inviter: usize) -> Option<String> {
        self.codes.get(inviter).cloned().flatten()
    }

    async fn begin(&mut self, day: u32, at: Timestamp) -> anyhow::Result<()> {
        self.stage.work().await?;
        for index in 0..INVITERS.len() {
            let visits = self.visits_on(day, index)?;
            for _ in 0..visits {
                let when = at + self.chance.minutes(0, 1_439);
                self.calendar.plan(when, Event::Visit(index));
            }
        }
        for _ in 0..self.chance.times(STRANGERS) {
            let when = at + self.chance.minutes(0, 1_439);
            self.calendar.plan(when, Event::SignsUp { inviter: None, referral: None });
        }
        self.calendar.plan(at + Span::from_days(1), Event::Day(day + 1));
        Ok(())
    }

    /// How many follow an inviter's link on a day: ever more over the year, fewer at weekends, many when
    /// something was read by many.
    fn visits_on(&mut self, day: u32, index: usize) -> anyhow::Result<u32> {
        if self.code(index).is_none() {
            return Ok(0);
        }
        let grown = Self::inviter(index)?.visits * (50 + day * 100 / u32::from(DAYS)) / 100;
        let weekend = if day % 7 >= 5 { 65 } else { 100 };
        let good = GOOD_DAYS.iter().find(|(good, _)| index == 0 && *good == day);
        let times = good.map_or(1, |(_, times)| *times);
        Ok(self.chance.times(grown * weekend / 100 * times))
    }

    /// Somebody follows a link, and may sign up.
    pub(super) async fn visit(&mut self, index: usize) -> anyhow::Result<()> {
        let Some(code) = self.code(index) else { return Ok(()) };
        self.visits += 1;
        let path = self.chance.one_of(LANDING);
        let referral = self.stage.visit(&code, path, self.visits * 31).await;
        let persuaded = self.chance.per_mille(Self::inviter(index)?.persuades);
        if referral.is_some() && persuaded {
            let when = self.stage.app.time() + self.chance.minutes(2, 900);
            self.calendar.plan(when, Event::SignsUp { inviter: Some(index), referral });
        }
        Ok(())
    }

    /// Somebody new, of the next number.
    pub(super) fn newcomer(&mut self) -> Newcomer {
        self.people += 1;
        Newcomer::new(&mut self.chance, self.people)
    }

    async fn news(&self, day: u32) -> anyhow::Result<String> {
        let totals = self.stage.app.totals().await?;
        Ok(format!(
            "day {day} of {DAYS}: {} accounts, {} clicks, {} payments",
            totals.accounts.accounts, totals.clicks, self.payments
        ))
    }
}
