//! Signing in with a wallet.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use triport_app::WalletAnswer;
use triport_domain::wallet::Chain;
use utoipa::openapi::Schema;
use uuid::Uuid;

use super::user::{SignedInAnswer, UserAnswer, cookies_of};
use crate::http::body::Json;
use crate::http::error::Result;
use crate::http::extract::Visitor;
use crate::http::openapi::one_of;
use crate::http::site::Site;

fn chains() -> Schema {
    one_of("Whose form the address has.", &Chain::ALL.map(Chain::as_str))
}

/// Who will sign.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ChallengeWallet {
    /// evm: 0x and 40 hex digits; solana: base58 of 32 bytes.
    #[serde(default)]
    #[schema(required, examples("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), max_length = 44)]
    address: String,
    #[serde(default)]
    #[schema(required, schema_with = chains)]
    chain: String,
}

/// What to sign.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct WalletChallenge {
    /// Goes back with the signature.
    #[schema(examples("01999c3d-f2a6-7e08-b4c3-91d5e8f60a2b"))]
    nonce: Uuid,
    /// The text, in the form of EIP-4361: to be signed as it is.
    #[schema(examples("shop.example wants you to sign in with your Ethereum account:\n…"))]
    message: String,
}

/// Ask for a text to sign.
///
/// The text can be signed within 5 minutes, and its signature used once. It has the form of EIP-4361,
/// with Solana the corresponding one, so that wallets recognise it and check its domain.
#[utoipa::path(
    post,
    path = "/v1/auth/wallet/challenge",
    operation_id = "auth_wallet_challenge",
    tag = "Sign-in",
    security((), ("csrf" = [])),
    request_body = ChallengeWallet,
    responses((status = 200, description = "What to sign.", body = WalletChallenge))
)]
pub(crate) async fn challenge(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Json(asked): Json<ChallengeWallet>,
) -> Result<axum::Json<WalletChallenge>> {
    let made = site.app.challenge_wallet(&asked.chain, &asked.address, &visitor).await?;
    Ok(axum::Json(WalletChallenge { nonce: made.nonce.0, message: made.message }))
}

/// A signed text.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct VerifyWallet {
    /// From `auth/wallet/challenge`.
    #[serde(default)]
    #[schema(required, format = Uuid, examples("01999c3d-f2a6-7e08-b4c3-91d5e8f60a2b"))]
    nonce: String,
    /// The address that was challenged; of an EVM address the case does not matter.
    #[serde(default)]
    #[schema(required, examples("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), max_length = 44)]
    address: String,
    #[serde(default)]
    #[schema(required, schema_with = chains)]
    chain: String,
    /// evm: 65 bytes (R, S, V) in hexadecimal with or without 0x, as `personal_sign` answers them.
    /// solana: 64 bytes in base58, base64 or hexadecimal.
    #[serde(default)]
    #[schema(required, examples("0x6c5b…1b"), max_length = 132)]
    signature: String,
}

impl From<VerifyWallet> for WalletAnswer {
    fn from(sent: VerifyWallet) -> Self {
        let VerifyWallet { nonce, address, chain, signature } = sent;
        Self { nonce, address, chain, signature }
    }
}

/// Sign in with the signature.
///
/// Exchanges the signature for a session, as `auth/email/verify` does a code. A wrong answer uses the
/// challenge up as well. Contract wallets (ERC-1271) cannot sign in, because their signatures cannot
/// be checked without asking a network.
#[utoipa::path(
    post,
    path = "/v1/auth/wallet/verify",
    operation_id = "auth_wallet_verify",
    tag = "Sign-in",
    security((), ("csrf" = [])),
    request_body = VerifyWallet,
    responses(SignedInAnswer)
)]
pub(crate) async fn verify(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Json(sent): Json<VerifyWallet>,
) -> Result<(HeaderMap, axum::Json<UserAnswer>)> {
    let opened = site.app.verify_wallet(&sent.into(), &visitor).await?;
    Ok((cookies_of(&site, &opened), axum::Json(opened.account.into())))
}
