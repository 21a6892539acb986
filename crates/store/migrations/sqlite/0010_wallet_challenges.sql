-- Texts that wallets were asked to sign; each is answered once.

CREATE TABLE wallet_challenges (
    challenge_id BLOB NOT NULL,
    chain TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CONSTRAINT wallet_challenges_pk PRIMARY KEY (challenge_id),
    CONSTRAINT wallet_challenges_chain_ck CHECK (chain IN ('evm', 'solana'))
) STRICT, WITHOUT ROWID;
CREATE INDEX wallet_challenges_expiry ON wallet_challenges (expires_at);
