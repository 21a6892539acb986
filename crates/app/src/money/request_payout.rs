//! Asking for a payout.

use triport_domain::allocation::UseKind;
use triport_domain::id::{PayoutId, TransactionId, UseId};
use triport_domain::ledger::Posting;
use triport_domain::money::Micro;
use triport_domain::payout::{Network, PayoutStatus, needs_fresh_sign_in};
use triport_store::balances::{self, Funds};
use triport_store::payouts::{self, Payout};
use triport_store::{Outcome, Result, Transaction, Tx, accounts, uses};

use super::idempotent::{IdempotencyKey, Keyed, Replay};
use super::{post, refused};
use crate::error::{AppError, ErrorCode};
use crate::notices::Notice;
use crate::{App, Member};

/// A payout as a member asks for it; every field is still to be checked.
#[derive(Clone, Debug)]
pub struct PayoutRequest {
    /// In micro-units.
    pub amount_micro: Option<i64>,
    /// Name of the network.
    pub network: Option<String>,
    /// Where to.
    pub address: Option<String>,
}

impl App {
    /// Takes a payout out of the member's balance and puts it before the operators. `render` makes
    /// the answer that is kept for the key.
    pub async fn request_payout(
        &self,
        member: &Member,
        request: PayoutRequest,
        key: Option<IdempotencyKey>,
        render: fn(&Payout) -> (u16, String),
    ) -> std::result::Result<Replay<Payout>, AppError> {
        let keyed = key.map(|key| Keyed::new(member.user_id, key, render));
        if let Some(first) = self.replay(keyed.as_ref()).await? {
            return Ok(Replay::First(first));
        }
        let payout = self.checked(member, request)?;
        if needs_fresh_sign_in(payout.amount, self.program.step_up_payout) {
            self.require_fresh_sign_in(member).await?;
        }
        let has_key = keyed.is_some();
        let transaction_id = TransactionId(self.new_id(payout.requested_at));
        let body = RequestPayout { payout, transaction_id, keyed };
        let done = self.write_keyed(body, has_key).await?.map_err(refused)?;
        self.work_on_balance_soon();
        if let Replay::New(payout) = &done {
            self.tell(member.user_id, Notice::PayoutRequested(payout.clone()));
        }
        Ok(done)
    }

    fn checked(
        &self,
        member: &Member,
        request: PayoutRequest,
    ) -> std::result::Result<Payout, AppError> {
        let amount = Micro::named(request.amount_micro.unwrap_or(0))?;
        let network = request.network.as_deref().and_then(Network::parse);
        let network = network.ok_or_else(|| refused(ErrorCode::InvalidNetwork))?;
        let address = request.address.unwrap_or_default().trim().to_owned();
        if !network.accepts(&address) {
            return Err(refused(ErrorCode::InvalidAddress));
        }
        if amount < self.program.min_payout {
            return Err(refused(ErrorCode::PayoutBelowMin));
        }
        let now = self.now();
        Ok(Payout {
            id: PayoutId(self.new_id(now)),
            user_id: member.user_id,
            amount,
            network,
            address,
            status: PayoutStatus::Requested,
            tx_hash: None,
            note: None,
            requested_at: now,
            completed_at: None,
        })
    }
}

struct RequestPayout {
    payout: Payout,
    transaction_id: TransactionId,
    keyed: Option<Keyed<Payout>>,
}

impl Transaction for RequestPayout {
    type Output = std::result::Result<Replay<Payout>, ErrorCode>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<Self::Output>> {
        let (user_id, now) = (self.payout.user_id, self.payout.requested_at);
        accounts::lock(tx, user_id).await?;
        if let Some(keyed) = &self.keyed
            && let Some(first) = keyed.first_answer(tx, now).await?
        {
            return Ok(Outcome::Rollback(first.map(Replay::First)));
        }
        let Some(funds) = balances::funds(tx, user_id, now).await? else {
            return Ok(Outcome::Rollback(Err(ErrorCode::Unauthenticated)));
        };
        if let Err(code) = self.affordable(&funds) {
            return Ok(Outcome::Rollback(Err(code)));
        }
        let (id, amount) = (self.payout.id, self.payout.amount);
        payouts::insert(tx, &self.payout).await?;
        uses::insert(tx, user_id, UseId(id.0), UseKind::Payout, amount, now).await?;
        let posting = Posting::payout(id, amount, now)?;
        let stored = funds.stored.due_by(Some(now));
        post(tx, user_id, self.transaction_id, &posting, stored).await?;
        if let Some(keyed) = &self.keyed {
            keyed.keep(tx, &self.payout, now).await?;
        }
        Ok(Outcome::Commit(Ok(Replay::New(self.payout.clone()))))
    }
}

impl RequestPayout {
    fn affordable(&self, funds: &Funds) -> std::result::Result<(), ErrorCode> {
        if funds.stored.balance.available < self.payout.amount {
            return Err(ErrorCode::BalanceInsufficient);
        }
        match funds.payouts_frozen_at {
            Some(_) => Err(ErrorCode::PayoutsFrozen),
            None => Ok(()),
        }
    }
}
