//! What people, operators and the product do: each a use case of the programme, as requests reach it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use anyhow::{Context, bail};
use tokio::sync::mpsc::Receiver;
use triport_app::mail::Message;
use triport_app::money::{
    InvoicePush, PaymentPush, Payout, PayoutAnswer, PayoutRequest, RefundPush, Replay,
};
use triport_app::{
    App, Member, Network, Operator, PushUser, Referral, Visit, Visitor, add_operator,
};
use triport_domain::account::ProfileChange;
use triport_domain::account_name::AccountName;
use triport_domain::capture::Way;
use triport_domain::operator::{OperatorName, Role};
use triport_domain::time::Timestamp;

use super::clock::StoryClock;
use super::people::Newcomer;
use crate::open::Store;
use crate::outside::SystemEntropy;

/// One unit of the currency in micro-units.
pub(super) const UNIT: i64 = 1_000_000;

/// What the browsers of the story call themselves.
const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// The programme, and who acts on it.
pub(super) struct Stage {
    pub(super) app: App,
    clock: Arc<StoryClock>,
    mailbox: Receiver<Message>,
    product: Operator,
    billing: Operator,
    finance: Operator,
    support: Operator,
}

impl Stage {
    /// Makes the operators too. Nobody ever learns their tokens.
    pub(super) async fn new(
        app: App,
        store: Arc<Store>,
        clock: Arc<StoryClock>,
        mailbox: Receiver<Message>,
    ) -> anyhow::Result<Self> {
        let operator = async |name: &str, role: Role| {
            let name = OperatorName::parse(name)?;
            let token = add_operator(&store, clock.as_ref(), &SystemEntropy, name, role).await?;
            let token = token.context("an operator of the demo is there already")?;
            app.operator(&token.expose()).await?.context("a new token does not work")
        };
        let product = operator("shop-backend", Role::Product).await?;
        let billing = operator("billing-system", Role::Billing).await?;
        let finance = operator("lena-finance", Role::Finance).await?;
        let support = operator("sam-support", Role::Support).await?;
        Ok(Self { app, clock, mailbox, product, billing, finance, support })
    }

    pub(super) fn move_to(&self, time: Timestamp) {
        self.clock.move_to(time);
    }

    /// Somebody follows a share link; answers what the browser keeps of it.
    pub(super) async fn visit(&self, code: &str, path: &str, number: u32) -> Option<Referral> {
        // Of the networks for documentation and benchmarks, so nobody's.
        let address =
            Ipv4Addr::from_bits(Ipv4Addr::new(198, 18, 0, 0).to_bits() + number % 131_072);
        let visit = Visit {
            code,
            way: Way::Link,
            held: None,
            path,
            address: IpAddr::V4(address),
            is_person: true,
        };
        let captured = self.app.capture(&visit).await;
        let touch = captured.click.map(|click| click.to_cookie());
        captured.code.map(|code| Referral { code, touch })
    }

    /// Proves an address with a code, as often as somebody needs to be signed in. A code that brought a
    /// browser here is consumed by the first time.
    pub(super) async fn sign_in(
        &mut self,
        email: &str,
        referral: Option<Referral>,
    ) -> anyhow::Result<Member> {
        let visitor = Visitor {
            // All of the story comes from this machine.
            network: Network { prefix: "127.0.0.0/24".to_owned(), is_local: true },
            user_agent: BROWSER.to_owned(),
            referral,
            ..Visitor::default()
        };
        let request_id = self.app.start_email(email, &visitor).await?;
        let code = self.mailed_code()?;
        let signed_in = self.app.verify_email(&request_id.to_string(), &code, &visitor).await?;
        let member = self.app.authenticate(signed_in.session.expose()).await?;
        member.context("a new session does not work")
    }

    /// The code in the last message; what came before it is thrown away.
    fn mailed_code(&mut self) -> anyhow::Result<String> {
        let mut code = None;
        while let Ok(message) = self.mailbox.try_recv() {
            code = Some(message.code().to_owned()).filter(|code| !code.is_empty()).or(code);
        }
        code.context("no code was sent")
    }

    /// The first sign-in, with a name for others to see.
    pub(super) async fn join(
        &mut self,
        email: &str,
        name: &str,
        referral: Option<Referral>,
    ) -> anyhow::Result<()> {
        let member = self.sign_in(email, referral).await?;
        let change = ProfileChange { display_name: Some(name.to_owned()), avatar_url: None };
        self.app.change_profile(&member, change).await?;
        self.leave(&member).await
    }

    /// Every session of the story is ended: nobody is signed in when it is over.
    pub(super) async fn leave(&self, member: &Member) -> anyhow::Result<()> {
        Ok(self.app.log_out(member).await?)
    }

    /// The product makes the account itself, from server to server.
    pub(super) async fn push(&self, newcomer: &Newcomer, code: Option<&str>) -> anyhow::Result<()> {
        let name = Some(newcomer.name.clone());
        let push = PushUser {
            external_id: newcomer.external_id.clone(),
            email: Some(Some(newcomer.email.clone())),
            email_verified: true,
            profile: ProfileChange { display_name: name, avatar_url: None },
            ref_code: code.map(str::to_owned),
        };
        self.app.push_user(&self.product, push).await?;
        Ok(())
    }

    /// What somebody can use now, in micro-units.
    pub(super) async fn available(&self, member: &Member) -> anyhow::Result<i64> {
        Ok(self.app.standing(member.user_id).await?.balance.usable().get())
    }

    /// The product's billing system says that somebody paid.
    pub(super) async fn pay(&self, id: &str, email: &str, units: u32) -> anyhow::Result<()> {
        let push = PaymentPush {
            payment_id: Some(id.to_owned()),
            account: AccountName::email(email)?,
            amount_micro: Some(i64::from(units) * UNIT),
            currency: None,
            paid_at: None,
            invoice_id: None,
        };
        self.app.push_payment(&self.billing, push).await?;
        Ok(())
    }

    pub(super) async fn refund(&self, payment: &str, id: &str, micro: i64) -> anyhow::Result<()> {
        let push = RefundPush { refund_id: Some(id.to_owned()), amount_micro: Some(micro) };
        self.app.push_refund(&self.billing, payment, push).await?;
        Ok(())
    }

    /// A dispute was won.
    pub(super) async fn void_refund(&self, payment: &str, id: &str) -> anyhow::Result<()> {
        self.app.void_refund(&self.billing, payment, id).await?;
        Ok(())
    }

    pub(super) async fn invoice(
        &self,
        id: &str,
        email: &str,
        units: u32,
        status: &str,
    ) -> anyhow::Result<()> {
        let push = InvoicePush {
            account: AccountName::email(email)?,
            amount_micro: Some(i64::from(units) * UNIT),
            status: Some(status.to_owned()),
            description: Some("Business plan, one month".to_owned()),
        };
        self.app.push_invoice(&self.billing, id, push).await?;
        Ok(())
    }

    pub(super) async fn spend(&self, member: &Member, id: &str, units: u32) -> anyhow::Result<()> {
        let amount = Some(i64::from(units) * UNIT);
        let done = |(): &()| (200, String::new());
        self.app.spend_on_invoice(member, Some(id.to_owned()), amount, None, done).await?;
        Ok(())
    }

    pub(super) async fn ask_payout(
        &self,
        member: &Member,
        micro: i64,
        network: &str,
        address: &str,
    ) -> anyhow::Result<Payout> {
        let request = PayoutRequest {
            amount_micro: Some(micro),
            network: Some(network.to_owned()),
            address: Some(address.to_owned()),
        };
        let done = |_: &Payout| (202, String::new());
        match self.app.request_payout(member, request, None, done).await? {
            Replay::New(payout) => Ok(payout),
            Replay::First(_) => bail!("a payout without a key was a repetition"),
        }
    }

    pub(super) async fn answer_payout(&self, id: &str, answer: PayoutAnswer) -> anyhow::Result<()> {
        Ok(self.app.answer_payout(&self.finance, id, answer).await?)
    }

    pub(super) async fn set_tier(&self, email: &str, tier: i64, note: &str) -> anyhow::Result<()> {
        let name = AccountName::email(email)?;
        self.app.set_tier(&self.support, &name, tier, Some(note)).await?;
        Ok(())
    }

    /// Support ends a code and holds the payouts of its account back.
    pub(super) async fn stop(&self, email: &str, code: &str, reason: &str) -> anyhow::Result<()> {
        self.app.disable_code(&self.support, code, reason).await?;
        let name = AccountName::email(email)?;
        Ok(self.app.freeze_payouts(&self.support, &name, true, reason).await?)
    }

    /// Support finds out who brought somebody, and what was paid before counts too.
    pub(super) async fn attribute(&self, email: &str, code: &str) -> anyhow::Result<()> {
        let name = AccountName::email(email)?;
        self.app.attribute_by_operator(&self.support, &name, code, true).await?;
        Ok(())
    }

    /// What runs in the background of a server.
    pub(super) async fn work(&mut self) -> anyhow::Result<()> {
        self.app.flush_clicks().await?;
        while self.app.work_on_balances().await? {}
        // Notices about payouts, which nobody reads.
        while self.mailbox.try_recv().is_ok() {}
        Ok(())
    }

    /// Forgets what has expired.
    pub(super) async fn purge(&self) -> anyhow::Result<()> {
        while self.app.purge().await?.is_full() {}
        Ok(())
    }
}
