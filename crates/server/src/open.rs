//! Putting the programme together from its configuration. The only place, beside commands that
//! work on a database file, that opens a store.

use std::sync::Arc;

use anyhow::anyhow;
use triport_app::mail::Mailer;
use triport_app::openid::{OpenIdProvider, OpenIdSettings};
use triport_app::outside::Clock;
use triport_app::program::Program;
use triport_app::{App, secret_key};
use triport_domain::money::Micro;
use triport_domain::reserved::ReservedWords;
pub use triport_store::{Options, Store, StoreError};

use crate::config::{Address, Config, table};
use crate::outside::{SystemClock, SystemEntropy};

/// Opens and migrates the database.
pub async fn store(config: &Config, options: Options) -> anyhow::Result<Arc<Store>> {
    let address = &config.database_url;
    Ok(Arc::new(Store::open(address, options).await.map_err(|error| explain(address, error))?))
}

/// Opens the database for a command that works beside a server, if one runs.
pub async fn beside(config: &Config) -> anyhow::Result<Store> {
    let address = &config.database_url;
    Store::beside(address).await.map_err(|error| explain(address, error))
}

/// An error of the database with its address, where the error itself does not name the file, and with what to
/// look at.
pub(crate) fn explain(address: &Address, error: StoreError) -> anyhow::Error {
    match (address, &error) {
        (Address::Sqlite(_), _) => error.into(),
        (Address::Postgres(_), StoreError::Unavailable(_)) => {
            let setting = table::DATABASE_URL.name();
            anyhow!("{address}: {error}; does {setting} say where PostgreSQL answers?")
        }
        (Address::Postgres(_), _) => anyhow!("{address}: {error}"),
    }
}

/// The programme over an open store.
pub async fn app(config: &Config, store: Arc<Store>) -> anyhow::Result<App> {
    app_with(config, store, Arc::new(SystemClock), mailer(config)?).await
}

/// The same under another clock, and with another way for its messages.
pub(crate) async fn app_with(
    config: &Config,
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    mailer: Mailer,
) -> anyhow::Result<App> {
    let entropy = Arc::new(SystemEntropy);
    let key = match &config.secret_key {
        Some(key) => key.clone(),
        None => secret_key(&store, entropy.as_ref()).await?,
    };
    Ok(App::new(store, clock, entropy, mailer, key, program(config), google(config)?))
}

/// The mailer of a configuration: SMTP, or the log.
pub fn mailer(config: &Config) -> anyhow::Result<Mailer> {
    match (&config.smtp_url, &config.mail_from) {
        (Some(url), Some(from)) => Ok(Mailer::smtp(url.expose(), from)?),
        _ => Ok(Mailer::log()),
    }
}

/// The OpenID provider of a configuration, if there is one. It is asked when somebody signs in first.
pub(crate) fn google(config: &Config) -> anyhow::Result<Option<Box<OpenIdProvider>>> {
    let Some(google) = &config.google else { return Ok(None) };
    let settings = OpenIdSettings {
        issuer_url: google.issuer_url.clone(),
        client_id: google.client_id.clone(),
        client_secret: google.client_secret.expose().to_owned().into(),
        redirect_url: format!("{}/v1/auth/google/callback", public_url(config)),
    };
    Ok(Some(Box::new(OpenIdProvider::new(settings)?)))
}

fn public_url(config: &Config) -> &str {
    config.public_url.as_str().trim_end_matches('/')
}

fn program(config: &Config) -> Program {
    Program {
        tiers: config.program.tiers.clone(),
        reserved_words: ReservedWords::with(&config.program.reserved_slugs),
        replaced_slugs: config.program.replaced_slugs,
        max_slugs_per_account: config.program.max_slugs_per_account,
        public_url: public_url(config).to_owned(),
        landing_url: config.landing_url.clone(),
        currency: config.program.currency.clone(),
        hold_period: config.program.hold_period,
        attribution_window: config.program.attribution_window,
        touch: config.program.touch,
        min_payout: Micro::new(config.program.min_payout_micro),
        step_up_payout: Micro::new(config.step_up_payout_micro),
    }
}
