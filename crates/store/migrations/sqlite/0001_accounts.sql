-- Accounts, the ways they sign in, and who holds what is unique in the world.

CREATE TABLE accounts (
    user_id BLOB NOT NULL,
    display_name TEXT NOT NULL,
    avatar_url TEXT,
    email TEXT,
    tier INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT accounts_pk PRIMARY KEY (user_id),
    CONSTRAINT accounts_tier_ck CHECK (tier > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE identities (
    user_id BLOB NOT NULL,
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT identities_pk PRIMARY KEY (user_id, provider, subject),
    CONSTRAINT identities_account_fk FOREIGN KEY (user_id) REFERENCES accounts (user_id),
    CONSTRAINT identities_provider_ck CHECK (provider IN ('email', 'google', 'wallet'))
) STRICT, WITHOUT ROWID;

-- claim = provider, a colon, and the subject in its one form.
CREATE TABLE identity_claims (
    claim TEXT NOT NULL,
    user_id BLOB NOT NULL,
    CONSTRAINT identity_claims_pk PRIMARY KEY (claim)
) STRICT, WITHOUT ROWID;

-- What an installation keeps for itself, such as the secret key made at the first start.
CREATE TABLE settings (
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    CONSTRAINT settings_pk PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
