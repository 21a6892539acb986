-- Texts that wallets were asked to sign; each is answered once.

CREATE TABLE wallet_challenges (
    challenge_id UUID NOT NULL,
    chain TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
ALTER TABLE wallet_challenges ADD CONSTRAINT wallet_challenges_pk PRIMARY KEY (challenge_id);
ALTER TABLE wallet_challenges ADD CONSTRAINT wallet_challenges_chain_ck
    CHECK (chain IN ('evm', 'solana'));
CREATE INDEX wallet_challenges_expiry ON wallet_challenges (expires_at);
