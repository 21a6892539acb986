//! What is known of the provider: its addresses and its keys, kept for a while.

use std::sync::Arc;
use std::time::Duration;

use openidconnect::IssuerUrl;
use openidconnect::core::{CoreJsonWebKeySet, CoreProviderMetadata};
use tokio::sync::Mutex;
use triport_domain::time::{Span, Timestamp};

use super::http::{HttpClient, is_private};
use super::{Failed, told};

/// How long addresses and keys are used before they are fetched again.
const REFRESH_AFTER: Span = Span::from_secs(60 * 60);
/// How long they are used while they cannot be fetched again. Providers publish a key days before
/// they use it; one that they have withdrawn must not be trusted for long.
const TRUST_FOR: Span = Span::from_secs(24 * 60 * 60);
/// How soon a provider that failed is asked again: until then visitors are told at once.
const ASK_AGAIN_AFTER: Span = Span::from_secs(5);
/// How often at most a key that nobody knows has them fetched.
const RENEW_AFTER: Span = Span::from_secs(60);
/// How long fetching both may take: everybody waits for the one who fetches.
const FETCH_TIME: Duration = Duration::from_secs(5);

/// Fetched by whoever needs it first, while the others wait.
#[derive(Default)]
pub(super) struct Known(Mutex<State>);

#[derive(Default)]
struct State {
    provider: Option<Provider>,
    failed: Option<(Timestamp, String)>,
}

struct Provider {
    metadata: Arc<CoreProviderMetadata>,
    fetched_at: Timestamp,
    keys_fetched_at: Timestamp,
}

impl Known {
    /// The provider's metadata with its keys, from memory or from the provider.
    pub(super) async fn get(
        &self,
        issuer: &IssuerUrl,
        http: &HttpClient,
        now: Timestamp,
    ) -> Result<Arc<CoreProviderMetadata>, Failed> {
        let mut state = self.0.lock().await;
        if let Some(fresh) = state.known_for(REFRESH_AFTER, now) {
            return Ok(fresh);
        }
        let failed = state.failed.as_ref();
        let failed = failed.filter(|(at, _)| now.since(*at) < ASK_AGAIN_AFTER);
        let cause = match failed.map(|(_, cause)| cause.clone()) {
            Some(cause) => cause,
            None => match fetch(issuer, http).await {
                Ok(metadata) => return Ok(state.keep(metadata, now)),
                Err(cause) => {
                    state.failed = Some((now, cause.clone()));
                    cause
                }
            },
        };
        let Some(old) = state.known_for(TRUST_FOR, now) else {
            return Err(Failed::unavailable(cause));
        };
        tracing::warn!(%cause, "the OpenID provider could not be asked again, the old answer is used");
        Ok(old)
    }

    /// The metadata with keys that were fetched again, because a token was signed with none of those
    /// in `used`; `None` if that has to wait.
    pub(super) async fn renew_keys(
        &self,
        used: &Arc<CoreProviderMetadata>,
        http: &HttpClient,
        now: Timestamp,
    ) -> Result<Option<Arc<CoreProviderMetadata>>, Failed> {
        let mut state = self.0.lock().await;
        let Some(known) = state.provider.as_mut() else { return Ok(None) };
        if !Arc::ptr_eq(&known.metadata, used) {
            // Somebody else has fetched them meanwhile.
            return Ok(Some(known.metadata.clone()));
        }
        if now.since(known.keys_fetched_at) < RENEW_AFTER {
            return Ok(None);
        }
        known.keys_fetched_at = now;
        let url = known.metadata.jwks_uri();
        let keys = CoreJsonWebKeySet::fetch_async(url, http).await;
        let keys = keys.map_err(|error| Failed::unavailable(told(&error)))?;
        known.metadata = Arc::new(known.metadata.as_ref().clone().set_jwks(keys));
        Ok(Some(known.metadata.clone()))
    }
}

impl State {
    fn known_for(&self, span: Span, now: Timestamp) -> Option<Arc<CoreProviderMetadata>> {
        let known = self.provider.as_ref()?;
        (now.since(known.fetched_at) < span).then(|| known.metadata.clone())
    }

    fn keep(
        &mut self,
        metadata: CoreProviderMetadata,
        now: Timestamp,
    ) -> Arc<CoreProviderMetadata> {
        let metadata = Arc::new(metadata);
        self.failed = None;
        let known = metadata.clone();
        self.provider = Some(Provider { metadata, fetched_at: now, keys_fetched_at: now });
        known
    }
}

/// Addresses and keys, or the words for the log.
async fn fetch(issuer: &IssuerUrl, http: &HttpClient) -> Result<CoreProviderMetadata, String> {
    let discovering = CoreProviderMetadata::discover_async(issuer.clone(), http);
    let discovered = tokio::time::timeout(FETCH_TIME, discovering).await;
    let discovered = discovered.map_err(|_| "the provider is too slow".to_owned())?;
    let metadata = discovered.map_err(|error| told(&error))?;
    let page = metadata.authorization_endpoint().as_str();
    if is_private(page) { Ok(metadata) } else { Err(format!("{page} is not https")) }
}
