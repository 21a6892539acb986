-- Accounts that were erased: what is left of their names, and what is still to be done.

ALTER TABLE accounts ADD COLUMN erased_at INTEGER;
-- Since when it is known that somebody of the account's names had one before that was erased.
ALTER TABLE accounts ADD COLUMN returned_at INTEGER;
ALTER TABLE referral_codes ADD COLUMN erased_at INTEGER;

-- A name (an address, the product's id, a code) as a keyed hash, and who had it last.
CREATE TABLE erased_claims (
    claim_hash BLOB NOT NULL,
    user_id BLOB NOT NULL,
    erased_at INTEGER NOT NULL,
    CONSTRAINT erased_claims_pk PRIMARY KEY (claim_hash)
) STRICT, WITHOUT ROWID;

-- Erasures that were begun, and how far they are in what was decided about the account.
CREATE TABLE erasures (
    user_id BLOB NOT NULL,
    due_at INTEGER NOT NULL,
    events_to BLOB NOT NULL,
    CONSTRAINT erasures_pk PRIMARY KEY (user_id),
    CONSTRAINT erasures_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX erasures_due ON erasures (due_at);

-- Finds where the codes of an account stand in what was decided about others.
CREATE INDEX referral_events_counterpart ON referral_events (counterpart_id) WHERE code IS NOT NULL;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('referral_events', 'referral_events_counterpart', '1000000 10000');
ANALYZE sqlite_schema;
