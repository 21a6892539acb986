-- Who brought whom, the evidence of it, and the clicks before it.

-- inviter_id has no foreign key: the inviter may live on another machine.
ALTER TABLE accounts ADD COLUMN external_id TEXT;
ALTER TABLE accounts ADD COLUMN inviter_id BLOB;
ALTER TABLE accounts ADD COLUMN invited_at INTEGER;

-- The product's own ids of accounts.
CREATE TABLE external_id_claims (
    external_id TEXT NOT NULL,
    user_id BLOB NOT NULL,
    CONSTRAINT external_id_claims_pk PRIMARY KEY (external_id)
) STRICT, WITHOUT ROWID;

-- The inviter's side of an attribution. display_name and total_paid_micro repeat what the invitee's
-- own rows say, because those may live on another machine.
CREATE TABLE invitees (
    user_id BLOB NOT NULL,
    invitee_id BLOB NOT NULL,
    display_name TEXT NOT NULL,
    signed_at INTEGER NOT NULL,
    total_paid_micro INTEGER NOT NULL,
    CONSTRAINT invitees_pk PRIMARY KEY (user_id, invitee_id),
    CONSTRAINT invitees_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitees_newest ON invitees (user_id, signed_at, invitee_id);

-- What was decided about an account, and why. counterpart_id is the other side of an attribution;
-- code, source, click_at and click_path are its evidence.
CREATE TABLE referral_events (
    user_id BLOB NOT NULL,
    event_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    counterpart_id BLOB,
    code TEXT,
    source TEXT,
    reason TEXT,
    click_at INTEGER,
    click_path TEXT,
    old_tier INTEGER,
    new_tier INTEGER,
    note TEXT,
    CONSTRAINT referral_events_pk PRIMARY KEY (user_id, event_id),
    CONSTRAINT referral_events_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT referral_events_kind_ck CHECK (kind IN ('signup', 'first_paid', 'rejected', 'tier_changed')),
    CONSTRAINT referral_events_source_ck CHECK (source IN ('cookie', 'claim', 'server', 'operator'))
) STRICT, WITHOUT ROWID;
CREATE INDEX referral_events_rejected ON referral_events (user_id, event_id)
    WHERE kind = 'rejected';

-- Counters of an account as an inviter.
CREATE TABLE referral_counts (
    user_id BLOB NOT NULL,
    clicks INTEGER NOT NULL,
    signups INTEGER NOT NULL,
    paid_invitees INTEGER NOT NULL,
    CONSTRAINT referral_counts_pk PRIMARY KEY (user_id),
    CONSTRAINT referral_counts_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;

-- The same by day, for series. day = start of the day in UTC.
CREATE TABLE daily_counts (
    user_id BLOB NOT NULL,
    day INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    signups INTEGER NOT NULL,
    earned_micro INTEGER NOT NULL,
    CONSTRAINT daily_counts_pk PRIMARY KEY (user_id, day),
    CONSTRAINT daily_counts_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX daily_counts_by_day ON daily_counts (day);

-- Clicks on links with a code, by day.
CREATE TABLE code_clicks (
    user_id BLOB NOT NULL,
    code TEXT NOT NULL,
    day INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    visitors INTEGER NOT NULL,
    CONSTRAINT code_clicks_pk PRIMARY KEY (user_id, code, day),
    CONSTRAINT code_clicks_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;

-- Who clicked today, so that nobody counts twice as a visitor: keyed hashes of addresses, under a key
-- of that day. Forgotten soon after.
CREATE TABLE click_visitors (
    user_id BLOB NOT NULL,
    code TEXT NOT NULL,
    day INTEGER NOT NULL,
    visitor_hash BLOB NOT NULL,
    CONSTRAINT click_visitors_pk PRIMARY KEY (user_id, code, day, visitor_hash),
    CONSTRAINT click_visitors_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX click_visitors_by_day ON click_visitors (day);
