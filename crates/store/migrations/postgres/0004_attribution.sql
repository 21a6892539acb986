-- Who brought whom, the evidence of it, and the clicks before it.

-- inviter_id has no foreign key: the inviter may live on another machine.
ALTER TABLE accounts ADD COLUMN external_id TEXT;
ALTER TABLE accounts ADD COLUMN inviter_id UUID;
ALTER TABLE accounts ADD COLUMN invited_at BIGINT;

-- The product's own ids of accounts.
CREATE TABLE external_id_claims (
    external_id TEXT NOT NULL,
    user_id UUID NOT NULL
);
ALTER TABLE external_id_claims ADD CONSTRAINT external_id_claims_pk PRIMARY KEY (external_id);

-- The inviter's side of an attribution. display_name and total_paid_micro repeat what the invitee's
-- own rows say, because those may live on another machine.
CREATE TABLE invitees (
    user_id UUID NOT NULL,
    invitee_id UUID NOT NULL,
    display_name TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    total_paid_micro BIGINT NOT NULL
);
ALTER TABLE invitees ADD CONSTRAINT invitees_pk PRIMARY KEY (user_id, invitee_id);
ALTER TABLE invitees ADD CONSTRAINT invitees_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
CREATE INDEX invitees_newest ON invitees (user_id, signed_at, invitee_id);

-- What was decided about an account, and why. counterpart_id is the other side of an attribution;
-- code, source, click_at and click_path are its evidence.
CREATE TABLE referral_events (
    user_id UUID NOT NULL,
    event_id UUID NOT NULL,
    kind TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    counterpart_id UUID,
    code TEXT,
    source TEXT,
    reason TEXT,
    click_at BIGINT,
    click_path TEXT,
    old_tier BIGINT,
    new_tier BIGINT,
    note TEXT
);
ALTER TABLE referral_events ADD CONSTRAINT referral_events_pk PRIMARY KEY (user_id, event_id);
ALTER TABLE referral_events ADD CONSTRAINT referral_events_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE referral_events ADD CONSTRAINT referral_events_kind_ck
    CHECK (kind IN ('signup', 'first_paid', 'rejected', 'tier_changed'));
ALTER TABLE referral_events ADD CONSTRAINT referral_events_source_ck
    CHECK (source IN ('cookie', 'claim', 'server', 'operator'));
CREATE INDEX referral_events_rejected ON referral_events (user_id, event_id)
    WHERE kind = 'rejected';

-- Counters of an account as an inviter.
CREATE TABLE referral_counts (
    user_id UUID NOT NULL,
    clicks BIGINT NOT NULL,
    signups BIGINT NOT NULL,
    paid_invitees BIGINT NOT NULL
);
ALTER TABLE referral_counts ADD CONSTRAINT referral_counts_pk PRIMARY KEY (user_id);
ALTER TABLE referral_counts ADD CONSTRAINT referral_counts_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);

-- The same by day, for series. day = start of the day in UTC.
CREATE TABLE daily_counts (
    user_id UUID NOT NULL,
    day BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    signups BIGINT NOT NULL,
    earned_micro BIGINT NOT NULL
);
ALTER TABLE daily_counts ADD CONSTRAINT daily_counts_pk PRIMARY KEY (user_id, day);
ALTER TABLE daily_counts ADD CONSTRAINT daily_counts_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
CREATE INDEX daily_counts_by_day ON daily_counts (day);

-- Clicks on links with a code, by day.
CREATE TABLE code_clicks (
    user_id UUID NOT NULL,
    code TEXT NOT NULL,
    day BIGINT NOT NULL,
    clicks BIGINT NOT NULL,
    visitors BIGINT NOT NULL
);
ALTER TABLE code_clicks ADD CONSTRAINT code_clicks_pk PRIMARY KEY (user_id, code, day);
ALTER TABLE code_clicks ADD CONSTRAINT code_clicks_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);

-- Who clicked today, so that nobody counts twice as a visitor: keyed hashes of addresses, under a key
-- of that day. Forgotten soon after.
CREATE TABLE click_visitors (
    user_id UUID NOT NULL,
    code TEXT NOT NULL,
    day BIGINT NOT NULL,
    visitor_hash BYTEA NOT NULL
);
ALTER TABLE click_visitors ADD CONSTRAINT click_visitors_pk
    PRIMARY KEY (user_id, code, day, visitor_hash);
ALTER TABLE click_visitors ADD CONSTRAINT click_visitors_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
CREATE INDEX click_visitors_by_day ON click_visitors (day);
