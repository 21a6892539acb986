//! What each call does to what there is, and what it has to answer.

use super::allocation::{Kind, Reward, Use};
use super::calls::Call;
use super::model::{Account, Invoice, Keyed, Model, Payment, Payout, Refund};

/// What a call has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) status: u16,
    /// Of an error.
    pub(crate) tag: &'static str,
    /// Whether it is a first answer again.
    pub(crate) replayed: bool,
}

pub(super) const fn ok(status: u16) -> Expected {
    Expected { status, tag: "", replayed: false }
}

pub(super) const fn no(status: u16, tag: &'static str) -> Expected {
    Expected { status, tag, replayed: false }
}

impl Model {
    /// Does what a call says, and tells what it has to answer.
    pub(crate) fn apply(&mut self, call: &Call) -> Expected {
        if let Some(answer) = self.answer_about_erased(call) {
            return answer;
        }
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
            Call::Erase { account, forfeit } => self.erase(*account, *forfeit),
        };
        if call.key().is_some() && expected.status < 400 {
            self.keyed.push(Keyed {
                call: call.clone(),
                at: self.now,
                answer: serde_json::Value::Null,
            });
        }
        expected
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
        if inviter.is_erased {
            return;
        }
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
        for payment in payments.iter().filter(|paid| paid.payer == invitee) {
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
}

fn success(call: &Call) -> Expected {
    ok(if matches!(call, Call::Payout { .. }) { 202 } else { 200 })
}
