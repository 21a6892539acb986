-- Sessions, one-time codes, and the windows of the limits that guard them.

CREATE TABLE sessions (
    user_id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    provider TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT sessions_pk PRIMARY KEY (user_id, session_id),
    CONSTRAINT sessions_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT sessions_provider_ck CHECK (provider IN ('email', 'google', 'wallet', 'link'))
) STRICT, WITHOUT ROWID;

CREATE TABLE session_claims (
    token_hash BLOB NOT NULL,
    user_id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT session_claims_pk PRIMARY KEY (token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_claims_expiry ON session_claims (expires_at);

CREATE TABLE one_time_codes (
    request_id BLOB NOT NULL,
    email TEXT NOT NULL,
    form TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    tries INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CONSTRAINT one_time_codes_pk PRIMARY KEY (request_id),
    CONSTRAINT one_time_codes_form_ck CHECK (form IN ('six_digits', 'ten_characters'))
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_codes_expiry ON one_time_codes (expires_at);

-- subject = keyed hash of the limit's name and of what it limits; events = eight bytes each.
CREATE TABLE limit_windows (
    subject BLOB NOT NULL,
    events BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT limit_windows_pk PRIMARY KEY (subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX limit_windows_expiry ON limit_windows (expires_at);
