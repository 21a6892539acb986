//! The text that a wallet shows and signs.

use super::{Chain, Challenge};

/// What a person reads between the address and the fields.
const STATEMENT: &str = "Sign in to the referral programme. This costs nothing and moves nothing.";

/// The text of a challenge: every line in the order of EIP-4361, ended by LF, the last one not.
///
/// It is made anew when its signature arrives, from what the database holds, so a caller has no say
/// in any of it. `public_url` is ours without a slash at its end.
#[must_use]
pub fn message(challenge: &Challenge, public_url: &str) -> String {
    let domain = public_url.split_once("://").map_or(public_url, |(_, authority)| authority);
    let (kind, chain_id) = match challenge.wallet.chain {
        Chain::Evm => ("Ethereum", "1"),
        Chain::Solana => ("Solana", "mainnet"),
    };
    let address = challenge.wallet.shown();
    let nonce = challenge.id.0.simple();
    let (issued_at, expires_at) = (challenge.created_at, challenge.expires_at);
    format!(
        "{domain} wants you to sign in with your {kind} account:\n{address}\n\n{STATEMENT}\n\n\
         URI: {public_url}\nVersion: 1\nChain ID: {chain_id}\nNonce: {nonce}\n\
         Issued At: {issued_at}\nExpiration Time: {expires_at}"
    )
}
