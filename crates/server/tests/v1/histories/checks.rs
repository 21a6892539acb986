//! What is compared with the model.

use serde_json::{Value, json};

use super::driver::{Driver, Played};
use crate::support::Caller;

fn equal(what: &str, found: &Value, expected: &Value) -> Played {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what} is {found}, expected {expected}"))
}

/// A number of the model as it stands in an answer.
fn number(number: i128) -> Value {
    i64::try_from(number).unwrap().into()
}

/// The checks of a driver.
pub(super) trait Checks {
    /// The figures of an account: exact after every step, whether background work has run or not.
    async fn check_standing(&self, account: usize) -> Played;
    /// Rewards, payouts and invoices of an account, after background work.
    async fn check_rows(&self, account: usize) -> Played;
    /// What an answer says of the reward of a payment.
    fn check_reward_of(&self, payment: &str, payer: usize, found: &Value) -> Played;
    /// All entries of the ledger together are nothing.
    async fn check_sum(&self) -> Played;
    /// What is looked at when a history ends.
    async fn check_end(&self) -> Played;
}

impl Checks for Driver<'_> {
    async fn check_standing(&self, account: usize) -> Played {
        let me = self.standing(account).await;
        let expected = self.model.standing(account);
        let balance = json!({
            "pending_micro": number(expected.pending),
            "available_micro": number(expected.available),
            "lifetime_micro": number(expected.lifetime),
            "debt_micro": number(expected.debt),
        });
        equal(&format!("the balance of {account}"), &me["balance"], &balance)?;
        let paid = number(expected.paid_invitees);
        equal(&format!("paid_invitees of {account}"), &me["paid_invitees"], &paid)
    }

    async fn check_rows(&self, account: usize) -> Played {
        // Nobody can look at them any more.
        if self.model.accounts[account].is_erased {
            return Ok(());
        }
        let found = self.all(account, "/v1/referrals/rewards?limit=200").await;
        let rewards = &self.model.accounts[account].rewards;
        if found.len() != rewards.len() {
            return Err(format!("{} rewards, expected {}", found.len(), rewards.len()));
        }
        for item in &found {
            let mut rewards = rewards.iter();
            let reward = rewards.find(|reward| item["payment_id"] == reward.payment_id.as_str());
            let reward = reward.ok_or_else(|| format!("{item} is unknown"))?;
            let expected = json!([
                reward.payment,
                reward.payment - reward.rest,
                number(reward.rate),
                number(reward.amount),
                number(reward.used()),
                reward.status(self.model.now),
                reward.rest == 0,
            ]);
            let found = json!([
                item["payment_micro"],
                item["refunded_micro"],
                item["rate_bps"],
                item["amount_micro"],
                item["used_micro"],
                item["status"],
                !item["reversed_at"].is_null(),
            ]);
            equal(&format!("the reward of {} to {account}", reward.payment_id), &found, &expected)?;
        }
        check_payouts(self, account).await?;
        check_invoices(self, account).await
    }

    fn check_reward_of(&self, payment: &str, payer: usize, found: &Value) -> Played {
        let inviter = self.model.accounts[payer].inviter;
        let mut rewards = inviter.into_iter().flat_map(|id| &self.model.accounts[id].rewards);
        let amount = rewards.find(|reward| reward.payment_id == payment);
        let amount = amount.map_or(Value::Null, |reward| number(reward.amount));
        equal("the reward in the answer", &found["amount_micro"], &amount)
    }

    async fn check_sum(&self) -> Played {
        let sum = "SELECT CAST(coalesce(sum(amount_micro), 0) AS BIGINT) FROM ledger_entries";
        equal("the sum of the ledger", &self.beside.number(sum).await.into(), &0.into())
    }

    async fn check_end(&self) -> Played {
        let unequal = "SELECT count(*) FROM (SELECT sum(amount_micro) AS total FROM ledger_entries
                       GROUP BY user_id, transaction_id) sums WHERE total <> 0";
        let unequal = self.beside.number(unequal).await.into();
        equal("the number of transactions that do not sum to zero", &unequal, &0.into())?;
        for account in 0..self.members.len() {
            self.check_standing(account).await?;
            self.check_rows(account).await?;
            if !self.model.accounts[account].is_erased {
                check_invitees(self, account).await?;
            }
        }
        check_ledger(self).await
    }
}

async fn check_payouts(driver: &Driver<'_>, account: usize) -> Played {
    let found = driver.all(account, "/v1/referrals/payouts?limit=200").await;
    let own = driver.model.payouts.iter().rev().filter(|payout| payout.account == account);
    let expected: Vec<Value> =
        own.map(|payout| json!([payout.id, payout.amount, payout.status])).collect();
    let row = |item: &Value| json!([item["id"], item["amount_micro"], item["status"]]);
    let found: Vec<Value> = found.iter().map(row).collect();
    equal(&format!("the payouts of {account}"), &found.into(), &expected.into())
}

async fn check_invoices(driver: &Driver<'_>, account: usize) -> Played {
    let found = driver.all(account, "/v1/referrals/invoices?limit=200").await;
    let own = driver.model.invoices.iter().rev().filter(|invoice| invoice.account == account);
    let expected: Vec<Value> = own
        .map(|invoice| json!([invoice.id, invoice.amount, invoice.status, invoice.paid_by]))
        .collect();
    let row = |item: &Value| {
        json!([item["id"], item["amount_micro"], item["status"], item.get("paid_by")])
    };
    let found: Vec<Value> = found.iter().map(row).collect();
    equal(&format!("the invoices of {account}"), &found.into(), &expected.into())
}

async fn check_invitees(driver: &Driver<'_>, account: usize) -> Played {
    let found = driver.all(account, "/v1/referrals/invitees?limit=200").await;
    for item in &found {
        let id = item["user_id"].as_str().unwrap();
        let invitee = driver.names.ids.iter().position(|known| known == id).unwrap();
        let paid = driver.model.paid_by(invitee).into();
        equal(&format!("total_paid_micro of {invitee}"), &item["total_paid_micro"], &paid)?;
    }
    let invited = driver.model.accounts.iter().filter(|known| known.inviter == Some(account));
    equal("the number of invitees", &found.len().into(), &invited.count().into())
}

async fn check_ledger(driver: &Driver<'_>) -> Played {
    let mut path = "/v1/admin/ledger/verify".to_owned();
    loop {
        let verified = driver.world.operator().post(&path, &json!({})).await.ok();
        equal("the ledger", &verified["differences"], &json!([]))?;
        match verified["next_cursor"].as_str() {
            Some(cursor) => path = format!("/v1/admin/ledger/verify?cursor={cursor}"),
            None => return Ok(()),
        }
    }
}
