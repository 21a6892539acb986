-- The address that a provider vouches for, of an identity whose subject is no address. It signs
-- nobody in, so it is not unique.

ALTER TABLE identities ADD COLUMN label TEXT;
