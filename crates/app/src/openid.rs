//! Speaking to the OpenID provider (Google, or another by its issuer URL): where to send a visitor,
//! and who it was that comes back.
//!
//! What is known of the provider is fetched when it is needed first, so a server starts without it.
//! Every conversation ends in a bounded time; what cannot be said in it is `Unavailable`.

mod http;
mod known;
mod person;

use std::sync::Arc;
use std::time::Duration;

use openidconnect::core::{CoreClient, CoreClientAuthMethod, CoreProviderMetadata};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope,
};
use triport_domain::openid::Refused;
use triport_domain::time::Timestamp;
use zeroize::Zeroizing;

use self::http::HttpClient;
use self::known::Known;
use self::person::Unproven;

pub(crate) use self::person::Person;

/// How long a visitor waits for everything that is said to the provider: less than a request may
/// take.
const CONVERSATION_TIME: Duration = Duration::from_secs(8);

/// This installation as the provider knows it.
#[derive(Clone)]
pub struct OpenIdSettings {
    /// The provider, exactly as it names itself.
    pub issuer_url: String,
    /// The public half.
    pub client_id: String,
    /// The secret half.
    pub client_secret: Zeroizing<String>,
    /// Where visitors come back to.
    pub redirect_url: String,
}

/// The provider, and what is known of it.
pub struct OpenIdProvider {
    settings: OpenIdSettings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    http: HttpClient,
    known: Known,
}

/// Why there can be no provider. A checked configuration is not in the way.
#[derive(Debug, thiserror::Error)]
pub enum OpenIdSettingsError {
    /// The issuer or the address to come back to.
    #[error("the issuer or the public address is no URL")]
    NotAUrl,
    /// TLS does not work at all.
    #[error("TLS cannot be spoken")]
    Tls(#[from] rustls::Error),
}

/// Why a visitor is not let in, and what the log says about it.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) refused: Refused,
    pub(crate) cause: String,
}

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What a visitor brings back: never more than one conversation's worth.
pub(crate) struct Brought<'b> {
    pub(crate) code: &'b str,
    pub(crate) verifier: &'b str,
    pub(crate) nonce: String,
}

impl OpenIdProvider {
    /// Puts it together; nothing is asked yet.
    pub fn new(settings: OpenIdSettings) -> Result<Self, OpenIdSettingsError> {
        let issuer = IssuerUrl::new(settings.issuer_url.clone())
            .map_err(|_| OpenIdSettingsError::NotAUrl)?;
        let redirect = RedirectUrl::new(settings.redirect_url.clone())
            .map_err(|_| OpenIdSettingsError::NotAUrl)?;
        Ok(Self { settings, issuer, redirect, http: HttpClient::new()?, known: Known::default() })
    }

    /// The provider's name for itself.
    pub(crate) fn issuer(&self) -> &str {
        &self.settings.issuer_url
    }

    /// Asks the provider who it is, as a sign-in does first.
    pub async fn check(&self, now: Timestamp) -> Result<(), String> {
        match self.metadata(now).await {
            Ok(_) => Ok(()),
            Err(failed) => Err(failed.cause),
        }
    }

    /// The page to which a visitor is sent.
    pub(crate) async fn page(
        &self,
        state: &str,
        verifier: &str,
        nonce: String,
        now: Timestamp,
    ) -> Result<String, Failed> {
        let metadata = self.metadata(now).await?;
        let verifier = PkceCodeVerifier::new(verifier.to_owned());
        let state = CsrfToken::new(state.to_owned());
        let client = self.client(&metadata);
        let request = client.authorize_url(
            openidconnect::AuthenticationFlow::<openidconnect::core::CoreResponseType>::AuthorizationCode,
            || state,
            || Nonce::new(nonce),
        );
        let request = ["email", "profile"]
            .into_iter()
            .fold(request, |request, scope| request.add_scope(Scope::new(scope.to_owned())));
        let (url, _, _) = request
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    /// Exchanges a code for who it is.
    pub(crate) async fn person(
        &self,
        brought: Brought<'_>,
        now: Timestamp,
    ) -> Result<Person, Failed> {
        let asking = self.ask_for_person(brought, now);
        tokio::time::timeout(CONVERSATION_TIME, asking).await.map_err(|_| too_slow())?
    }

    async fn ask_for_person(&self, brought: Brought<'_>, now: Timestamp) -> Result<Person, Failed> {
        let metadata = self.known.get(&self.issuer, &self.http, now).await?;
        let client = self.client(&metadata);
        let nonce = Nonce::new(brought.nonce);
        let answer = client
            .exchange_code(AuthorizationCode::new(brought.code.to_owned()))
            .map_err(|_| Failed::unavailable("the provider names no token endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(brought.verifier.to_owned()))
            .request_async(&self.http)
            .await?;
        let claims = match person::claims(&client, &answer, &nonce, now) {
            // The provider may have a new key since we asked.
            Err(Unproven::UnknownKey(cause)) => {
                let renewed = self.known.renew_keys(&metadata, &self.http, now).await?;
                let Some(metadata) = renewed else { return Err(Failed::new(cause)) };
                person::claims(&self.client(&metadata), &answer, &nonce, now)
            }
            claims => claims,
        };
        person::person(&client, &answer, claims?, &self.http).await
    }

    async fn metadata(&self, now: Timestamp) -> Result<Arc<CoreProviderMetadata>, Failed> {
        let asking = self.known.get(&self.issuer, &self.http, now);
        tokio::time::timeout(CONVERSATION_TIME, asking).await.map_err(|_| too_slow())?
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Client {
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = ClientSecret::new(self.settings.client_secret.to_string());
        CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret))
            .set_auth_type(auth_type(metadata))
            .set_redirect_uri(self.redirect.clone())
    }
}

/// How the provider wants to see the secret: in a header unless it takes it only in the body.
fn auth_type(metadata: &CoreProviderMetadata) -> AuthType {
    let methods = metadata.token_endpoint_auth_methods_supported();
    let takes = |method| methods.is_none_or(|methods| methods.contains(&method));
    if takes(CoreClientAuthMethod::ClientSecretBasic) {
        AuthType::BasicAuth
    } else {
        AuthType::RequestBody
    }
}

fn too_slow() -> Failed {
    Failed::unavailable("the provider is too slow")
}

impl Failed {
    /// What came back could not be used.
    fn new(cause: impl Into<String>) -> Self {
        Self { refused: Refused::Failed, cause: cause.into() }
    }

    fn unavailable(cause: impl Into<String>) -> Self {
        Self { refused: Refused::Unavailable, cause: cause.into() }
    }

    fn unverified(cause: impl Into<String>) -> Self {
        Self { refused: Refused::EmailUnverified, cause: cause.into() }
    }
}

/// An error and everything that it says is behind it. Never the answer itself, which holds tokens.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        text = format!("{text}: {error}");
        behind = error.source();
    }
    text
}
