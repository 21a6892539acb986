//! Every table with its place in a distributed database.
//!
//! The list stands here and nowhere else: the lint on PostgreSQL refuses a schema that it does not
//! describe, and `docs/scaling.md` is written from it.

/// How a table is spread over the machines of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Rows are placed by the hash of `key`; tables of one `group` with equal keys share a machine.
    Distributed {
        /// The column whose hash places a row.
        key: &'static str,
        /// Tables of one group can be joined and refer to each other by the key.
        group: &'static str,
    },
    /// One small copy beside the coordinator, never joined.
    Local,
}

/// A table of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its place.
    pub kind: Kind,
}

const fn distributed(name: &'static str, key: &'static str, group: &'static str) -> Table {
    Table { name, kind: Kind::Distributed { key, group } }
}

const fn local(name: &'static str) -> Table {
    Table { name, kind: Kind::Local }
}

/// All tables.
pub const TABLES: &[Table] = &[
    distributed("accounts", "user_id", "account"),
    distributed("identities", "user_id", "account"),
    distributed("sessions", "user_id", "account"),
    distributed("referral_codes", "user_id", "account"),
    distributed("invitees", "user_id", "account"),
    distributed("referral_events", "user_id", "account"),
    distributed("referral_counts", "user_id", "account"),
    distributed("daily_counts", "user_id", "account"),
    distributed("code_clicks", "user_id", "account"),
    distributed("click_visitors", "user_id", "account"),
    distributed("payments", "user_id", "account"),
    distributed("refunds", "user_id", "account"),
    distributed("rewards", "user_id", "account"),
    distributed("ledger_entries", "user_id", "account"),
    distributed("balances", "user_id", "account"),
    distributed("reward_uses", "user_id", "account"),
    distributed("reward_parts", "user_id", "account"),
    distributed("payouts", "user_id", "account"),
    distributed("invoices", "user_id", "account"),
    distributed("idempotency_keys", "user_id", "account"),
    distributed("operator_actions", "user_id", "account"),
    distributed("erasures", "user_id", "account"),
    distributed("identity_claims", "claim", "identity_claim"),
    distributed("session_claims", "token_hash", "session_claim"),
    distributed("code_claims", "code", "code_claim"),
    distributed("external_id_claims", "external_id", "external_id_claim"),
    distributed("erased_claims", "claim_hash", "erased_claim"),
    distributed("payment_claims", "payment_id", "payment_claim"),
    distributed("refund_claims", "refund_id", "refund_claim"),
    distributed("invoice_claims", "invoice_id", "invoice_claim"),
    distributed("one_time_codes", "request_id", "one_time_code"),
    distributed("wallet_challenges", "challenge_id", "wallet_challenge"),
    distributed("sign_in_links", "token_hash", "sign_in_link"),
    distributed("known_browsers", "address_hash", "known_browser"),
    distributed("limit_windows", "subject", "limit_window"),
    local("operator_tokens"),
    local("settings"),
    local("schema_migrations"),
];
