//! Payments and refunds, under the account that paid.

use triport_domain::id::{RewardId, UserId};
use triport_domain::money::Micro;
use triport_domain::time::Timestamp;
use uuid::Uuid;

use crate::error::Result;
use crate::statement::statement;
use crate::tx::{Db, QueuedCount, Tx};
use crate::value::{Row, params};

/// A payment as pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// The product's id.
    pub id: String,
    /// Who paid.
    pub user_id: UserId,
    /// What was paid.
    pub amount: Micro,
    /// In which currency (ISO 4217).
    pub currency: String,
    /// When it was paid.
    pub paid_at: Timestamp,
    /// The same as the push said it, if it did.
    pub stated_paid_at: Option<Timestamp>,
    /// The invoice it paid, if the push said so.
    pub invoice_id: Option<String>,
    /// When the push was processed.
    pub received_at: Timestamp,
    /// Refunds in force.
    pub refunded: Micro,
    /// Who earned something by it, and what.
    pub earned: Option<(UserId, RewardId)>,
}

/// A refund as pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The product's id.
    pub id: String,
    /// The payment it belongs to.
    pub payment_id: String,
    /// How much went back.
    pub amount: Micro,
    /// When the push was processed.
    pub created_at: Timestamp,
    /// Since when it is no longer in force.
    pub voided_at: Option<Timestamp>,
}

/// What an account has paid, and who brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payer {
    /// Its inviter.
    pub inviter_id: Option<UserId>,
    /// All payments less refunds.
    pub paid: Micro,
    /// Payments that are not fully refunded.
    pub live_payments: i64,
    /// When it first paid.
    pub first_paid_at: Option<Timestamp>,
}

statement!(
    CLAIM = "INSERT INTO payment_claims (payment_id, user_id) VALUES ($1, $2)
         ON CONFLICT (payment_id) DO NOTHING"
);

/// Takes a payment's id together with the next statement: the count is 0 if it was pushed before.
pub async fn queue_claim(tx: &mut Tx<'_>, id: &str, user_id: UserId) -> Result<QueuedCount> {
    tx.queue_counted(&CLAIM, params![id, user_id.0]).await
}

statement!(CLAIM_OWNER = "SELECT user_id FROM payment_claims WHERE payment_id = $1");

/// Who paid a payment.
pub async fn owner(db: &mut Db<'_>, id: &str) -> Result<Option<UserId>> {
    db.row(&CLAIM_OWNER, params![id], |row| Ok(UserId(row.get(0)?))).await
}

statement!(
    PAYER = "SELECT inviter_id, paid_micro, live_payments, first_paid_at FROM accounts
         WHERE user_id = $1"
);

/// What an account has paid so far. The account is locked.
pub async fn payer(db: &mut Db<'_>, user_id: UserId) -> Result<Option<Payer>> {
    db.row(&PAYER, params![user_id.0], |row| {
        Ok(Payer {
            inviter_id: row.get::<Option<Uuid>>(0)?.map(UserId),
            paid: Micro::new(row.get(1)?),
            live_payments: row.get(2)?,
            first_paid_at: row.get(3)?,
        })
    })
    .await
}

statement!(
    WRITE_PAYER = "UPDATE accounts SET paid_micro = $1, live_payments = $2, first_paid_at = $3
         WHERE user_id = $4"
);

/// Writes what an account has paid. The account is locked.
pub async fn write_payer(tx: &mut Tx<'_>, user_id: UserId, payer: &Payer) -> Result<()> {
    let params = params![payer.paid.get(), payer.live_payments, payer.first_paid_at, user_id.0];
    tx.queue(&WRITE_PAYER, params, 1).await
}

/// The columns that [`read_payment`] reads.
macro_rules! columns {
    () => {
        "user_id, payment_id, amount_micro, currency, paid_at, stated_paid_at, invoice_id,
         received_at, refunded_micro, inviter_id, reward_id"
    };
}

pub(crate) use columns;

statement!(
    INSERT = "INSERT INTO payments (user_id, payment_id, amount_micro, currency, paid_at,
                               stated_paid_at, invoice_id, received_at, refunded_micro, inviter_id,
                               reward_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);

/// Writes a payment whose id was claimed.
pub async fn insert(tx: &mut Tx<'_>, payment: &Payment) -> Result<()> {
    let (inviter, reward) = payment.earned.unzip();
    let params = params![
        payment.user_id.0,
        payment.id.as_str(),
        payment.amount.get(),
        payment.currency.as_str(),
        payment.paid_at,
        payment.stated_paid_at,
        payment.invoice_id.as_deref(),
        payment.received_at,
        payment.refunded.get(),
        inviter.map(|id| id.0),
        reward.map(|id| id.0),
    ];
    tx.queue(&INSERT, params, 1).await
}

statement!(
    FIND = concat!("SELECT ", columns!(), " FROM payments WHERE user_id = $1 AND payment_id = $2")
);

/// A payment of an account.
pub async fn find(db: &mut Db<'_>, user_id: UserId, id: &str) -> Result<Option<Payment>> {
    db.row(&FIND, params![user_id.0, id], read_payment).await
}

statement!(
    WITHOUT_REWARD = concat!(
        "SELECT ",
        columns!(),
        " FROM payments WHERE user_id = $1 AND reward_id IS NULL
         ORDER BY CASE WHEN refunded_micro < amount_micro THEN 0 ELSE 1 END, paid_at, payment_id
         LIMIT $2"
    )
);

/// The oldest payments of an account that earned nobody anything; those that are fully refunded come
/// last, because only a dispute that is won makes them count.
pub async fn without_reward(db: &mut Db<'_>, user_id: UserId, limit: u16) -> Result<Vec<Payment>> {
    db.rows(&WITHOUT_REWARD, params![user_id.0, limit], read_payment).await
}

statement!(
    SET_REWARD = "UPDATE payments SET inviter_id = $1, reward_id = $2
         WHERE user_id = $3 AND payment_id = $4 AND reward_id IS NULL"
);

/// Notes what a payment earned afterwards. The account that paid is locked.
pub async fn set_reward(
    tx: &mut Tx<'_>,
    payment: &Payment,
    inviter: UserId,
    reward: RewardId,
) -> Result<()> {
    let params = params![inviter.0, reward.0, payment.user_id.0, payment.id.as_str()];
    tx.queue(&SET_REWARD, params, 1).await
}

statement!(
    SET_REFUNDED = "UPDATE payments SET refunded_micro = $1
         WHERE user_id = $2 AND payment_id = $3 AND refunded_micro = $4"
);

/// Writes the refunds in force of a payment as it was read. The account that paid is locked.
pub async fn set_refunded(tx: &mut Tx<'_>, read: &Payment, refunded: Micro) -> Result<()> {
    let params = params![refunded.get(), read.user_id.0, read.id.as_str(), read.refunded.get()];
    tx.queue(&SET_REFUNDED, params, 1).await
}

statement!(
    CLAIM_REFUND = "INSERT INTO refund_claims (refund_id, user_id) VALUES ($1, $2)
         ON CONFLICT (refund_id) DO NOTHING"
);

/// Takes a refund's id together with the next statement: the count is 0 if it was pushed before.
pub async fn queue_refund_claim(tx: &mut Tx<'_>, id: &str, user_id: UserId) -> Result<QueuedCount> {
    tx.queue_counted(&CLAIM_REFUND, params![id, user_id.0]).await
}

statement!(
    INSERT_REFUND = "INSERT INTO refunds (user_id, refund_id, payment_id, amount_micro, created_at)
         VALUES ($1, $2, $3, $4, $5)"
);

/// Writes a refund whose id was claimed.
pub async fn insert_refund(tx: &mut Tx<'_>, user_id: UserId, refund: &Refund) -> Result<()> {
    let params = params![
        user_id.0,
        refund.id.as_str(),
        refund.payment_id.as_str(),
        refund.amount.get(),
        refund.created_at,
    ];
    tx.queue(&INSERT_REFUND, params, 1).await
}

statement!(
    FIND_REFUND = "SELECT refund_id, payment_id, amount_micro, created_at, voided_at FROM refunds
         WHERE user_id = $1 AND refund_id = $2"
);

/// A refund of an account's payments.
pub async fn find_refund(db: &mut Db<'_>, user_id: UserId, id: &str) -> Result<Option<Refund>> {
    db.row(&FIND_REFUND, params![user_id.0, id], read_refund).await
}

statement!(
    VOID_REFUND = "UPDATE refunds SET voided_at = $1
         WHERE user_id = $2 AND refund_id = $3 AND voided_at IS NULL"
);

/// Notes that a refund is no longer in force. The account that paid is locked.
pub async fn void_refund(tx: &mut Tx<'_>, user_id: UserId, id: &str, now: Timestamp) -> Result<()> {
    tx.queue(&VOID_REFUND, params![now, user_id.0, id], 1).await
}

pub(crate) fn read_refund(row: &Row<'_>) -> Result<Refund> {
    Ok(Refund {
        id: row.get(0)?,
        payment_id: row.get(1)?,
        amount: Micro::new(row.get(2)?),
        created_at: row.get(3)?,
        voided_at: row.get(4)?,
    })
}

pub(crate) fn read_payment(row: &Row<'_>) -> Result<Payment> {
    let inviter = row.get::<Option<Uuid>>(9)?.map(UserId);
    let reward = row.get::<Option<Uuid>>(10)?.map(RewardId);
    Ok(Payment {
        user_id: UserId(row.get(0)?),
        id: row.get(1)?,
        amount: Micro::new(row.get(2)?),
        currency: row.get(3)?,
        paid_at: row.get(4)?,
        stated_paid_at: row.get(5)?,
        invoice_id: row.get(6)?,
        received_at: row.get(7)?,
        refunded: Micro::new(row.get(8)?),
        earned: inviter.zip(reward),
    })
}
