-- Sessions, one-time codes, and the windows of the limits that guard them.

CREATE TABLE sessions (
    user_id UUID NOT NULL,
    session_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    provider TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
ALTER TABLE sessions ADD CONSTRAINT sessions_pk PRIMARY KEY (user_id, session_id);
ALTER TABLE sessions ADD CONSTRAINT sessions_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE sessions ADD CONSTRAINT sessions_provider_ck
    CHECK (provider IN ('email', 'google', 'wallet', 'link'));

CREATE TABLE session_claims (
    token_hash BYTEA NOT NULL,
    user_id UUID NOT NULL,
    session_id UUID NOT NULL,
    expires_at BIGINT NOT NULL
);
ALTER TABLE session_claims ADD CONSTRAINT session_claims_pk PRIMARY KEY (token_hash);
CREATE INDEX session_claims_expiry ON session_claims (expires_at);

CREATE TABLE one_time_codes (
    request_id UUID NOT NULL,
    email TEXT NOT NULL,
    form TEXT NOT NULL,
    code_hash BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
ALTER TABLE one_time_codes ADD CONSTRAINT one_time_codes_pk PRIMARY KEY (request_id);
ALTER TABLE one_time_codes ADD CONSTRAINT one_time_codes_form_ck
    CHECK (form IN ('six_digits', 'ten_characters'));
CREATE INDEX one_time_codes_expiry ON one_time_codes (expires_at);

-- subject = keyed hash of the limit's name and of what it limits; events = eight bytes each.
CREATE TABLE limit_windows (
    subject BYTEA NOT NULL,
    events BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
ALTER TABLE limit_windows ADD CONSTRAINT limit_windows_pk PRIMARY KEY (subject);
CREATE INDEX limit_windows_expiry ON limit_windows (expires_at);
