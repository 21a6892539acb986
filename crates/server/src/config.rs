// Interim file.
//! Temporary configuration until the real one lands.
use crate::open::Address;
use ipnet::IpNet;
use std::net::SocketAddr;
use std::path::Path;
use triport_domain::keyed_hash::SecretKey;
use triport_domain::program::*;
pub mod secret {
    #[derive(Clone)]
    pub struct Secret(pub String);
    impl Secret {
        pub fn expose(&self) -> &str {
            &self.0
        }
    }
    impl std::fmt::Debug for Secret {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("(hidden)")
        }
    }
}
use secret::Secret;
#[derive(Clone, Copy, Debug)]
pub enum LogFormat {
    Auto,
    Pretty,
    Json,
}
#[derive(Debug)]
pub struct Warning(String);
impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
#[derive(Clone, Debug)]
pub struct ProgramConfig {
    pub tiers: Tiers,
    pub reserved_slugs: Vec<String>,
    pub replaced_slugs: ReplacedSlugs,
    pub max_slugs_per_account: u32,
}
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    pub database_url: Address,
    pub public_url: url::Url,
    pub allowed_origins: Vec<String>,
    pub trusted_proxies: Vec<IpNet>,
    pub rate_limit_rps: u32,
    pub admin_token: Option<Secret>,
    pub secret_key: Option<SecretKey>,
    pub smtp_url: Option<Secret>,
    pub mail_from: Option<String>,
    pub metrics_listen: Option<SocketAddr>,
    pub log: String,
    pub log_format: LogFormat,
    pub program: ProgramConfig,
}
impl Config {
    pub fn load(
        _file: Option<&Path>,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<(Self, Vec<Warning>)> {
        let env: std::collections::HashMap<String, String> = env.into_iter().collect();
        let get = |k: &str, d: &str| {
            env.get(&format!("TRIPORT_{k}")).cloned().unwrap_or_else(|| d.to_owned())
        };
        Ok((
            Self {
                listen: get("LISTEN", "127.0.0.1:8080").parse()?,
                database_url: get("DATABASE_URL", "sqlite://triport-referrals.db").parse()?,
                public_url: get("PUBLIC_URL", "http://localhost:8080").parse()?,
                allowed_origins: vec![],
                trusted_proxies: vec![],
                rate_limit_rps: get("RATE_LIMIT_RPS", "100").parse()?,
                admin_token: env.get("TRIPORT_ADMIN_TOKEN").cloned().map(Secret),
                secret_key: None,
                smtp_url: None,
                mail_from: None,
                metrics_listen: None,
                log: get("LOG", "info"),
                log_format: LogFormat::Auto,
                program: ProgramConfig {
                    tiers: Tiers::parse("1:regular:1000,2:influencer:1500")?,
                    reserved_slugs: vec![],
                    replaced_slugs: ReplacedSlugs::Alias,
                    max_slugs_per_account: 100,
                },
            },
            vec![],
        ))
    }
}
