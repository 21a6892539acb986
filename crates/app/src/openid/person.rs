//! Who a token speaks of: its signature, its audience, its nonce, and the address that the provider
//! vouches for.

use openidconnect::core::{
    CoreIdTokenClaims, CoreJwsSigningAlgorithm as Algorithm, CoreRequestTokenError,
    CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    ClaimsVerificationError, Nonce, OAuth2TokenResponse as _, SignatureVerificationError,
    TokenResponse as _,
};
use triport_domain::email::Email;
use triport_domain::time::Timestamp;

use super::http::{CallError, HttpClient};
use super::{Client, Failed, told};

/// Signatures with a key of the provider's. Never one with our shared secret, and never none.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// The longest name that a provider may give to a person.
const MAX_SUBJECT_BYTES: usize = 255;

/// Somebody whom the provider knows.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// What the provider knows the person by; never another's.
    pub(crate) subject: String,
    /// The address that the provider vouches for.
    pub(crate) email: Email,
}

/// Why a token proves nothing.
pub(super) enum Unproven {
    /// It was signed with a key that we do not know.
    UnknownKey(String),
    Wrong(String),
}

/// What the token of an answer says, once everything about it is right.
pub(super) fn claims<'a>(
    client: &Client,
    answer: &'a CoreTokenResponse,
    nonce: &Nonce,
    now: Timestamp,
) -> Result<&'a CoreIdTokenClaims, Unproven> {
    let token = answer.id_token();
    let token = token.ok_or_else(|| Unproven::Wrong("the answer holds no ID token".to_owned()))?;
    let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
    let time = chrono::DateTime::from_timestamp_micros(now.as_micros());
    let verifier = verifier.set_time_fn(move || time.unwrap_or_default());
    token.claims(&verifier, nonce).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ) => Unproven::UnknownKey(told(&error)),
        _ => Unproven::Wrong(told(&error)),
    })
}

/// The person of a token. Where it has no address, the provider is asked for it.
pub(super) async fn person(
    client: &Client,
    answer: &CoreTokenResponse,
    claims: &CoreIdTokenClaims,
    http: &HttpClient,
) -> Result<Person, Failed> {
    let subject = claims.subject().as_str().to_owned();
    let is_plain = subject.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if subject.is_empty() || subject.len() > MAX_SUBJECT_BYTES || !is_plain {
        return Err(Failed::new("the subject of the token is no name"));
    }
    let email = if let Some(email) = claims.email() {
        verified(Some(email.as_str()), claims.email_verified())?
    } else {
        let asked = ask_for_address(client, answer, claims, http).await?;
        verified(asked.email().map(|email| email.as_str()), asked.email_verified())?
    };
    Ok(Person { subject, email })
}

async fn ask_for_address(
    client: &Client,
    answer: &CoreTokenResponse,
    claims: &CoreIdTokenClaims,
    http: &HttpClient,
) -> Result<CoreUserInfoClaims, Failed> {
    // What is said has to be about the same person.
    let subject = Some(claims.subject().clone());
    let request = client
        .user_info(answer.access_token().clone(), subject)
        .map_err(|_| Failed::unverified("the token has no address, and nobody can be asked"))?;
    request.request_async(http).await.map_err(|error| match error {
        openidconnect::UserInfoError::Request(_) => Failed::unavailable(told(&error)),
        _ => Failed::new(told(&error)),
    })
}

fn verified(email: Option<&str>, is_verified: Option<bool>) -> Result<Email, Failed> {
    let email = email.ok_or_else(|| Failed::unverified("the provider tells no address"))?;
    if is_verified != Some(true) {
        return Err(Failed::unverified("the provider does not vouch for the address"));
    }
    Email::parse(email).map_err(|_| Failed::unverified("the provider's address is none for us"))
}

impl From<Unproven> for Failed {
    fn from(unproven: Unproven) -> Self {
        let (Unproven::UnknownKey(cause) | Unproven::Wrong(cause)) = unproven;
        Self::new(cause)
    }
}

impl From<CoreRequestTokenError<CallError>> for Failed {
    fn from(error: CoreRequestTokenError<CallError>) -> Self {
        match &error {
            CoreRequestTokenError::Request(_) => Self::unavailable(told(&error)),
            // The provider's own words could say anything.
            CoreRequestTokenError::ServerResponse(answer) => {
                Self::new(format!("the provider refuses the code: {}", answer.error()))
            }
            _ => Self::new(told(&error)),
        }
    }
}
