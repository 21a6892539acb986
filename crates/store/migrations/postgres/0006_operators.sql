-- Who may act for the operator of the programme, and what was done.

-- token_hash is SHA-256 of a random token, which is shown once and stored nowhere.
CREATE TABLE operator_tokens (
    name TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
ALTER TABLE operator_tokens ADD CONSTRAINT operator_tokens_pk PRIMARY KEY (name);
ALTER TABLE operator_tokens ADD CONSTRAINT operator_tokens_hash_uq UNIQUE (token_hash);
ALTER TABLE operator_tokens ADD CONSTRAINT operator_tokens_role_ck
    CHECK (role IN ('read', 'support', 'finance', 'billing', 'product', 'full'));

-- Append-only. Under the account that an action concerns, or under the nil id; fields holds ids and
-- names of fields as JSON, never personal data.
CREATE TABLE operator_actions (
    user_id UUID NOT NULL,
    action_id UUID NOT NULL,
    happened_at BIGINT NOT NULL,
    operator TEXT NOT NULL,
    action TEXT NOT NULL,
    fields TEXT NOT NULL
);
ALTER TABLE operator_actions ADD CONSTRAINT operator_actions_pk PRIMARY KEY (user_id, action_id);
CREATE INDEX operator_actions_newest ON operator_actions (action_id);
