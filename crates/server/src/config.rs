//! What the operator decided, read once at the start.
//!
//! One [`table`] names every setting: the environment variable (which wins), the key in the file,
//! the default, the meaning and what is allowed. Reading, messages and `docs/configuration.md` all
//! come from it. A value that cannot be used stops the start with one line ([`ConfigError`]).

mod addresses;
mod error;
mod file;
mod parse;
mod reference;
mod rules;
pub mod secret;
mod suggest;
pub(crate) mod table;
mod values;

#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::Path;

use ipnet::IpNet;
use tracing_subscriber::filter::Targets;
use triport_domain::keyed_hash::SecretKey;
use triport_domain::program::{ReplacedSlugs, Tiers, Touch};
use triport_domain::time::Span;
use url::Url;

use self::secret::Secret;
use self::values::Values;

pub use self::error::{ConfigError, Warning};
pub use self::reference::reference;
pub use self::values::environment;
pub use triport_store::Address;

/// Everything that can be configured.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where requests are answered.
    pub listen: SocketAddr,
    /// Where the database is.
    pub database_url: Address,
    /// What the world calls this installation; its path is `/`.
    pub public_url: Url,
    /// Where share links lead.
    pub landing_url: Url,
    /// Where a sign-in leads: a path such as `/`, or an absolute URL.
    pub post_login_url: String,
    /// Other origins whose pages may call, as a browser sends them in `Origin`.
    pub allowed_origins: Vec<String>,
    /// Other host names under which requests are answered, in lower case.
    pub allowed_hosts: Vec<String>,
    /// The domain of the cookies `ref_code` and `ref_touch`, if not the host alone.
    pub cookie_domain: Option<String>,
    /// The key of all keyed hashes; without it one is kept in the database.
    pub secret_key: Option<SecretKey>,
    /// The mail server with user and password; without it codes are printed in the log.
    pub smtp_url: Option<Secret>,
    /// The sender, such as `Shop <hello@shop.example>`; there whenever the mail server is.
    pub mail_from: Option<String>,
    /// What operators send in `X-Admin-Token`.
    pub admin_token: Option<Secret>,
    /// Sign-in with Google.
    pub google: Option<Google>,
    /// Networks whose word on the caller's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// Requests per second of a session or an operator's token; 0 is no limit.
    pub rate_limit_rps: u32,
    /// Where `/metrics` is answered without a token.
    pub metrics_listen: Option<SocketAddr>,
    /// Payouts above need a fresh sign-in; in millionths of the programme's currency.
    pub step_up_payout_micro: i64,
    /// The programme's terms.
    pub program: ProgramConfig,
    /// What is logged.
    pub log: Targets,
    /// How it is logged.
    pub log_format: LogFormat,
}

/// This installation as Google knows it.
#[derive(Clone, Debug)]
pub struct Google {
    /// The public half.
    pub client_id: String,
    /// The secret half.
    pub client_secret: Secret,
    /// Google itself, or another issuer that speaks the same protocol; exactly as it names itself.
    pub issuer_url: String,
}

/// The terms of the programme.
#[derive(Clone, Debug)]
pub struct ProgramConfig {
    /// Three capital letters (ISO 4217).
    pub currency: String,
    /// How long a reward waits before it can be used.
    pub hold_period: Span,
    /// How long after a click, or after its creation, an account can be attributed.
    pub attribution_window: Span,
    /// Which of several clicks counts.
    pub touch: Touch,
    /// The smallest payout, in millionths of the currency.
    pub min_payout_micro: i64,
    /// What inviters earn.
    pub tiers: Tiers,
    /// Words that nobody may take as a slug, besides the built-in ones.
    pub reserved_slugs: Vec<String>,
    /// What becomes of links with a replaced slug.
    pub replaced_slugs: ReplacedSlugs,
    /// How many slugs an account may ever hold.
    pub max_slugs_per_account: u32,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Pretty on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Pretty,
    /// For programs.
    Json,
}

impl Config {
    /// Reads the configuration: variables of the environment win over the file, and the file over
    /// the defaults. Warnings are for the log, once there is one.
    pub fn load(
        file: Option<&Path>,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(Self, Vec<Warning>), ConfigError> {
        let file = file.map(file::read).transpose()?.unwrap_or_default();
        let (values, mut warnings) = Values::new(file, env);
        let config = Self::from_values(&values)?;
        warnings.extend(rules::check(&config)?);
        Ok((config, warnings))
    }

    fn from_values(values: &Values) -> Result<Self, ConfigError> {
        let public_url = values.get(&table::PUBLIC_URL)?;
        let landing_url = values.find(&table::LANDING_URL)?;
        Ok(Self {
            listen: values.get(&table::LISTEN)?,
            database_url: values.get(&table::DATABASE_URL)?,
            landing_url: landing_url.unwrap_or_else(|| public_url.clone()),
            public_url,
            post_login_url: values.get(&table::POST_LOGIN_URL)?,
            allowed_origins: values.get(&table::ALLOWED_ORIGINS)?,
            allowed_hosts: values.get(&table::ALLOWED_HOSTS)?,
            cookie_domain: values.find(&table::COOKIE_DOMAIN)?,
            secret_key: values.find(&table::SECRET_KEY)?,
            smtp_url: values.find(&table::SMTP_URL)?,
            mail_from: values.find(&table::MAIL_FROM)?,
            admin_token: values.find(&table::ADMIN_TOKEN)?,
            google: google(values)?,
            trusted_proxies: values.get(&table::TRUSTED_PROXIES)?,
            rate_limit_rps: values.get(&table::RATE_LIMIT_RPS)?,
            metrics_listen: values.find(&table::METRICS_LISTEN)?,
            step_up_payout_micro: values.get(&table::STEP_UP_PAYOUT_MICRO)?,
            program: ProgramConfig::from_values(values)?,
            log: values.get(&table::LOG)?,
            log_format: values.get(&table::LOG_FORMAT)?,
        })
    }
}

impl ProgramConfig {
    fn from_values(values: &Values) -> Result<Self, ConfigError> {
        Ok(Self {
            currency: values.get(&table::CURRENCY)?,
            hold_period: values.get(&table::HOLD_PERIOD)?,
            attribution_window: values.get(&table::ATTRIBUTION_WINDOW)?,
            touch: values.get(&table::TOUCH)?,
            min_payout_micro: values.get(&table::MIN_PAYOUT_MICRO)?,
            tiers: values.get(&table::TIERS)?,
            reserved_slugs: values.get(&table::RESERVED_SLUGS)?,
            replaced_slugs: values.get(&table::REPLACED_SLUGS)?,
            max_slugs_per_account: values.get(&table::MAX_SLUGS_PER_ACCOUNT)?,
        })
    }
}

fn google(values: &Values) -> Result<Option<Google>, ConfigError> {
    let (id, secret) = (&table::GOOGLE_CLIENT_ID, &table::GOOGLE_CLIENT_SECRET);
    let issuer_url = values.get(&table::GOOGLE_ISSUER_URL)?;
    match (values.find(id)?, values.find(secret)?) {
        (Some(client_id), Some(client_secret)) => {
            Ok(Some(Google { client_id, client_secret, issuer_url }))
        }
        (Some(_), None) => Err(ConfigError::missing_beside(&secret.about, &id.about)),
        (None, Some(_)) => Err(ConfigError::missing_beside(&id.about, &secret.about)),
        (None, None) => Ok(None),
    }
}
