-- Payments, rewards, the ledger, and what rewards are used for. Amounts are micro-units.

-- Net of refunds; live_payments are those not fully refunded.
ALTER TABLE accounts ADD COLUMN paid_micro BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN live_payments BIGINT NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN first_paid_at BIGINT;
ALTER TABLE accounts ADD COLUMN payouts_frozen_at BIGINT;

CREATE TABLE payment_claims (
    payment_id TEXT NOT NULL,
    user_id UUID NOT NULL
);
ALTER TABLE payment_claims ADD CONSTRAINT payment_claims_pk PRIMARY KEY (payment_id);

-- Under the account that paid. stated_paid_at is what the push said, which a repeated push has to
-- equal; inviter_id and reward_id are there if the payment earned something for somebody.
CREATE TABLE payments (
    user_id UUID NOT NULL,
    payment_id TEXT NOT NULL,
    amount_micro BIGINT NOT NULL,
    currency TEXT NOT NULL,
    paid_at BIGINT NOT NULL,
    stated_paid_at BIGINT,
    invoice_id TEXT,
    received_at BIGINT NOT NULL,
    refunded_micro BIGINT NOT NULL,
    inviter_id UUID,
    reward_id UUID
);
ALTER TABLE payments ADD CONSTRAINT payments_pk PRIMARY KEY (user_id, payment_id);
ALTER TABLE payments ADD CONSTRAINT payments_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE payments ADD CONSTRAINT payments_amount_ck
    CHECK (amount_micro > 0 AND refunded_micro >= 0 AND refunded_micro <= amount_micro);

CREATE TABLE refund_claims (
    refund_id TEXT NOT NULL,
    user_id UUID NOT NULL
);
ALTER TABLE refund_claims ADD CONSTRAINT refund_claims_pk PRIMARY KEY (refund_id);

-- Under the account that paid. A voided refund is no longer in force.
CREATE TABLE refunds (
    user_id UUID NOT NULL,
    refund_id TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    amount_micro BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    voided_at BIGINT
);
ALTER TABLE refunds ADD CONSTRAINT refunds_pk PRIMARY KEY (user_id, refund_id);
ALTER TABLE refunds ADD CONSTRAINT refunds_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE refunds ADD CONSTRAINT refunds_amount_ck CHECK (amount_micro > 0);

-- Under the inviter. amount_micro = floor((payment_micro - refunded_micro) * rate_bps / 10000);
-- used_micro of it went into uses, and may exceed it until background work has moved the parts on.
CREATE TABLE rewards (
    user_id UUID NOT NULL,
    reward_id UUID NOT NULL,
    invitee_id UUID NOT NULL,
    payment_id TEXT NOT NULL,
    payment_micro BIGINT NOT NULL,
    refunded_micro BIGINT NOT NULL,
    rate_bps BIGINT NOT NULL,
    tier BIGINT NOT NULL,
    amount_micro BIGINT NOT NULL,
    used_micro BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    unlock_at BIGINT NOT NULL,
    reversed_at BIGINT
);
ALTER TABLE rewards ADD CONSTRAINT rewards_pk PRIMARY KEY (user_id, reward_id);
ALTER TABLE rewards ADD CONSTRAINT rewards_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE rewards ADD CONSTRAINT rewards_amount_ck
    CHECK (amount_micro >= 0 AND used_micro >= 0 AND refunded_micro >= 0);
ALTER TABLE rewards ADD CONSTRAINT rewards_state_ck
    CHECK (state IN ('open', 'paid_out', 'spent', 'reversed'));
CREATE INDEX rewards_by_state ON rewards (user_id, state, reward_id);
CREATE INDEX rewards_usable ON rewards (user_id, unlock_at, reward_id) WHERE used_micro < amount_micro;
CREATE INDEX rewards_overused ON rewards (user_id, reward_id) WHERE used_micro > amount_micro;

-- Double entry, append-only: the entries of one transaction sum to zero. An entry counts from
-- effective_at on; reason and subject_id say what it explains.
CREATE TABLE ledger_entries (
    user_id UUID NOT NULL,
    transaction_id UUID NOT NULL,
    line BIGINT NOT NULL,
    account TEXT NOT NULL,
    amount_micro BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    posted_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    subject_id UUID NOT NULL
);
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_pk
    PRIMARY KEY (user_id, transaction_id, line);
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_account_ck
    CHECK (account IN ('platform_expense', 'member_pending', 'member_available', 'payouts_in_flight', 'paid_out', 'invoice_credit'));
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_effective_ck
    CHECK (effective_at >= posted_at);
CREATE INDEX ledger_entries_deferred ON ledger_entries (user_id, effective_at)
    WHERE account = 'member_available' AND effective_at > posted_at;

-- Sums of the ledger, kept for speed: all entries that were effective when posted, and those that
-- became effective up to settled_to. available_micro is negative while there is debt. work_due_at
-- is when background work next has something to do for the account.
CREATE TABLE balances (
    user_id UUID NOT NULL,
    pending_micro BIGINT NOT NULL,
    available_micro BIGINT NOT NULL,
    lifetime_micro BIGINT NOT NULL,
    settled_to BIGINT NOT NULL,
    work_due_at BIGINT
);
ALTER TABLE balances ADD CONSTRAINT balances_pk PRIMARY KEY (user_id);
ALTER TABLE balances ADD CONSTRAINT balances_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
CREATE INDEX balances_work ON balances (work_due_at) WHERE work_due_at IS NOT NULL;

-- A payout or a spend, as far as it takes parts of rewards. unallocated_micro is what it still waits
-- for; state says whether background work has to take or to give back.
CREATE TABLE reward_uses (
    user_id UUID NOT NULL,
    use_id UUID NOT NULL,
    kind TEXT NOT NULL,
    amount_micro BIGINT NOT NULL,
    unallocated_micro BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
ALTER TABLE reward_uses ADD CONSTRAINT reward_uses_pk PRIMARY KEY (user_id, use_id);
ALTER TABLE reward_uses ADD CONSTRAINT reward_uses_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE reward_uses ADD CONSTRAINT reward_uses_kind_ck CHECK (kind IN ('payout', 'spend'));
ALTER TABLE reward_uses ADD CONSTRAINT reward_uses_state_ck
    CHECK (state IN ('held', 'releasing', 'released'));
CREATE INDEX reward_uses_waiting ON reward_uses (user_id, use_id)
    WHERE state = 'held' AND unallocated_micro > 0;
CREATE INDEX reward_uses_releasing ON reward_uses (user_id, use_id) WHERE state = 'releasing';

CREATE TABLE reward_parts (
    user_id UUID NOT NULL,
    use_id UUID NOT NULL,
    reward_id UUID NOT NULL,
    amount_micro BIGINT NOT NULL
);
ALTER TABLE reward_parts ADD CONSTRAINT reward_parts_pk PRIMARY KEY (user_id, use_id, reward_id);
ALTER TABLE reward_parts ADD CONSTRAINT reward_parts_use_fk
    FOREIGN KEY (user_id, use_id) REFERENCES reward_uses (user_id, use_id);
ALTER TABLE reward_parts ADD CONSTRAINT reward_parts_reward_fk
    FOREIGN KEY (user_id, reward_id) REFERENCES rewards (user_id, reward_id);
ALTER TABLE reward_parts ADD CONSTRAINT reward_parts_amount_ck CHECK (amount_micro > 0);
CREATE INDEX reward_parts_by_reward ON reward_parts (user_id, reward_id, use_id);

-- Withdrawals; payout_id is also the use_id of what they take.
CREATE TABLE payouts (
    user_id UUID NOT NULL,
    payout_id UUID NOT NULL,
    amount_micro BIGINT NOT NULL,
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    status TEXT NOT NULL,
    tx_hash TEXT,
    note TEXT,
    requested_at BIGINT NOT NULL,
    completed_at BIGINT
);
ALTER TABLE payouts ADD CONSTRAINT payouts_pk PRIMARY KEY (user_id, payout_id);
ALTER TABLE payouts ADD CONSTRAINT payouts_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE payouts ADD CONSTRAINT payouts_amount_ck CHECK (amount_micro > 0);
ALTER TABLE payouts ADD CONSTRAINT payouts_network_ck
    CHECK (network IN ('solana', 'ethereum', 'polygon'));
ALTER TABLE payouts ADD CONSTRAINT payouts_status_ck
    CHECK (status IN ('requested', 'processing', 'sent', 'failed', 'cancelled'));
CREATE INDEX payouts_by_id ON payouts (payout_id);
CREATE INDEX payouts_queue ON payouts (status, payout_id);

CREATE TABLE invoice_claims (
    invoice_id TEXT NOT NULL,
    user_id UUID NOT NULL
);
ALTER TABLE invoice_claims ADD CONSTRAINT invoice_claims_pk PRIMARY KEY (invoice_id);

-- Bills of the product, so that credit can pay them. use_id is the spend that did.
CREATE TABLE invoices (
    user_id UUID NOT NULL,
    invoice_id TEXT NOT NULL,
    amount_micro BIGINT NOT NULL,
    status TEXT NOT NULL,
    description TEXT,
    paid_by TEXT,
    use_id UUID,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
ALTER TABLE invoices ADD CONSTRAINT invoices_pk PRIMARY KEY (user_id, invoice_id);
ALTER TABLE invoices ADD CONSTRAINT invoices_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE invoices ADD CONSTRAINT invoices_amount_ck CHECK (amount_micro > 0);
ALTER TABLE invoices ADD CONSTRAINT invoices_status_ck CHECK (status IN ('open', 'paid', 'void'));
ALTER TABLE invoices ADD CONSTRAINT invoices_paid_by_ck CHECK (paid_by IN ('credit', 'external'));
CREATE INDEX invoices_newest ON invoices (user_id, created_at, invoice_id);
CREATE INDEX invoices_changed ON invoices (updated_at, invoice_id);

-- First answers of writes that carried an Idempotency-Key.
CREATE TABLE idempotency_keys (
    user_id UUID NOT NULL,
    path TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    body_hash BYTEA NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
ALTER TABLE idempotency_keys ADD CONSTRAINT idempotency_keys_pk
    PRIMARY KEY (user_id, path, idempotency_key);
ALTER TABLE idempotency_keys ADD CONSTRAINT idempotency_keys_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
