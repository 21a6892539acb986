-- Links with which the product signs its members in. token_hash is SHA-256 of a random token; a link
-- that was used is gone.

CREATE TABLE sign_in_links (
    token_hash BLOB NOT NULL,
    user_id BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT sign_in_links_pk PRIMARY KEY (token_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_links_expiry ON sign_in_links (expires_at);

-- Browsers from which an address has signed in; both as keyed hashes.

CREATE TABLE known_browsers (
    address_hash BLOB NOT NULL,
    browser_hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT known_browsers_pk PRIMARY KEY (address_hash, browser_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_browsers_expiry ON known_browsers (expires_at);
