//! What happens at each turn of the story, and what it leads to.

use triport_app::money::PayoutAnswer;
use triport_domain::time::Span;

use super::acts::UNIT;
use super::cast::{DEBTOR, INVITERS, OFFENDER, PRICES};
use super::story::{Customer, Dealing, Event, Fate, Story};

/// Of a thousand who were brought, how many become customers; of those whom nobody brought, fewer do.
const BROUGHT_PAY: u32 = 640;
const STRANGERS_PAY: u32 = 360;
/// Of a thousand who sign up, for how many the product makes the account.
const BY_PRODUCT: u32 = 350;
/// Of a thousand payments, how many are followed by another a month later, or are taken back.
const STAY: u32 = 930;
const TAKEN_BACK: u32 = 38;
/// Below this nobody bothers to ask for a payout, in micro-units.
const WORTH_ASKING: i64 = 25 * UNIT;
/// What an inviter's own invoice says.
const BILL: u32 = 29;
/// What the large customer pays.
const LARGE: u32 = 1_200;

impl Story {
    /// What is decided about the cast before anything happens.
    pub(super) fn plan_cast(&mut self) {
        for (index, inviter) in INVITERS.iter().enumerate() {
            let mut at = self.day(inviter.joins);
            self.calendar.plan(at, Event::Arrives(index));
            for (day, slug) in inviter.slugs {
                at = (at + Span::from_secs(300)).max(self.day(*day));
                self.calendar.plan(at, Event::Names(index, slug));
            }
            if index != OFFENDER {
                self.plan_money(index, inviter.joins, inviter.is_customer);
            }
        }
        let (promoted, second) = (self.day(128), self.day(268));
        self.calendar.plan(promoted, Event::Promoted(0, "Ten paying invitees; agreed by mail."));
        self.calendar.plan(second, Event::Promoted(1, "Travel blog, agreed in a call."));
        for (day, event) in [
            (22, Event::ClaimsOwn(0)),
            (205, Event::Remembered(3)),
            (230, Event::Stopped(OFFENDER)),
            (292, Event::LargeCustomer(DEBTOR)),
        ] {
            let at = self.day(day);
            self.calendar.plan(at, event);
        }
    }

    /// When an inviter asks for payouts and gets invoices.
    fn plan_money(&mut self, index: usize, joins: u32, is_customer: bool) {
        for (round, day) in (joins + 70..352).step_by(33).enumerate() {
            let fate = match (index, round) {
                (0, 2) => Fate::Fails,
                (0, 4) => Fate::IsCancelled,
                _ => Fate::IsSent,
            };
            let at = self.day(day);
            if index != DEBTOR {
                self.calendar.plan(at, Event::AsksPayout(index, fate));
            }
        }
        // What an operator finds on the desk today.
        let last =
            [Some((364, Fate::Waits)), Some((362, Fate::IsTakenUp)), Some((363, Fate::Waits))];
        if let Some((day, fate)) = last.get(index).copied().flatten() {
            let at = self.day(day);
            self.calendar.plan(at, Event::AsksPayout(index, fate));
        }
        let bills = if is_customer { joins + 12..361 } else { 0..0 };
        for (round, day) in bills.step_by(30).enumerate() {
            let then = match round {
                4 => Dealing::Voided,
                round if round % 3 == 2 => Dealing::UsesCredit,
                _ => Dealing::PaysByCard,
            };
            let at = self.day(day);
            self.calendar.plan(at, Event::Billed { inviter: index, then });
        }
        if is_customer {
            let at = self.day(361);
            self.calendar.plan(at, Event::Billed { inviter: index, then: Dealing::StaysOpen });
        }
    }

    pub(super) async fn happen(&mut self, event: Event) -> anyhow::Result<()> {
        match event {
            Event::Day(_) => Ok(()),
            Event::Arrives(index) => self.arrives(index).await,
            Event::Names(index, slug) => self.names(index, slug).await,
            Event::ClaimsOwn(index) => self.claims_own(index).await,
            Event::Visit(index) => self.visit(index).await,
            Event::SignsUp { inviter, referral } => self.signs_up(inviter, referral, None).await,
            Event::LargeCustomer(index) => self.signs_up(Some(index), None, Some(LARGE)).await,
            Event::Pays(customer) => self.pays(customer).await,
            Event::TakenBack { payment, micro, is_dispute } => {
                self.taken_back(payment, micro, is_dispute).await
            }
            Event::Won { payment, refund } => self.stage.void_refund(&payment, &refund).await,
            Event::AsksPayout(index, fate) => self.asks_payout(index, fate).await,
            Event::TakesUp { payout } => {
                self.stage.answer_payout(&payout, PayoutAnswer::Processing).await
            }
            Event::Sends { payout, is_solana } => self.sends(&payout, is_solana).await,
            Event::Refuses { payout } => {
                let reason = "The network is congested; please ask again tomorrow.".to_owned();
                self.stage.answer_payout(&payout, PayoutAnswer::Failed(Some(reason))).await
            }
            Event::Cancels { inviter, payout } => self.cancels(inviter, &payout).await,
            Event::Billed { inviter, then } => self.billed(inviter, then).await,
            Event::Deals { inviter, invoice, then } => self.deals(inviter, &invoice, then).await,
            Event::Promoted(index, note) => self.promoted(index, note).await,
            Event::Stopped(index) => self.stopped(index).await,
            Event::Remembered(index) => self.remembered(index).await,
        }
    }

    async fn arrives(&mut self, index: usize) -> anyhow::Result<()> {
        let inviter = Self::inviter(index)?;
        self.stage.join(inviter.email, inviter.name, None).await?;
        let member = self.stage.sign_in(inviter.email, None).await?;
        let uid_code = self.stage.app.standing(member.user_id).await?.primary_code;
        if let Some(code) = self.codes.get_mut(index) {
            *code = Some(uid_code);
        }
        self.stage.leave(&member).await
    }

    /// A slug that this installation reserves is done without.
    async fn names(&mut self, index: usize, slug: &str) -> anyhow::Result<()> {
        let member = self.stage.sign_in(Self::inviter(index)?.email, None).await?;
        if self.stage.app.check_slug(&member, slug).await?.refused.is_none() {
            let code = self.stage.app.set_slug(&member, slug).await?;
            if let Some(shared) = self.codes.get_mut(index) {
                *shared = Some(code.text);
            }
        }
        self.stage.leave(&member).await
    }

    async fn claims_own(&mut self, index: usize) -> anyhow::Result<()> {
        let Some(code) = self.code(index) else { return Ok(()) };
        let member = self.stage.sign_in(Self::inviter(index)?.email, None).await?;
        self.stage.app.claim(&member, &code).await?;
        self.stage.leave(&member).await
    }

    /// Somebody signs up, by mail or through the product, and may become a customer.
    async fn signs_up(
        &mut self,
        inviter: Option<usize>,
        referral: Option<triport_app::Referral>,
        price: Option<u32>,
    ) -> anyhow::Result<()> {
        let newcomer = self.newcomer();
        let code = inviter.and_then(|inviter| self.code(inviter));
        let by_product = price.is_some() || self.chance.per_mille(BY_PRODUCT);
        if by_product {
            self.stage.push(&newcomer, code.as_deref()).await?;
        } else {
            self.stage.join(&newcomer.email, &newcomer.name, referral).await?;
        }
        let likely = if inviter.is_some() { BROUGHT_PAY } else { STRANGERS_PAY };
        if price.is_none() && !self.chance.per_mille(likely) {
            return Ok(());
        }
        let price = price.unwrap_or_else(|| self.chance.one_of(PRICES));
        self.customers.push(Customer { email: newcomer.email, inviter, price });
        let at = self.stage.app.time() + self.chance.minutes(10, 8_000);
        self.calendar.plan(at, Event::Pays(self.customers.len() - 1));
        Ok(())
    }

    /// A payment, and whether there is another one, or this one is taken back.
    async fn pays(&mut self, index: usize) -> anyhow::Result<()> {
        let Some(Customer { email, price, inviter }) = self.customers.get(index) else {
            return Ok(());
        };
        let (price, inviter) = (*price, *inviter);
        self.payments += 1;
        let payment = format!("pay_{:06}", 104_200 + self.payments * 3);
        self.stage.pay(&payment, email, price).await?;
        let now = self.stage.app.time();
        if price == LARGE {
            self.large_payment(payment, inviter);
            return Ok(());
        }
        if self.chance.per_mille(STAY) {
            self.calendar.plan(now + self.chance.days(30, 31), Event::Pays(index));
        }
        if self.chance.per_mille(TAKEN_BACK) {
            let is_dispute = self.chance.per_mille(400);
            let share = if is_dispute || self.chance.per_mille(600) { 1 } else { 2 };
            let micro = i64::from(price) * UNIT / share;
            let at = now + self.chance.days(2, 19);
            self.calendar.plan(at, Event::TakenBack { payment, micro, is_dispute });
        }
        Ok(())
    }

    /// The share of it is paid out, and then the customer wants the money back.
    fn large_payment(&mut self, payment: String, inviter: Option<usize>) {
        let (now, hold) = (self.stage.app.time(), self.stage.app.program().hold_period);
        let asked = now + hold + Span::from_secs(7_200);
        if let Some(inviter) = inviter {
            self.calendar.plan(asked, Event::AsksPayout(inviter, Fate::IsSent));
        }
        let micro = i64::from(LARGE) * UNIT;
        let back = Event::TakenBack { payment, micro, is_dispute: false };
        self.calendar.plan(asked + Span::from_days(6), back);
    }

    async fn taken_back(
        &mut self,
        payment: String,
        micro: i64,
        is_dispute: bool,
    ) -> anyhow::Result<()> {
        self.refunds += 1;
        let kind = if is_dispute { "dp" } else { "re" };
        let refund = format!("{kind}_{:05}", 7_000 + self.refunds * 11);
        self.stage.refund(&payment, &refund, micro).await?;
        if is_dispute && self.chance.per_mille(550) {
            let at = self.stage.app.time() + self.chance.days(9, 24);
            self.calendar.plan(at, Event::Won { payment, refund });
        }
        Ok(())
    }

    async fn promoted(&mut self, index: usize, note: &str) -> anyhow::Result<()> {
        // An installation may have one tier alone.
        if self.stage.app.program().tiers.get(2).is_none() {
            return Ok(());
        }
        self.stage.set_tier(Self::inviter(index)?.email, 2, note).await
    }

    async fn stopped(&mut self, index: usize) -> anyhow::Result<()> {
        let Some(code) = self.code(index) else { return Ok(()) };
        let reason = "Bids on our brand name in search ads, against the terms.";
        self.stage.stop(Self::inviter(index)?.email, &code, reason).await
    }

    /// The youngest customer whom nobody brought turns out to have been told by an inviter.
    async fn remembered(&mut self, index: usize) -> anyhow::Result<()> {
        let stranger = self.customers.iter().rfind(|customer| customer.inviter.is_none());
        let (Some(customer), Some(code)) = (stranger, self.code(index)) else {
            return Ok(());
        };
        self.stage.attribute(&customer.email, &code).await
    }

    /// So much of what is there, in whole fives of the currency; nothing if that is not worth it.
    pub(super) fn worth(&self, available: i64, fate: Fate) -> Option<i64> {
        // What is to be on the operators' desk at the end is asked for even if it is little.
        let (percent, worth) = match fate {
            Fate::Waits | Fate::IsTakenUp => (65, 0),
            Fate::IsSent | Fate::Fails | Fate::IsCancelled => (70, WORTH_ASKING),
        };
        let micro = available / 100 * percent / (5 * UNIT) * 5 * UNIT;
        let least = worth.max(self.stage.app.program().min_payout.get());
        (micro >= least).then_some(micro)
    }

    pub(super) const fn bill() -> u32 {
        BILL
    }
}
