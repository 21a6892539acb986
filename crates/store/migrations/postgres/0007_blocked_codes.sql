-- Codes that an operator has disabled, which their owner cannot take back.

ALTER TABLE referral_codes ADD COLUMN blocked_at BIGINT;
