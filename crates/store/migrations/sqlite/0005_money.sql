-- Payments, rewards, the ledger, and what rewards are used for. Amounts are micro-units.

-- Net of refunds; live_payments are those not fully refunded.
ALTER TABLE accounts ADD COLUMN paid_micro INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN live_payments INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN first_paid_at INTEGER;
ALTER TABLE accounts ADD COLUMN payouts_frozen_at INTEGER;

CREATE TABLE payment_claims (
    payment_id TEXT NOT NULL,
    user_id BLOB NOT NULL,
    CONSTRAINT payment_claims_pk PRIMARY KEY (payment_id)
) STRICT, WITHOUT ROWID;

-- Under the account that paid. stated_paid_at is what the push said, which a repeated push has to
-- equal; inviter_id and reward_id are there if the payment earned something for somebody.
CREATE TABLE payments (
    user_id BLOB NOT NULL,
    payment_id TEXT NOT NULL,
    amount_micro INTEGER NOT NULL,
    currency TEXT NOT NULL,
    paid_at INTEGER NOT NULL,
    stated_paid_at INTEGER,
    invoice_id TEXT,
    received_at INTEGER NOT NULL,
    refunded_micro INTEGER NOT NULL,
    inviter_id BLOB,
    reward_id BLOB,
    CONSTRAINT payments_pk PRIMARY KEY (user_id, payment_id),
    CONSTRAINT payments_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT payments_amount_ck CHECK (amount_micro > 0 AND refunded_micro >= 0 AND refunded_micro <= amount_micro)
) STRICT, WITHOUT ROWID;

CREATE TABLE refund_claims (
    refund_id TEXT NOT NULL,
    user_id BLOB NOT NULL,
    CONSTRAINT refund_claims_pk PRIMARY KEY (refund_id)
) STRICT, WITHOUT ROWID;

-- Under the account that paid. A voided refund is no longer in force.
CREATE TABLE refunds (
    user_id BLOB NOT NULL,
    refund_id TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    amount_micro INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    voided_at INTEGER,
    CONSTRAINT refunds_pk PRIMARY KEY (user_id, refund_id),
    CONSTRAINT refunds_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT refunds_amount_ck CHECK (amount_micro > 0)
) STRICT, WITHOUT ROWID;

-- Under the inviter. amount_micro = floor((payment_micro - refunded_micro) * rate_bps / 10000);
-- used_micro of it went into uses, and may exceed it until background work has moved the parts on.
CREATE TABLE rewards (
    user_id BLOB NOT NULL,
    reward_id BLOB NOT NULL,
    invitee_id BLOB NOT NULL,
    payment_id TEXT NOT NULL,
    payment_micro INTEGER NOT NULL,
    refunded_micro INTEGER NOT NULL,
    rate_bps INTEGER NOT NULL,
    tier INTEGER NOT NULL,
    amount_micro INTEGER NOT NULL,
    used_micro INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    unlock_at INTEGER NOT NULL,
    reversed_at INTEGER,
    CONSTRAINT rewards_pk PRIMARY KEY (user_id, reward_id),
    CONSTRAINT rewards_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT rewards_amount_ck CHECK (amount_micro >= 0 AND used_micro >= 0 AND refunded_micro >= 0),
    CONSTRAINT rewards_state_ck CHECK (state IN ('open', 'paid_out', 'spent', 'reversed'))
) STRICT, WITHOUT ROWID;
CREATE INDEX rewards_by_state ON rewards (user_id, state, reward_id);
CREATE INDEX rewards_usable ON rewards (user_id, unlock_at, reward_id) WHERE used_micro < amount_micro;
CREATE INDEX rewards_overused ON rewards (user_id, reward_id) WHERE used_micro > amount_micro;

-- Double entry, append-only: the entries of one transaction sum to zero. An entry counts from
-- effective_at on; reason and subject_id say what it explains.
CREATE TABLE ledger_entries (
    user_id BLOB NOT NULL,
    transaction_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    account TEXT NOT NULL,
    amount_micro INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    posted_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    CONSTRAINT ledger_entries_pk PRIMARY KEY (user_id, transaction_id, line),
    CONSTRAINT ledger_entries_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT ledger_entries_account_ck CHECK (account IN ('platform_expense', 'member_pending', 'member_available', 'payouts_in_flight', 'paid_out', 'invoice_credit')),
    CONSTRAINT ledger_entries_effective_ck CHECK (effective_at >= posted_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_entries_deferred ON ledger_entries (user_id, effective_at)
    WHERE account = 'member_available' AND effective_at > posted_at;

-- Sums of the ledger, kept for speed: all entries that were effective when posted, and those that
-- became effective up to settled_to. available_micro is negative while there is debt. work_due_at
-- is when background work next has something to do for the account.
CREATE TABLE balances (
    user_id BLOB NOT NULL,
    pending_micro INTEGER NOT NULL,
    available_micro INTEGER NOT NULL,
    lifetime_micro INTEGER NOT NULL,
    settled_to INTEGER NOT NULL,
    work_due_at INTEGER,
    CONSTRAINT balances_pk PRIMARY KEY (user_id),
    CONSTRAINT balances_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX balances_work ON balances (work_due_at) WHERE work_due_at IS NOT NULL;

-- A payout or a spend, as far as it takes parts of rewards. unallocated_micro is what it still waits
-- for; state says whether background work has to take or to give back.
CREATE TABLE reward_uses (
    user_id BLOB NOT NULL,
    use_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    amount_micro INTEGER NOT NULL,
    unallocated_micro INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT reward_uses_pk PRIMARY KEY (user_id, use_id),
    CONSTRAINT reward_uses_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT reward_uses_kind_ck CHECK (kind IN ('payout', 'spend')),
    CONSTRAINT reward_uses_state_ck CHECK (state IN ('held', 'releasing', 'released'))
) STRICT, WITHOUT ROWID;
CREATE INDEX reward_uses_waiting ON reward_uses (user_id, use_id)
    WHERE state = 'held' AND unallocated_micro > 0;
CREATE INDEX reward_uses_releasing ON reward_uses (user_id, use_id) WHERE state = 'releasing';

CREATE TABLE reward_parts (
    user_id BLOB NOT NULL,
    use_id BLOB NOT NULL,
    reward_id BLOB NOT NULL,
    amount_micro INTEGER NOT NULL,
    CONSTRAINT reward_parts_pk PRIMARY KEY (user_id, use_id, reward_id),
    CONSTRAINT reward_parts_use_fk FOREIGN KEY (user_id, use_id) REFERENCES reward_uses (user_id, use_id),
    CONSTRAINT reward_parts_reward_fk FOREIGN KEY (user_id, reward_id) REFERENCES rewards (user_id, reward_id),
    CONSTRAINT reward_parts_amount_ck CHECK (amount_micro > 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX reward_parts_by_reward ON reward_parts (user_id, reward_id, use_id);

-- Withdrawals; payout_id is also the use_id of what they take.
CREATE TABLE payouts (
    user_id BLOB NOT NULL,
    payout_id BLOB NOT NULL,
    amount_micro INTEGER NOT NULL,
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    status TEXT NOT NULL,
    tx_hash TEXT,
    note TEXT,
    requested_at INTEGER NOT NULL,
    completed_at INTEGER,
    CONSTRAINT payouts_pk PRIMARY KEY (user_id, payout_id),
    CONSTRAINT payouts_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT payouts_amount_ck CHECK (amount_micro > 0),
    CONSTRAINT payouts_network_ck CHECK (network IN ('solana', 'ethereum', 'polygon')),
    CONSTRAINT payouts_status_ck CHECK (status IN ('requested', 'processing', 'sent', 'failed', 'cancelled'))
) STRICT, WITHOUT ROWID;
CREATE INDEX payouts_by_id ON payouts (payout_id);
CREATE INDEX payouts_queue ON payouts (status, payout_id);

CREATE TABLE invoice_claims (
    invoice_id TEXT NOT NULL,
    user_id BLOB NOT NULL,
    CONSTRAINT invoice_claims_pk PRIMARY KEY (invoice_id)
) STRICT, WITHOUT ROWID;

-- Bills of the product, so that credit can pay them. use_id is the spend that did.
CREATE TABLE invoices (
    user_id BLOB NOT NULL,
    invoice_id TEXT NOT NULL,
    amount_micro INTEGER NOT NULL,
    status TEXT NOT NULL,
    description TEXT,
    paid_by TEXT,
    use_id BLOB,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT invoices_pk PRIMARY KEY (user_id, invoice_id),
    CONSTRAINT invoices_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT invoices_amount_ck CHECK (amount_micro > 0),
    CONSTRAINT invoices_status_ck CHECK (status IN ('open', 'paid', 'void')),
    CONSTRAINT invoices_paid_by_ck CHECK (paid_by IN ('credit', 'external'))
) STRICT, WITHOUT ROWID;
CREATE INDEX invoices_newest ON invoices (user_id, created_at, invoice_id);
CREATE INDEX invoices_changed ON invoices (updated_at, invoice_id);

-- First answers of writes that carried an Idempotency-Key.
CREATE TABLE idempotency_keys (
    user_id BLOB NOT NULL,
    path TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT idempotency_keys_pk PRIMARY KEY (user_id, path, idempotency_key),
    CONSTRAINT idempotency_keys_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

-- Only on SQLite, which nobody tells to gather statistics: without any it believes that ten rows have
-- one user_id, and walks through everything an account owns instead of using the narrower indexes
-- above. A row says how many rows there are, and how many share the first column, the first two…; that of
-- a primary key has the table's name. Not the present state, but what has to stay fast: accounts with
-- very many rows, of which few are in the partial indexes of work that waits.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('invitees', 'invitees', '1000000 10000 1'),
    ('invitees', 'invitees_newest', '1000000 10000 2 1'),
    ('referral_events', 'referral_events', '1000000 10000 1'),
    ('referral_events', 'referral_events_rejected', '10000 100 1'),
    ('payments', 'payments', '10000000 1000 1'),
    ('rewards', 'rewards', '10000000 100000 1'),
    ('rewards', 'rewards_by_state', '10000000 100000 25000 1'),
    ('rewards', 'rewards_usable', '5000000 50000 10 1'),
    ('rewards', 'rewards_overused', '100 10 1'),
    ('ledger_entries', 'ledger_entries', '40000000 400000 4 1'),
    ('ledger_entries', 'ledger_entries_deferred', '10000000 100000 2 1 1'),
    ('reward_uses', 'reward_uses', '1000000 10000 1'),
    ('reward_uses', 'reward_uses_waiting', '100 10 1'),
    ('reward_uses', 'reward_uses_releasing', '100 10 1'),
    ('reward_parts', 'reward_parts', '10000000 100000 10 1'),
    ('reward_parts', 'reward_parts_by_reward', '10000000 100000 2 1'),
    ('payouts', 'payouts', '1000000 1000 1'),
    ('payouts', 'payouts_by_id', '1000000 1 1'),
    ('payouts', 'payouts_queue', '1000000 200000 1 1'),
    ('invoices', 'invoices', '1000000 100 1'),
    ('invoices', 'invoices_newest', '1000000 100 2 1'),
    ('invoices', 'invoices_changed', '1000000 2 1 1');
ANALYZE sqlite_schema;
