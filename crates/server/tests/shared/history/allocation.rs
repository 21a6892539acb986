//! Which rewards are used by what.

/// The two ways to use rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Payout,
    Spend,
}

/// A reward with everything that was taken of it.
pub(crate) struct Reward {
    /// Of the server; empty until it was answered.
    pub(crate) id: String,
    pub(crate) payment_id: String,
    pub(crate) payment: i64,
    /// What of the payment is not refunded.
    pub(crate) rest: i64,
    pub(crate) rate: i128,
    pub(crate) amount: i128,
    pub(crate) unlock_at: i64,
    /// Numbers of uses, and how much each took.
    taken: Vec<(usize, i128)>,
    used_up_by: Option<Kind>,
}

/// A payout or a spend.
pub(crate) struct Use {
    pub(crate) kind: Kind,
    pub(crate) amount: i128,
    /// What it still waits for.
    waits_for: i128,
    /// Failed, cancelled or voided.
    pub(crate) has_ended: bool,
}

impl Use {
    pub(crate) fn new(kind: Kind, amount: i64) -> Self {
        Self { kind, amount: amount.into(), waits_for: amount.into(), has_ended: false }
    }

    pub(crate) fn end(&mut self) {
        (self.has_ended, self.waits_for) = (true, 0);
    }
}

impl Reward {
    pub(crate) fn new(payment_id: String, payment: i64, rate: i128, unlock_at: i64) -> Self {
        let (id, taken, used_up_by) = (String::new(), Vec::new(), None);
        let (rest, amount) = (payment, 0);
        Self { id, payment_id, payment, rest, rate, amount, unlock_at, taken, used_up_by }
    }

    pub(crate) fn set_rest(&mut self, rest: i64) {
        self.rest = rest;
        self.amount = i128::from(rest) * self.rate / 10_000;
    }

    pub(crate) fn used(&self) -> i128 {
        self.taken.iter().map(|(_, amount)| amount).sum()
    }

    /// Loses to a refund what the newest uses took and it no longer has; they wait for other rewards.
    pub(crate) fn follow(&mut self, uses: &mut [Use]) {
        if self.amount > self.used() {
            self.used_up_by = None;
            return;
        }
        let is_exact = self.amount == self.used();
        while self.used() > self.amount {
            let excess = self.used() - self.amount;
            let newest = self.taken.iter_mut().max_by_key(|(number, _)| *number).unwrap();
            let lost = excess.min(newest.1);
            newest.1 -= lost;
            if !uses[newest.0].has_ended {
                uses[newest.0].waits_for += lost;
            }
            self.taken.retain(|(_, amount)| *amount > 0);
        }
        // A refund that changes nothing changes nothing: who took the last part stays.
        if !is_exact || self.used_up_by.is_none() {
            let newest = self.taken.iter().max_by_key(|(number, _)| *number);
            self.used_up_by = newest.map(|(number, _)| uses[*number].kind);
        }
    }

    pub(crate) fn status(&self, now: i64) -> &'static str {
        match self.used_up_by {
            _ if self.rest == 0 => "reversed",
            Some(Kind::Payout) => "paid_out",
            Some(Kind::Spend) => "spent",
            None if now < self.unlock_at => "pending",
            None => "available",
        }
    }

    fn take(&mut self, number: usize, used: &mut Use) {
        let amount = used.waits_for.min(self.amount - self.used());
        used.waits_for -= amount;
        match self.taken.iter_mut().find(|(taker, _)| *taker == number) {
            Some((_, taken)) => *taken += amount,
            None => self.taken.push((number, amount)),
        }
        if self.used() == self.amount {
            self.used_up_by = Some(used.kind);
        }
    }
}

/// Uses that ended give back, then those that wait take the oldest unlocked rewards, the oldest use
/// first.
pub(crate) fn work(rewards: &mut [Reward], uses: &mut [Use], now: i64) {
    for reward in rewards.iter_mut() {
        let before = reward.used();
        reward.taken.retain(|(number, _)| !uses[*number].has_ended);
        if reward.used() < before && reward.used() < reward.amount {
            reward.used_up_by = None;
        }
    }
    let mut unlocked: Vec<&mut Reward> =
        rewards.iter_mut().filter(|reward| reward.unlock_at <= now).collect();
    unlocked.sort_by(|a, b| (a.unlock_at, &a.id).cmp(&(b.unlock_at, &b.id)));
    for (number, used) in uses.iter_mut().enumerate() {
        for reward in &mut unlocked {
            if used.waits_for > 0 && reward.used() < reward.amount {
                reward.take(number, used);
            }
        }
    }
}
