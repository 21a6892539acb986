-- Who may act for the operator of the programme, and what was done.

-- token_hash is SHA-256 of a random token, which is shown once and stored nowhere.
CREATE TABLE operator_tokens (
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    CONSTRAINT operator_tokens_pk PRIMARY KEY (name),
    CONSTRAINT operator_tokens_hash_uq UNIQUE (token_hash),
    CONSTRAINT operator_tokens_role_ck CHECK (role IN ('read', 'support', 'finance', 'billing', 'product', 'full'))
) STRICT, WITHOUT ROWID;

-- Append-only. Under the account that an action concerns, or under the nil id; fields holds ids and
-- names of fields as JSON, never personal data.
CREATE TABLE operator_actions (
    user_id BLOB NOT NULL,
    action_id BLOB NOT NULL,
    happened_at INTEGER NOT NULL,
    operator TEXT NOT NULL,
    action TEXT NOT NULL,
    fields TEXT NOT NULL,
    CONSTRAINT operator_actions_pk PRIMARY KEY (user_id, action_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX operator_actions_newest ON operator_actions (action_id);
