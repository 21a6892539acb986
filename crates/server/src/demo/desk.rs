//! Payouts and invoices of the cast.

use triport_app::money::PayoutAnswer;
use triport_domain::time::Span;

use super::acts::UNIT;
use super::story::{Dealing, Event, Fate, Story};

impl Story {
    pub(super) async fn asks_payout(&mut self, index: usize, fate: Fate) -> anyhow::Result<()> {
        let inviter = Self::inviter(index)?;
        let member = self.stage.sign_in(inviter.email, None).await?;
        let available = self.stage.available(&member).await?;
        if let Some(micro) = self.worth(available, fate) {
            let (network, address) = (inviter.network, inviter.address);
            let payout = self.stage.ask_payout(&member, micro, network, address).await?;
            self.plan_payout(index, payout.id.to_string(), fate, network == "solana");
        }
        self.stage.leave(&member).await
    }

    fn plan_payout(&mut self, inviter: usize, payout: String, fate: Fate, is_solana: bool) {
        let now = self.stage.app.time();
        let taken_up = now + self.chance.minutes(300, 1_500);
        let done = taken_up + self.chance.minutes(40, 400);
        match fate {
            Fate::Waits => return,
            Fate::IsCancelled => {
                let soon = now + self.chance.minutes(30, 90);
                return self.calendar.plan(soon, Event::Cancels { inviter, payout });
            }
            Fate::IsSent | Fate::Fails | Fate::IsTakenUp => {}
        }
        self.calendar.plan(taken_up, Event::TakesUp { payout: payout.clone() });
        match fate {
            Fate::IsSent => self.calendar.plan(done, Event::Sends { payout, is_solana }),
            Fate::Fails => {
                self.calendar.plan(done, Event::Refuses { payout });
                let again = done + Span::from_days(1);
                self.calendar.plan(again, Event::AsksPayout(inviter, Fate::IsSent));
            }
            Fate::IsTakenUp | Fate::IsCancelled | Fate::Waits => {}
        }
    }

    pub(super) async fn sends(&mut self, payout: &str, is_solana: bool) -> anyhow::Result<()> {
        let hash =
            if is_solana { self.chance.base58(87) } else { format!("0x{}", self.chance.hex(64)) };
        self.stage.answer_payout(payout, PayoutAnswer::Sent(hash)).await
    }

    pub(super) async fn cancels(&mut self, index: usize, payout: &str) -> anyhow::Result<()> {
        let member = self.stage.sign_in(Self::inviter(index)?.email, None).await?;
        self.stage.app.cancel_payout(&member, payout).await?;
        self.stage.leave(&member).await
    }

    pub(super) async fn billed(&mut self, index: usize, then: Dealing) -> anyhow::Result<()> {
        self.invoices += 1;
        let invoice = format!("inv_{:05}", 2_200 + self.invoices);
        self.stage.invoice(&invoice, Self::inviter(index)?.email, Self::bill(), "open").await?;
        if !matches!(then, Dealing::StaysOpen) {
            let at = self.stage.app.time() + self.chance.minutes(600, 4_000);
            self.calendar.plan(at, Event::Deals { inviter: index, invoice, then });
        }
        Ok(())
    }

    /// Credit is used where there is enough of it; otherwise the card pays.
    pub(super) async fn deals(
        &mut self,
        index: usize,
        invoice: &str,
        then: Dealing,
    ) -> anyhow::Result<()> {
        let email = Self::inviter(index)?.email;
        let status = match then {
            Dealing::StaysOpen => return Ok(()),
            Dealing::Voided => "void",
            Dealing::PaysByCard => "paid",
            Dealing::UsesCredit => {
                let member = self.stage.sign_in(email, None).await?;
                let enough = self.stage.available(&member).await? >= i64::from(Self::bill()) * UNIT;
                if enough {
                    self.stage.spend(&member, invoice, Self::bill()).await?;
                }
                self.stage.leave(&member).await?;
                if enough {
                    return Ok(());
                }
                "paid"
            }
        };
        self.stage.invoice(invoice, email, Self::bill(), status).await
    }
}
