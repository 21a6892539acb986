//! How connections to PostgreSQL are made.

use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::from_postgres;
use crate::error::{Result, StoreError};

/// Connections for transactions; with two to four per core of the database this is a large machine.
pub(crate) const MAX_CONNECTIONS: usize = 16;
/// How long a transaction waits for a free connection.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(5);
/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long sent bytes may stay unacknowledged before the connection counts as broken.
const UNACKNOWLEDGED: Duration = Duration::from_secs(10);

/// Every connection of a server limits itself: a statement to 8 s (a request lives 10 s), waiting for
/// a row to 5 s, and a transaction that nobody continues to 15 s. No statement is compiled (`jit`):
/// PostgreSQL does that by an estimated cost, and takes seconds where milliseconds were to be saved.
pub(crate) const SERVER_LIMITS: &str = "-c statement_timeout=8000 -c lock_timeout=5000 \
    -c idle_in_transaction_session_timeout=15000 -c jit=off";

/// The same for a command, for which somebody waits: verifying an account with millions of entries
/// is one statement of many seconds.
pub(crate) const COMMAND_LIMITS: &str = "-c statement_timeout=600000 -c lock_timeout=5000 \
    -c idle_in_transaction_session_timeout=15000 -c jit=off";

/// A pool over the database at `url` with these limits. Nothing is connected yet.
pub(crate) fn pool(url: &str, limits: &str) -> Result<Pool> {
    let config = parse(url, limits)?;
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = if needs_tls(&config) {
        Manager::from_config(config, tls()?, recycling)
    } else {
        Manager::from_config(config, NoTls, recycling)
    };
    Pool::builder(manager)
        .max_size(MAX_CONNECTIONS)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(WAIT_FOR_CONNECTION))
        .create_timeout(Some(CONNECT))
        .build()
        .map_err(|error| StoreError::Bug(format!("building the pool: {error}")))
}

/// One connection outside the pool, without time limits: for migrations and checks.
pub(crate) async fn connect_once(url: &str) -> Result<Client> {
    let config = parse(url, "")?;
    let failed = |error| from_postgres("connecting", &error);
    if needs_tls(&config) {
        let (client, connection) = config.connect(tls()?).await.map_err(failed)?;
        tokio::spawn(connection);
        return Ok(client);
    }
    let (client, connection) = config.connect(NoTls).await.map_err(failed)?;
    tokio::spawn(connection);
    Ok(client)
}

fn parse(url: &str, options: &str) -> Result<Config> {
    // The address may hold a password, so the error does not repeat it.
    let mut config = Config::from_str(url)
        .map_err(|error| StoreError::Unavailable(format!("the PostgreSQL address: {error}")))?;
    let given = config.get_options().unwrap_or_default();
    let options = format!("{options} {given}");
    if !options.trim().is_empty() {
        config.options(options.trim());
    }
    if config.get_application_name().is_none() {
        config.application_name("triport-referrals");
    }
    config.connect_timeout(CONNECT).tcp_user_timeout(UNACKNOWLEDGED);
    Ok(config)
}

/// `sslmode=require` encrypts and verifies the server's certificate; without it the connection is
/// plain, as for a database on the same machine or in a private network.
fn needs_tls(config: &Config) -> bool {
    config.get_ssl_mode() == SslMode::Require
}

fn tls() -> Result<MakeRustlsConnect> {
    let mut roots = rustls::RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Bug(format!("TLS: {error}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
