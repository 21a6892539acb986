//! Random steps. A raw step is a few numbers that mean something in any state of the model, so a
//! history from which steps were taken out is a history too: that is how failing ones get shorter.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::calls::Call;
use super::model::{Model, Payment, Payout};

/// The numbers behind a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raw {
    /// Its place in the history as it was drawn; ids are made of it.
    pub(crate) number: usize,
    kind: u32,
    which: usize,
    amount: u64,
    how: u64,
    /// Whether background work runs afterwards.
    pub(crate) then_work: bool,
}

/// What happens.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Call(Call),
    /// So many microseconds go by.
    Forward(i64),
    /// An account has the other tier from now on.
    Tier(usize),
    Nothing,
}

/// What a history is drawn from.
pub(crate) struct Dice(StdRng);

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
/// The longest that one step lets pass, so that sessions live on.
const MAX_FORWARD: i64 = 10 * DAY;
/// Larger payouts may need a fresh sign-in.
const MAX_PAYOUT: i64 = 100_000_000;
const MAX_AMOUNT: i64 = (1 << 53) - 1;
/// Statuses of payouts that are not final.
const OPEN: [&str; 2] = ["requested", "processing"];

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// That many steps; background work runs after every step, now and then, or rarely. In a long
    /// one rarely, so that there is more to do than one round does.
    pub(crate) fn history(&mut self, steps: usize) -> Vec<Raw> {
        let drawn = [1, 8, 150][self.0.random_range(0..3)];
        let work_every = if steps > 1_000 { 150 } else { drawn };
        (0..steps).map(|number| self.raw(number, work_every)).collect()
    }

    pub(crate) fn raw(&mut self, number: usize, work_every: u32) -> Raw {
        let rng = &mut self.0;
        Raw {
            number,
            kind: rng.random_range(0..100),
            which: rng.random_range(0..1_000_000),
            amount: rng.random_range(0..1 << 60),
            how: rng.random_range(0..1 << 60),
            then_work: rng.random_range(0..work_every) == 0,
        }
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0.random_range(0..end)
    }
}

impl Raw {
    /// What it means now. `prefix` keeps the ids of histories in one database apart.
    pub(crate) fn step(&self, prefix: &str, model: &Model) -> Step {
        let call = match self.kind {
            0..26 => Some(self.pay(prefix, model)),
            26..30 => self.pay_again(model),
            30..44 => self.refund(prefix, model),
            44..46 => self.refund_again(model),
            46..53 => self.void(model),
            53..65 => Some(self.payout(prefix, model)),
            65..74 => self.move_payout(model),
            74..80 => Some(self.invoice(prefix, model)),
            80..83 => self.move_invoice(model),
            83..89 => self.spend(prefix, model),
            89..91 => self.with_key_again(model),
            91 => self.backfill(model),
            92 | 93 => return Step::Tier(self.which % model.accounts.len()),
            94 => self.erase(model),
            _ => return Step::Forward(self.forward(model)),
        };
        call.map_or(Step::Nothing, Step::Call)
    }

    /// Amounts where rounding shows, amounts as they are paid, and now and then the largest.
    fn some_amount(&self) -> i64 {
        let below = |end: u64| i64::try_from(1 + self.amount / 16 % end).unwrap();
        match self.amount % 16 {
            0 => 1,
            1 | 2 => below(30),
            3..8 => below(20_000),
            8..15 => 1_000_000 + below(900_000_000),
            _ if self.how.is_multiple_of(8) => MAX_AMOUNT,
            _ if self.how % 8 == 1 => below(1 << 40),
            _ => below(300),
        }
    }

    /// A part of an amount, and now and then all of it or one more.
    fn part_of(&self, whole: i64) -> i64 {
        let part = match self.how % 8 {
            0 | 1 => whole,
            2 => whole.saturating_add(1),
            _ => i64::try_from(self.amount % (u64::try_from(whole.max(1)).unwrap())).unwrap(),
        };
        part.clamp(1, MAX_AMOUNT)
    }

    fn pay(&self, prefix: &str, model: &Model) -> Call {
        let back = i64::try_from(self.how / 8 % 20).unwrap() * DAY;
        let paid_at = match self.how % 8 {
            0..3 => None,
            3..6 => Some(model.now - back),
            6 => Some(model.now - model.hold),
            _ => Some(model.now + HOUR),
        };
        let payer = self.which % model.accounts.len();
        let id = format!("{prefix}p{}", self.number);
        Call::Pay { id, payer, amount: self.some_amount(), paid_at }
    }

    fn pay_again(&self, model: &Model) -> Option<Call> {
        let paid = pick(&model.payments, self.which)?;
        let other = i64::from(self.how.is_multiple_of(3));
        let amount = (paid.amount - other).max(1);
        Some(Call::Pay { id: paid.id.clone(), payer: paid.payer, amount, paid_at: paid.paid_at })
    }

    fn refund(&self, prefix: &str, model: &Model) -> Option<Call> {
        let all: Vec<&Payment> = model.payments.iter().collect();
        let used = all.iter().filter(|paid| model.uses_part_of(paid)).copied().collect();
        // Of a used reward that leaves a debt, or takes parts from elsewhere.
        let alone = |paid: &&Payment| model.accounts[paid.payer].inviter.is_none();
        let from: Vec<&Payment> = match self.how / 8 % 6 {
            0 | 1 => all,
            // Before somebody is found to have invited the payer.
            2 => all.into_iter().filter(alone).collect(),
            _ => used,
        };
        let paid = pick(&from, self.which)?;
        let rest = if paid.rest() == 0 { 1 } else { paid.rest() };
        let (id, payment) = (format!("{prefix}r{}", self.number), paid.id.clone());
        Some(Call::Refund { id, payment, amount: self.part_of(rest) })
    }

    fn refund_again(&self, model: &Model) -> Option<Call> {
        let refunded: Vec<_> =
            model.payments.iter().filter(|paid| !paid.refunds.is_empty()).collect();
        let paid = *pick(&refunded, self.which)?;
        let refund = paid.refunds.first()?;
        let amount = (refund.amount - i64::from(self.how.is_multiple_of(3))).max(1);
        let other = pick(&model.payments, usize::try_from(self.how / 8 % 1_000).unwrap())?;
        let payment = if (self.how / 8).is_multiple_of(2) { paid } else { other }.id.clone();
        Some(Call::Refund { id: refund.id.clone(), payment, amount })
    }

    fn void(&self, model: &Model) -> Option<Call> {
        let refunded: Vec<_> =
            model.payments.iter().filter(|paid| !paid.refunds.is_empty()).collect();
        let paid = pick(&refunded, self.which)?;
        let refund = pick(&paid.refunds, usize::try_from(self.how % 1_000).unwrap())?;
        Some(Call::VoidRefund { id: refund.id.clone(), payment: paid.id.clone() })
    }

    /// An account, those that have something to use more often.
    fn member(&self, model: &Model) -> usize {
        let all = 0..model.accounts.len();
        let rich: Vec<usize> = all.filter(|account| model.unused(*account) > 0).collect();
        let any = self.which % model.accounts.len();
        if self.how % 5 == 4 { any } else { pick(&rich, self.which).copied().unwrap_or(any) }
    }

    fn usable(model: &Model, account: usize) -> i64 {
        i64::try_from(model.unused(account).clamp(1, MAX_AMOUNT.into())).unwrap()
    }

    /// Mostly a new key, and now and then one that this account or another has used already.
    fn key(&self, prefix: &str) -> Option<String> {
        match self.how / 64 % 8 {
            0..3 => Some(format!("{prefix}k{}", self.number)),
            3 => Some(format!("{prefix}k{}", self.which % 3)),
            _ => None,
        }
    }

    fn payout(&self, prefix: &str, model: &Model) -> Call {
        let account = self.member(model);
        let amount = self.part_of(Self::usable(model, account).min(MAX_PAYOUT)).min(MAX_PAYOUT);
        Call::Payout { account, amount, key: self.key(prefix) }
    }

    fn move_payout(&self, model: &Model) -> Option<Call> {
        let recent = model.payouts.len().saturating_sub(8);
        let open = model.payouts.iter().filter(|known| OPEN.contains(&known.status)).collect();
        let recent: Vec<&Payout> = model.payouts[recent..].iter().collect();
        let from: Vec<&Payout> = if (self.how / 16).is_multiple_of(3) { recent } else { open };
        let payout = pick(&from, self.which)?;
        let (account, id) = (payout.account, payout.id.clone());
        Some(match self.how % 16 {
            0..6 => Call::Cancel { account, payout: id },
            6 => Call::Cancel { account: (account + 1) % model.accounts.len(), payout: id },
            7..10 => Call::Answer { payout: id, to: "processing" },
            10..12 => Call::Answer { payout: id, to: "failed" },
            _ => Call::Answer { payout: id, to: "sent" },
        })
    }

    fn invoice(&self, prefix: &str, model: &Model) -> Call {
        let account = self.member(model);
        let amount = self.part_of(Self::usable(model, account));
        let status = if (self.how / 64).is_multiple_of(8) { "paid" } else { "open" };
        Call::Invoice { id: format!("{prefix}i{}", self.number), account, amount, status }
    }

    fn move_invoice(&self, model: &Model) -> Option<Call> {
        let invoice = pick(&model.invoices, self.which)?;
        let amount = invoice.amount + i64::from(self.how % 9 == 8 && invoice.amount < MAX_AMOUNT);
        let status = ["void", "void", "paid", "open"][usize::try_from(self.how % 4).unwrap()];
        let (id, account) = (invoice.id.clone(), invoice.account);
        Some(Call::Invoice { id, account, amount, status })
    }

    fn spend(&self, prefix: &str, model: &Model) -> Option<Call> {
        let open: Vec<_> =
            model.invoices.iter().rev().filter(|known| known.status == "open").take(6).collect();
        let any = pick(&model.invoices, self.which)?;
        let open = if (self.how / 8).is_multiple_of(6) { None } else { pick(&open, self.which) };
        let invoice = open.copied().unwrap_or(any);
        let other = usize::from(self.how % 11 == 10);
        let account = (invoice.account + other) % model.accounts.len();
        let amount = (invoice.amount - i64::from(self.how % 13 == 12)).max(1);
        Some(Call::Spend { account, invoice: invoice.id.clone(), amount, key: self.key(prefix) })
    }

    /// A write again that carried a key, as it was or with another amount.
    fn with_key_again(&self, model: &Model) -> Option<Call> {
        let mut call = pick(&model.keyed, self.which)?.call.clone();
        if self.how.is_multiple_of(3)
            && let Call::Payout { amount, .. } | Call::Spend { amount, .. } = &mut call
        {
            *amount = if *amount == 1 { 2 } else { *amount - 1 };
        }
        Some(call)
    }

    fn backfill(&self, model: &Model) -> Option<Call> {
        let all = 1..model.accounts.len();
        // Only an account that brought nobody: inviters stand before their invitees, so no circle.
        let alone = |account: &usize| model.accounts[*account].inviter.is_none();
        let alone: Vec<usize> = all.filter(alone).filter(|account| *account > 8).collect();
        let invitee = *pick(&alone, self.which)?;
        Some(Call::Backfill { invitee, inviter: usize::try_from(self.how % 9).unwrap() })
    }

    /// Only in histories with enough accounts, and never so many that nobody is left to do anything.
    fn erase(&self, model: &Model) -> Option<Call> {
        let erased = model.accounts.iter().filter(|account| account.is_erased).count();
        let account = self.which % model.accounts.len();
        let fits = model.accounts.len() > 8 && (erased < 4 || model.accounts[account].is_erased);
        let forfeit = !self.how.is_multiple_of(4);
        fits.then_some(Call::Erase { account, forfeit })
    }

    /// Seconds, hours, days, or exactly to the moment in which a reward unlocks, or just before.
    fn forward(&self, model: &Model) -> i64 {
        let some = i64::try_from(self.amount % 50).unwrap() + 1;
        let rewards = model.accounts.iter().flat_map(|account| &account.rewards);
        let until = rewards.map(|reward| reward.unlock_at - model.now);
        let next: Vec<i64> = until.filter(|until| (2..MAX_FORWARD).contains(until)).collect();
        match (self.how % 6, pick(&next, self.which)) {
            (0, _) => some * 1_000_000,
            (1, _) => some * HOUR,
            (2, Some(until)) => until - 1,
            (3 | 4, Some(until)) => *until,
            _ => some % 7 * DAY + 1,
        }
    }
}

fn pick<T>(from: &[T], which: usize) -> Option<&T> {
    from.get(which.checked_rem(from.len())?)
}
