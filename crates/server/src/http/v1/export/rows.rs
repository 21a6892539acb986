//! Rows of an export that no other answer has.

use serde::Serialize;
use triport_app::money::{Payment, Refund};
use triport_app::{DirectoryEntry, HeldDecision, LedgerLine};
use triport_domain::identity::Identity;
use triport_domain::session::ListedSession;
use triport_domain::time::Timestamp;
use uuid::Uuid;

/// The account itself.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ExportedAccount {
    /// Never changes.
    #[schema(examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Uuid,
    /// The id by which the product knows it; null if the product does not.
    #[schema(required, examples("customer-42"))]
    external_id: Option<String>,
    /// Where it can be reached.
    #[schema(required, format = Email, examples("ada@example.com"))]
    email: Option<String>,
    /// What others see.
    #[schema(examples("Member 4F2K"))]
    display_name: String,
    /// An https address.
    #[schema(required, format = "uri")]
    avatar_url: Option<String>,
    /// When it was made.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    updated_at: String,
}

/// A way to sign in.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ExportedIdentity {
    /// `email`, `google` or `wallet`.
    #[schema(examples("email"))]
    provider: &'static str,
    /// The address, or what the provider calls the person.
    #[schema(examples("ada@example.com"))]
    subject: String,
    /// The address that the provider vouches for; only where that is not the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("ada@example.com"))]
    email: Option<String>,
    /// Since when.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    created_at: String,
}

/// A session.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ExportedSession {
    /// Its identity, which opens nothing.
    id: Uuid,
    /// How the account signed in.
    #[schema(examples("email"))]
    provider: &'static str,
    /// What the browser called itself.
    user_agent: String,
    /// When the account signed in.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    created_at: String,
    /// When it was last extended.
    #[schema(format = DateTime, examples("2026-03-14T09:25:11.417202Z"))]
    last_seen_at: String,
    /// When it ends.
    #[schema(format = DateTime, examples("2026-04-13T09:25:11.417202Z"))]
    expires_at: String,
}

/// Something that was decided about the account; what its kind does not have is null.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ExportedDecision {
    /// `signup`, `first_paid`, `rejected` or `tier_changed`.
    #[schema(examples("signup"))]
    kind: String,
    /// When.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53.589793Z"))]
    at: String,
    /// The invitee that it is about; null if it is about the account itself.
    #[schema(required)]
    counterpart_user_id: Option<Uuid>,
    /// The code as it was seen.
    #[schema(required, examples("trip-with-me"))]
    code: Option<String>,
    /// Where the code came from: `cookie`, `claim`, `server` or `operator`.
    #[schema(required, examples("cookie"))]
    source: Option<String>,
    /// The rule that refused.
    #[schema(required, examples("self_referral"))]
    reason: Option<String>,
    /// When the account followed a link before.
    #[schema(required, format = DateTime)]
    click_at: Option<String>,
    /// The page on which that visit began.
    #[schema(required, examples("/welcome"))]
    click_path: Option<String>,
    /// The tier before.
    #[schema(required, examples(1))]
    old_tier: Option<u16>,
    /// The tier after.
    #[schema(required, examples(2))]
    new_tier: Option<u16>,
    /// What an operator said about it.
    #[schema(required, examples("agreed by mail"))]
    note: Option<String>,
}

/// A payment of the account.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ExportedPayment {
    /// The product's id.
    #[schema(examples("pay_1042"))]
    payment_id: String,
    /// What was paid.
    #[schema(minimum = 1, examples(100_000_000))]
    amount_micro: i64,
    /// Refunds in force.
    #[schema(minimum = 0)]
    refunded_micro: i64,
    /// The programme's.
    #[schema(examples("USD"))]
    currency: String,
    /// When it was paid.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53Z"))]
    paid_at: String,
    /// The invoice that it paid; null if nothing was said.
    #[schema(required, examples("inv_2026_03"))]
    invoice_id: Option<String>,
}

/// A refund of one of the account's payments.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ExportedRefund {
    /// The product's id.
    #[schema(examples("re_77"))]
    refund_id: String,
    /// The payment that it belongs to.
    #[schema(examples("pay_1042"))]
    payment_id: String,
    /// What went back.
    #[schema(minimum = 1, examples(40_000_000))]
    amount_micro: i64,
    /// When it came in.
    #[schema(format = DateTime, examples("2026-03-20T09:26:53Z"))]
    created_at: String,
    /// Since when it is no longer in force; null while it is.
    #[schema(required, format = DateTime)]
    voided_at: Option<String>,
}

/// A line of the ledger.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct ExportedLine {
    /// The transaction, whose lines sum to zero.
    transaction_id: Uuid,
    /// The account of the ledger.
    #[schema(examples("member_available"))]
    account: String,
    /// Below zero it left the account.
    #[schema(examples(10_000_000))]
    amount_micro: i64,
    /// Why.
    #[schema(examples("reward"))]
    reason: String,
    /// What it explains: a reward, a payout or a spend.
    subject_id: Uuid,
    /// When it was written.
    #[schema(format = DateTime, examples("2026-03-14T09:26:53Z"))]
    posted_at: String,
    /// From when on it counts.
    #[schema(format = DateTime, examples("2026-03-28T09:26:53Z"))]
    effective_at: String,
}

impl ExportedAccount {
    pub(super) fn new(
        entry: DirectoryEntry,
        avatar_url: Option<String>,
        updated_at: Timestamp,
    ) -> Self {
        Self {
            user_id: entry.user_id.0,
            external_id: entry.external_id,
            email: entry.email,
            display_name: entry.display_name,
            avatar_url,
            created_at: entry.created_at.to_string(),
            updated_at: updated_at.to_string(),
        }
    }
}

impl From<Identity> for ExportedIdentity {
    fn from(identity: Identity) -> Self {
        let Identity { provider, subject, label, created_at } = identity;
        let (provider, created_at) = (provider.as_str(), created_at.to_string());
        Self { provider, subject, email: label, created_at }
    }
}

impl From<ListedSession> for ExportedSession {
    fn from(session: ListedSession) -> Self {
        Self {
            id: session.id.0,
            provider: session.provider.as_str(),
            user_agent: session.user_agent,
            created_at: session.created_at.to_string(),
            last_seen_at: session.last_seen_at.to_string(),
            expires_at: session.expires_at.to_string(),
        }
    }
}

impl From<HeldDecision> for ExportedDecision {
    fn from(held: HeldDecision) -> Self {
        let decision = held.decision;
        Self {
            kind: decision.kind,
            at: decision.at.to_string(),
            counterpart_user_id: decision.counterpart_id.map(|id| id.0),
            code: decision.code,
            source: decision.source,
            reason: decision.reason,
            click_at: decision.click_at.map(|at| at.to_string()),
            click_path: decision.click_path,
            old_tier: decision.old_tier,
            new_tier: decision.new_tier,
            note: decision.note,
        }
    }
}

impl From<Payment> for ExportedPayment {
    fn from(payment: Payment) -> Self {
        Self {
            payment_id: payment.id,
            amount_micro: payment.amount.get(),
            refunded_micro: payment.refunded.get(),
            currency: payment.currency,
            paid_at: payment.paid_at.to_string(),
            invoice_id: payment.invoice_id,
        }
    }
}

impl From<Refund> for ExportedRefund {
    fn from(refund: Refund) -> Self {
        Self {
            refund_id: refund.id,
            payment_id: refund.payment_id,
            amount_micro: refund.amount.get(),
            created_at: refund.created_at.to_string(),
            voided_at: refund.voided_at.map(|at| at.to_string()),
        }
    }
}

impl From<LedgerLine> for ExportedLine {
    fn from(line: LedgerLine) -> Self {
        Self {
            transaction_id: line.transaction_id,
            account: line.account,
            amount_micro: line.amount_micro,
            reason: line.reason,
            subject_id: line.subject_id,
            posted_at: line.posted_at.to_string(),
            effective_at: line.effective_at.to_string(),
        }
    }
}
