//! The API proper: parse, one call, render.

pub(super) mod admin;
pub(super) mod attribution;
pub(super) mod codes;
pub(super) mod email;
pub(super) mod erasure;
pub(super) mod export;
pub(super) mod google;
pub(super) mod identities;
pub(super) mod invitees;
pub(super) mod invoices;
pub(super) mod link;
pub(super) mod me;
mod named;
pub(super) mod overview;
pub(super) mod payouts;
pub(super) mod program;
pub(super) mod rewards;
pub(super) mod series;
pub(super) mod session;
pub(super) mod sessions;
mod user;
pub(super) mod wallet;

/// The answer of calls that have nothing else to say.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub(super) struct Done {
    /// Always true.
    #[schema(examples(true))]
    ok: bool,
}

impl Done {
    const OK: axum::Json<Self> = axum::Json(Self { ok: true });
}
