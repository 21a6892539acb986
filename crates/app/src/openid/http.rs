//! The HTTP that is spoken to a provider: bounded in time and size, no redirect followed, nothing
//! unencrypted beyond this machine.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use url::{Host, Url};

/// How long one call may take, from the first byte to the last.
const CALL_TIME: Duration = Duration::from_secs(5);
/// How long reaching the provider may take.
const CONNECT_TIME: Duration = Duration::from_secs(3);
/// The longest answer that is read: keys and metadata are a few kilobytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;
/// Connections that wait for the next sign-in.
const MAX_IDLE_CONNECTIONS: usize = 4;

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    #[error("{0} is neither https nor on this machine")]
    Unencrypted(String),
    #[error("the provider cannot be reached")]
    Unreachable(#[source] hyper_util::client::legacy::Error),
    #[error("the provider answers {0}")]
    Status(http::StatusCode),
    #[error("the provider's answer does not end, or is too long")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the provider is too slow")]
    TooSlow,
}

/// Speaks to providers.
pub(super) struct HttpClient(Client<HttpsConnector<HttpConnector>, Full<bytes::Bytes>>);

impl HttpClient {
    pub(super) fn new() -> Result<Self, rustls::Error> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(CONNECT_TIME));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls()?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(MAX_IDLE_CONNECTIONS)
            .build(connector);
        Ok(Self(client))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, CallError> {
        if !is_private(&request.uri().to_string()) {
            let host = request.uri().host().unwrap_or_default().to_owned();
            return Err(CallError::Unencrypted(host));
        }
        let request = request.map(|body| Full::new(body.into()));
        let answer = self.0.request(request).await.map_err(CallError::Unreachable)?;
        let (head, body) = answer.into_parts();
        // Trouble of the provider, not with what it was asked.
        if head.status.is_server_error() || head.status == http::StatusCode::TOO_MANY_REQUESTS {
            return Err(CallError::Status(head.status));
        }
        let body = Limited::new(body, MAX_ANSWER_BYTES);
        let body = body.collect().await.map_err(CallError::Body)?.to_bytes();
        Ok(HttpResponse::from_parts(head, body.into()))
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = CallError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, CallError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let sent = tokio::time::timeout(CALL_TIME, self.send(request)).await;
            sent.unwrap_or(Err(CallError::TooSlow))
        })
    }
}

/// Whether nobody on the way can listen: https, or this machine.
pub(super) fn is_private(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Domain(name))) => name == "localhost" || name.ends_with(".localhost"),
        ("http", Some(Host::Ipv4(address))) => address.is_loopback(),
        ("http", Some(Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    }
}

/// Trusts what the system trusts. Where that is nothing, no provider is reached and the server
/// starts all the same.
fn tls() -> Result<rustls::ClientConfig, rustls::Error> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::is_private;

    #[test]
    fn unencrypted_only_on_this_machine() {
        for yes in
            ["https://id.example/a", "http://127.0.0.1:1/a", "http://[::1]/", "http://localhost:1"]
        {
            assert!(is_private(yes), "{yes}");
        }
        for no in [
            "http://id.example",
            "http://10.0.0.1",
            "ftp://localhost",
            "http://localhost.example",
            "",
        ] {
            assert!(!is_private(no), "{no}");
        }
    }
}
