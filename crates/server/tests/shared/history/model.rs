//! What is true of money, once more and in the simplest way.

use std::collections::BTreeMap;

use serde_json::Value;

use super::allocation::{Kind, Reward, Use};
use super::calls::Call;

const KEYS_KEPT: i64 = 30 * 86_400_000_000;

/// Everything that happened, and the time.
pub(crate) struct Model {
    /// Microseconds since 1970.
    pub(crate) now: i64,
    pub(crate) hold: i64,
    pub(crate) accounts: Vec<Account>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) payouts: Vec<Payout>,
    pub(crate) invoices: Vec<Invoice>,
    pub(crate) keyed: Vec<Keyed>,
}

#[derive(Default)]
pub(crate) struct Account {
    pub(crate) inviter: Option<usize>,
    pub(crate) is_influencer: bool,
    pub(crate) rewards: Vec<Reward>,
    pub(crate) uses: Vec<Use>,
}

pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) payer: usize,
    pub(crate) amount: i64,
    pub(crate) paid_at: Option<i64>,
    pub(crate) refunds: Vec<Refund>,
}

pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) amount: i64,
    pub(crate) is_void: bool,
}

pub(crate) struct Payout {
    /// Of the server; empty until it was answered.
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) amount: i64,
    pub(crate) status: &'static str,
    /// Number among the uses of the account.
    pub(crate) used: usize,
}

pub(crate) struct Invoice {
    pub(crate) id: String,
    pub(crate) account: usize,
    pub(crate) amount: i64,
    pub(crate) status: &'static str,
    pub(crate) paid_by: Option<&'static str>,
    pub(crate) used: Option<usize>,
}

/// A write that carried a key, and its first answer.
pub(crate) struct Keyed {
    pub(crate) call: Call,
    pub(crate) at: i64,
    pub(crate) answer: Value,
}

/// What a call has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) status: u16,
    /// Of an error.
    pub(crate) tag: &'static str,
    /// Whether it is a first answer again.
    pub(crate) replayed: bool,
}

/// The figures of `GET /v1/referrals/me`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) pending: i128,
    pub(crate) available: i128,
    pub(crate) lifetime: i128,
    pub(crate) debt: i128,
    pub(crate) paid_invitees: i128,
}

const fn ok(status: u16) -> Expected {
    Expected { status, tag: "", replayed: false }
}

const fn no(status: u16, tag: &'static str) -> Expected {
    Expected { status, tag, replayed: false }
}

impl Model {
    pub(crate) fn new(now: i64, hold: i64, inviters: &[Option<usize>]) -> Self {
        let account = |inviter: &Option<usize>| Account { inviter: *inviter, ..Account::default() };
        let accounts = inviters.iter().map(account).collect();
        let (payments, payouts, invoices, keyed) = (vec![], vec![], vec![], vec![]);
        Self { now, hold, accounts, payments, payouts, invoices, keyed }
    }

    /// What can be used, below zero for debt.
    pub(crate) fn unused(&self, account: usize) -> i128 {
        let account = &self.accounts[account];
        let unlocked = account.rewards.iter().filter(|reward| reward.unlock_at <= self.now);
        let held = account.uses.iter().filter(|used| !used.has_ended);
        unlocked.map(|reward| reward.amount).sum::<i128>()
            - held.map(|used| used.amount).sum::<i128>()
    }

    pub(crate) fn standing(&self, account: usize) -> Standing {
        let rewards = &self.accounts[account].rewards;
        let lifetime: i128 = rewards.iter().map(|reward| reward.amount).sum();
        let locked = rewards.iter().filter(|reward| reward.unlock_at > self.now);
        let unused = self.unused(account);
        let is_live = |payment: &&Payment| payment.rest() > 0;
        let live = self.payments.iter().filter(is_live).map(|payment| payment.payer);
        let mut payers: Vec<usize> =
            live.filter(|payer| self.accounts[*payer].inviter == Some(account)).collect();
        payers.sort_unstable();
        payers.dedup();
        Standing {
            pending: locked.map(|reward| reward.amount).sum(),
            available: unused.max(0),
            lifetime,
            debt: (-unused).max(0),
            paid_invitees: payers.len().try_into().unwrap(),
        }
    }

    /// Whether something of the reward for a payment is used.
    pub(crate) fn uses_part_of(&self, payment: &Payment) -> bool {
        let inviter = self.accounts[payment.payer].inviter;
        let mut rewards = inviter.into_iter().flat_map(|id| &self.accounts[id].rewards);
        rewards.any(|reward| reward.payment_id == payment.id && reward.used() > 0)
    }

    /// Payments less refunds of each invitee that paid.
    pub(crate) fn paid_by(&self, payer: usize) -> i64 {
        let own = self.payments.iter().filter(|payment| payment.payer == payer);
        own.map(Payment::rest).sum()
    }

    /// Does what a call says, and tells what it has to answer.
    pub(crate) fn apply(&mut self, call: &Call) -> Expected {
        if let Some(first) = self.first(call) {
            let conflict = no(422, "idempotency_conflict");
            let again = Expected { replayed: true, ..success(call) };
            return if self.keyed[first].call == *call { again } else { conflict };
        }
        let expected = match call {
            Call::Pay { id, payer, amount, paid_at } => self.pay(id, *payer, *amount, *paid_at),
            Call::Refund { id, payment, amount } => self.refund(id, payment, *amount),
            Call::VoidRefund { id, payment } => self.void_refund(id, payment),
            Call::Invoice { id, account, amount, status } => {
                self.invoice(id, *account, *amount, status)
            }
            Call::Spend { account, invoice, amount, .. } => self.spend(*account, invoice, *amount),
            Call::Payout { account, amount, .. } => self.payout(*account, *amount),
            Call::Cancel { account, payout } => self.cancel(*account, payout),
            Call::Answer { payout, to } => self.answer(payout, to),
            Call::Backfill { invitee, inviter } => self.backfill(*invitee, *inviter),
        };
        if call.key().is_some() && expected.status < 400 {
            self.keyed.push(Keyed { call: call.clone(), at: self.now, answer: Value::Null });
        }
        expected
    }

    /// The write that a key stands for, while it is kept.
    pub(crate) fn first(&self, call: &Call) -> Option<usize> {
        let same_place = |keyed: &Keyed| {
            std::mem::discriminant(&keyed.call) == std::mem::discriminant(call)
                && keyed.call.key() == call.key()
                && owner(&keyed.call) == owner(call)
        };
        let kept = |keyed: &Keyed| self.now < keyed.at + KEYS_KEPT;
        call.key()?;
        self.keyed.iter().rposition(|keyed| same_place(keyed) && kept(keyed))
    }

    /// Takes in the ids that the server gave.
    pub(crate) fn learn(&mut self, call: &Call, answer: &Value) {
        let id = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match call {
            Call::Pay { id: payment, payer, .. } => {
                if let Some(inviter) = self.accounts[*payer].inviter {
                    let rewards = &mut self.accounts[inviter].rewards;
                    let reward = rewards.iter_mut().find(|reward| reward.payment_id == *payment);
                    let reward = reward.filter(|reward| reward.id.is_empty());
                    if let Some(reward) = reward {
                        reward.id = id(&answer["reward"]["id"]);
                    }
                }
            }
            Call::Payout { .. } => {
                if let Some(payout) = self.payouts.last_mut().filter(|last| last.id.is_empty()) {
                    payout.id = id(&answer["id"]);
                }
            }
            _ => {}
        }
        if let Some(first) = self.first(call).filter(|first| self.keyed[*first].answer.is_null()) {
            self.keyed[first].answer = answer.clone();
        }
    }

    fn pay(&mut self, id: &str, payer: usize, amount: i64, paid_at: Option<i64>) -> Expected {
        if let Some(known) = self.payments.iter().find(|payment| payment.id == id) {
            let same = (known.payer, known.amount, known.paid_at) == (payer, amount, paid_at);
            return if same { ok(200) } else { no(409, "payment_conflict") };
        }
        let payment = Payment { id: id.to_owned(), payer, amount, paid_at, refunds: Vec::new() };
        let unlock_at = paid_at.unwrap_or(self.now) + self.hold;
        self.earn(&payment, unlock_at);
        self.payments.push(payment);
        ok(201)
    }

    fn earn(&mut self, payment: &Payment, unlock_at: i64) {
        let Some(inviter) = self.accounts[payment.payer].inviter else { return };
        let inviter = &mut self.accounts[inviter];
        let rate = if inviter.is_influencer { 1_500 } else { 1_000 };
        let mut reward = Reward::new(payment.id.clone(), payment.amount, rate, unlock_at);
        reward.set_rest(payment.rest());
        inviter.rewards.push(reward);
    }

    fn refund(&mut self, id: &str, payment: &str, amount: i64) -> Expected {
        let known = self.payments.iter().any(|paid| paid.id == payment);
        if !known {
            return no(404, "payment_not_found");
        }
        for paid in &self.payments {
            if let Some(refund) = paid.refunds.iter().find(|refund| refund.id == id) {
                let same = paid.id == payment && refund.amount == amount;
                return if same { ok(200) } else { no(409, "refund_conflict") };
            }
        }
        let paid = self.payments.iter_mut().find(|paid| paid.id == payment).unwrap();
        if amount > paid.rest() {
            return no(409, "refund_exceeds_payment");
        }
        paid.refunds.push(Refund { id: id.to_owned(), amount, is_void: false });
        self.follow_refunds(payment);
        ok(201)
    }

    fn void_refund(&mut self, id: &str, payment: &str) -> Expected {
        let Some(paid) = self.payments.iter_mut().find(|paid| paid.id == payment) else {
            return no(404, "payment_not_found");
        };
        match paid.refunds.iter_mut().find(|refund| refund.id == id) {
            None => no(404, "refund_not_found"),
            Some(refund) => {
                if !std::mem::replace(&mut refund.is_void, true) {
                    self.follow_refunds(payment);
                }
                ok(200)
            }
        }
    }

    /// What refunds in force mean for the reward of a payment.
    fn follow_refunds(&mut self, payment: &str) {
        let paid = self.payments.iter().find(|paid| paid.id == payment).unwrap();
        let Some(inviter) = self.accounts[paid.payer].inviter else { return };
        let rest = paid.rest();
        let Account { rewards, uses, .. } = &mut self.accounts[inviter];
        let reward = rewards.iter_mut().find(|reward| reward.payment_id == payment);
        if let Some(reward) = reward {
            reward.set_rest(rest);
            reward.follow(uses);
        }
    }

    fn backfill(&mut self, invitee: usize, inviter: usize) -> Expected {
        if self.accounts[invitee].inviter.is_some() {
            return ok(200);
        }
        self.accounts[invitee].inviter = Some(inviter);
        let payments = std::mem::take(&mut self.payments);
        for payment in payments.iter().filter(|paid| paid.payer == invitee && paid.rest() > 0) {
            self.earn(payment, self.now + self.hold);
        }
        self.payments = payments;
        ok(200)
    }

    fn invoice(&mut self, id: &str, account: usize, amount: i64, status: &str) -> Expected {
        let status = *["open", "paid", "void"].iter().find(|name| **name == status).unwrap();
        let external = (status == "paid").then_some("external");
        let Some(invoice) = self.invoices.iter_mut().find(|invoice| invoice.id == id) else {
            let (id, paid_by) = (id.to_owned(), external);
            self.invoices.push(Invoice { id, account, amount, status, paid_by, used: None });
            return ok(201);
        };
        if (invoice.account, invoice.amount) != (account, amount) {
            return no(409, "invoice_conflict");
        }
        match (invoice.status, status) {
            ("void", "paid") => return no(409, "invoice_conflict"),
            ("open", "paid" | "void") | ("paid", "void") => {
                (invoice.status, invoice.paid_by) = (status, external);
                if let Some(used) = invoice.used {
                    self.accounts[account].uses[used].end();
                }
            }
            _ => {}
        }
        ok(200)
    }

    fn spend(&mut self, account: usize, invoice: &str, amount: i64) -> Expected {
        let unused = self.unused(account);
        let own = |known: &&mut Invoice| known.id == invoice && known.account == account;
        let found = self.invoices.iter_mut().find(own);
        let Some(found) = found.filter(|found| found.status == "open") else {
            return no(404, "invoice_not_eligible");
        };
        if found.amount != amount {
            return no(400, "amount_mismatch");
        }
        if unused < i128::from(amount) {
            return no(400, "balance_insufficient");
        }
        (found.status, found.paid_by) = ("paid", Some("credit"));
        found.used = Some(self.accounts[account].uses.len());
        self.accounts[account].uses.push(Use::new(Kind::Spend, amount));
        ok(200)
    }

    fn payout(&mut self, account: usize, amount: i64) -> Expected {
        if self.unused(account) < i128::from(amount) {
            return no(400, "balance_insufficient");
        }
        let used = self.accounts[account].uses.len();
        self.accounts[account].uses.push(Use::new(Kind::Payout, amount));
        let (id, status) = (String::new(), "requested");
        self.payouts.push(Payout { id, account, amount, status, used });
        ok(202)
    }

    fn cancel(&mut self, account: usize, payout: &str) -> Expected {
        let own = |known: &&Payout| known.id == payout && known.account == account;
        match self.payouts.iter().find(own).map(|payout| payout.status) {
            None => no(404, "payout_not_found"),
            Some("requested") => self.move_payout(payout, "cancelled"),
            Some(_) => no(409, "payout_not_actionable"),
        }
    }

    fn answer(&mut self, payout: &str, to: &'static str) -> Expected {
        let status = self.payouts.iter().find(|known| known.id == payout).unwrap().status;
        match (status, to) {
            ("requested", _) | ("processing", "sent" | "failed") => self.move_payout(payout, to),
            _ => no(409, "payout_not_actionable"),
        }
    }

    fn move_payout(&mut self, payout: &str, to: &'static str) -> Expected {
        let payout = self.payouts.iter_mut().find(|known| known.id == payout).unwrap();
        payout.status = to;
        if matches!(to, "failed" | "cancelled") {
            self.accounts[payout.account].uses[payout.used].end();
        }
        ok(200)
    }

    /// What background work does, all of it.
    pub(crate) fn work(&mut self) {
        for account in &mut self.accounts {
            super::allocation::work(&mut account.rewards, &mut account.uses, self.now);
        }
    }

    /// Takes in the ids of rewards by their payments.
    pub(crate) fn name_rewards(&mut self, account: usize, ids: &BTreeMap<String, String>) {
        for reward in &mut self.accounts[account].rewards {
            if let Some(id) = ids.get(&reward.payment_id) {
                reward.id.clone_from(id);
            }
        }
    }
}

impl Payment {
    /// What is left after the refunds in force.
    pub(crate) fn rest(&self) -> i64 {
        let in_force = self.refunds.iter().filter(|refund| !refund.is_void);
        self.amount - in_force.map(|refund| refund.amount).sum::<i64>()
    }
}

fn success(call: &Call) -> Expected {
    ok(if matches!(call, Call::Payout { .. }) { 202 } else { 200 })
}

fn owner(call: &Call) -> Option<usize> {
    match call {
        Call::Spend { account, .. } | Call::Payout { account, .. } => Some(*account),
        _ => None,
    }
}
