-- Referral codes. A claim is never deleted: a code, once anybody's, is never another account's.

CREATE TABLE referral_codes (
    user_id UUID NOT NULL,
    code TEXT NOT NULL,
    code_id UUID NOT NULL,
    kind TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    replaced_at BIGINT
);
ALTER TABLE referral_codes ADD CONSTRAINT referral_codes_pk PRIMARY KEY (user_id, code);
ALTER TABLE referral_codes ADD CONSTRAINT referral_codes_account_fk
    FOREIGN KEY (user_id) REFERENCES accounts (user_id);
ALTER TABLE referral_codes ADD CONSTRAINT referral_codes_kind_ck CHECK (kind IN ('uid', 'custom'));
CREATE UNIQUE INDEX referral_codes_one_uid ON referral_codes (user_id) WHERE kind = 'uid';
CREATE UNIQUE INDEX referral_codes_one_custom ON referral_codes (user_id)
    WHERE kind = 'custom' AND disabled_at IS NULL AND replaced_at IS NULL;

CREATE TABLE code_claims (
    code TEXT NOT NULL,
    user_id UUID NOT NULL
);
ALTER TABLE code_claims ADD CONSTRAINT code_claims_pk PRIMARY KEY (code);
