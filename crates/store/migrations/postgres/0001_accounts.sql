-- Accounts, the ways they sign in, and who holds what is unique in the world.

CREATE TABLE accounts (
    user_id UUID NOT NULL,
    display_name TEXT NOT NULL,
    avatar_url TEXT,
    email TEXT,
    tier BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
ALTER TABLE accounts ADD CONSTRAINT accounts_pk PRIMARY KEY (user_id);
ALTER TABLE accounts ADD CONSTRAINT accounts_tier_ck CHECK (tier > 0);

CREATE TABLE identities (
    user_id UUID NOT NULL,
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
ALTER TABLE identities ADD CONSTRAINT identities_pk PRIMARY KEY (user_id, provider, subject);
ALTER TABLE identities ADD CONSTRAINT identities_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE identities ADD CONSTRAINT identities_provider_ck
    CHECK (provider IN ('email', 'google', 'wallet'));

-- claim = provider, a colon, and the subject in its one form.
CREATE TABLE identity_claims (
    claim TEXT NOT NULL,
    user_id UUID NOT NULL
);
ALTER TABLE identity_claims ADD CONSTRAINT identity_claims_pk PRIMARY KEY (claim);

-- What an installation keeps for itself, such as the secret key made at the first start.
CREATE TABLE settings (
    name TEXT NOT NULL,
    value BYTEA NOT NULL
);
ALTER TABLE settings ADD CONSTRAINT settings_pk PRIMARY KEY (name);
