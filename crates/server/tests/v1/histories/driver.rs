//! Plays a history in a world and compares it with the model after every step.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use triport_domain::time::{Span, Timestamp};

use super::checks::Checks;
use crate::database::Beside;
use crate::history::rules::Expected;
use crate::history::steps::Raw;
use crate::history::{By, Call, Model, Names, Request, Step};
use crate::support::{Answer, Caller, START, SignedIn, World};

/// Who invited whom at the beginning. The last three can be attributed later, with a backfill.
const INVITERS: [Option<usize>; 12] =
    [None, Some(0), None, Some(0), Some(1), Some(1), Some(2), Some(2), Some(3), None, None, None];

/// Accounts in a world, and what the model knows of them.
pub(super) struct Driver<'w> {
    pub(super) world: &'w World,
    pub(super) members: Vec<SignedIn<'w>>,
    pub(super) names: Names,
    pub(super) model: Model,
    pub(super) beside: Beside,
    /// Accounts whose rows may have changed since they were compared.
    changed: BTreeSet<usize>,
}

/// What went wrong, or nothing.
pub(super) type Played = Result<(), String>;

impl<'w> Driver<'w> {
    pub(super) async fn new(world: &'w World) -> Self {
        let hold = world.setup.hold_period.as_micros();
        let model = Model::new(START.as_micros(), hold, &INVITERS);
        let beside = world.database.beside().await;
        let (members, names, changed) = (Vec::new(), Names::default(), BTreeSet::new());
        let mut driver = Self { world, members, names, model, beside, changed };
        for (number, inviter) in INVITERS.into_iter().enumerate() {
            driver.sign_in(number, inviter).await;
        }
        driver
    }

    /// Half of the invitees follow a link, half type the code in.
    async fn sign_in(&mut self, number: usize, inviter: Option<usize>) {
        self.forward(Span::from_secs(1).as_micros());
        let browser = self.world.browser();
        let code = inviter.map(|inviter| self.names.codes[inviter].clone());
        if let Some(code) = code.as_ref().filter(|_| number.is_multiple_of(2)) {
            browser.jar.set("ref_code", code);
        }
        let member = browser.sign_in(&format!("account-{number}@example.com")).await;
        if let Some(code) = code.filter(|_| number % 2 == 1) {
            let body = serde_json::json!({ "code": code });
            let claimed = member.post("/v1/referrals/claim", &body).await.ok();
            assert_eq!(claimed["attributed"], true, "{claimed}");
        }
        self.names.ids.push(member.id().to_owned());
        self.names.codes.push(member.uid_code().await);
        self.members.push(member);
    }

    fn forward(&mut self, micros: i64) {
        self.model.now += micros;
        self.world.set_clock(Timestamp::from_micros(self.model.now));
    }

    /// One step, and everything that is to be true after it.
    pub(super) async fn play(&mut self, raw: &Raw) -> Played {
        let step = raw.step("", &self.model);
        self.take(&step).await.map_err(|wrong| format!("{step:?}: {wrong}"))?;
        if raw.then_work {
            self.work().await.map_err(|wrong| format!("work after {step:?}: {wrong}"))?;
        }
        Ok(())
    }

    async fn take(&mut self, step: &Step) -> Played {
        let touched = match step {
            Step::Nothing => return Ok(()),
            Step::Forward(micros) => {
                self.forward(*micros);
                self.keep_sessions().await;
                (0..self.members.len()).filter(|number| self.has_rewards(*number)).collect()
            }
            Step::Tier(account) => {
                self.change_tier(*account).await;
                vec![]
            }
            Step::Call(call) => {
                // Ids are ordered by the millisecond: no two things happen in the same one.
                self.forward(1_000);
                self.call(call).await?
            }
        };
        for account in &touched {
            self.check_standing(*account).await?;
        }
        self.changed.extend(touched);
        self.check_sum().await
    }

    fn has_rewards(&self, account: usize) -> bool {
        !self.model.accounts[account].rewards.is_empty()
    }

    async fn keep_sessions(&self) {
        for (member, account) in self.members.iter().zip(&self.model.accounts) {
            if !account.is_erased {
                member.get("/v1/auth/me").await.ok();
            }
        }
    }

    /// The other one of the two tiers.
    async fn change_tier(&mut self, number: usize) {
        let account = &mut self.model.accounts[number];
        account.is_influencer = !account.is_influencer;
        let tier = if account.is_influencer { 2 } else { 1 };
        let id = &self.names.ids[number];
        let id = if self.world.database.is_postgres() {
            format!("'{id}'")
        } else {
            format!("X'{}'", id.replace('-', ""))
        };
        let change = format!("UPDATE accounts SET tier = {tier} WHERE user_id = {id}");
        self.world.database.run(&change).await;
    }

    /// Makes a call; answers whose figures it may have changed.
    async fn call(&mut self, call: &Call) -> Result<Vec<usize>, String> {
        let answer = self.send(call.request(&self.names)).await;
        let expected = self.model.apply(call);
        self.compare(call, expected, &answer)?;
        if answer.status < 400 {
            self.model.learn(call, &answer.json());
        }
        if let Call::Backfill { inviter, .. } = call
            && answer.status < 400
            && !self.model.accounts[*inviter].is_erased
        {
            let ids = self.reward_ids(*inviter).await;
            self.model.name_rewards(*inviter, &ids);
        }
        Ok(self.touched(call))
    }

    async fn send(&self, request: Request) -> Answer {
        let call = match request.by {
            By::Operator => self.world.operator().call(request.method, &request.path),
            By::Member(number) => self.members[number].call(request.method, &request.path),
        };
        let call = match &request.key {
            Some(key) => call.header("idempotency-key", key),
            None => call,
        };
        call.json(&request.body).await
    }

    fn compare(&self, call: &Call, expected: Expected, answer: &Answer) -> Played {
        let replayed = answer.header("idempotent-replayed") == "true";
        let found = (answer.status, answer.tag(), replayed);
        if found != (expected.status, expected.tag.to_owned(), expected.replayed) {
            return Err(format!("answered {found:?}, expected {expected:?}"));
        }
        let first = self.model.first(call).filter(|_| expected.replayed);
        if let Some(first) = first {
            let first = &self.model.keyed[first].answer;
            if *first != answer.json() {
                return Err(format!("answered {} after {first}", answer.json()));
            }
        }
        match call {
            Call::Pay { id, payer, .. } if answer.status < 400 => {
                self.check_reward_of(id, *payer, &answer.json()["reward"])
            }
            Call::Refund { payment, .. } | Call::VoidRefund { payment, .. }
                if answer.status < 400 =>
            {
                let mut payments = self.model.payments.iter();
                let payer = payments.find(|paid| paid.id == *payment).unwrap().payer;
                self.check_reward_of(payment, payer, &answer.json()["reward"])
            }
            _ => Ok(()),
        }
    }

    fn touched(&self, call: &Call) -> Vec<usize> {
        let inviter_of = |payment: &str| {
            let payer = self.model.payments.iter().find(|paid| paid.id == payment);
            payer.and_then(|paid| self.model.accounts[paid.payer].inviter)
        };
        let account = match call {
            Call::Pay { payer, .. } => self.model.accounts[*payer].inviter,
            Call::Refund { payment, .. } | Call::VoidRefund { payment, .. } => inviter_of(payment),
            Call::Invoice { account, .. }
            | Call::Spend { account, .. }
            | Call::Payout { account, .. }
            | Call::Cancel { account, .. }
            | Call::Erase { account, .. } => Some(*account),
            Call::Answer { payout, .. } => {
                let mut payouts = self.model.payouts.iter();
                payouts.find(|known| known.id == *payout).map(|known| known.account)
            }
            Call::Backfill { inviter, .. } => Some(*inviter),
        };
        account.into_iter().collect()
    }

    /// What an account sees of itself; of an erased one, what operators see.
    pub(super) async fn standing(&self, account: usize) -> Value {
        if !self.model.accounts[account].is_erased {
            return self.members[account].get("/v1/referrals/me").await.ok();
        }
        let path = format!("/v1/admin/referrals/users/{}", self.names.ids[account]);
        let mut shown = self.world.operator().get(&path).await.ok();
        shown["paid_invitees"] = shown["paid_invitees_inf"].take();
        shown
    }

    /// Lets background work run to its end and looks at everything that may have changed.
    pub(super) async fn work(&mut self) -> Played {
        self.world.work().await;
        self.model.work();
        for account in std::mem::take(&mut self.changed) {
            self.check_rows(account).await?;
        }
        Ok(())
    }

    async fn reward_ids(&self, account: usize) -> BTreeMap<String, String> {
        let text = |item: &Value, field: &str| item[field].as_str().unwrap().to_owned();
        let rewards = self.all(account, "/v1/referrals/rewards?limit=200").await;
        rewards.iter().map(|item| (text(item, "payment_id"), text(item, "id"))).collect()
    }

    /// All items of a list.
    pub(super) async fn all(&self, account: usize, path: &str) -> Vec<Value> {
        let (mut items, mut page_path) = (Vec::new(), path.to_owned());
        loop {
            let page = self.members[account].get(&page_path).await.ok();
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(cursor) => page_path = format!("{path}&cursor={cursor}"),
                None => return items,
            }
        }
    }
}
