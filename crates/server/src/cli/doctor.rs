//! `triport-referrals doctor`: everything that can be wrong before the first request.

use std::process::ExitCode;

use triport_app::outside::Clock;

use super::say;
use crate::config::{Config, Warning, table};
use crate::open;
use crate::outside::SystemClock;

/// How far the clock may be from the database's before codes and sessions suffer, in seconds.
const MAX_CLOCK_DIFFERENCE_SECONDS: i64 = 5;
/// 2026-01-01: no right clock is before the program was written.
const EARLIEST_SECONDS: i64 = 1_767_225_600;

/// What one check found.
enum Finding {
    Good(String),
    Warning(String),
    Wrong(String),
}

/// Checks everything; the exit code tells whether anything is wrong.
pub(super) async fn run(config: &Config, warnings: &[Warning]) -> anyhow::Result<ExitCode> {
    let mut findings = configuration(config, warnings);
    findings.extend(database(config).await);
    findings.push(mail(config).await);
    findings.push(google(config).await);
    let wrong = findings.iter().filter(|finding| matches!(finding, Finding::Wrong(_))).count();
    for finding in &findings {
        say(&match finding {
            Finding::Good(text) => format!("ok       {text}"),
            Finding::Warning(text) => format!("warning  {text}"),
            Finding::Wrong(text) => format!("WRONG    {text}"),
        });
    }
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn configuration(config: &Config, warnings: &[Warning]) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        warnings.iter().map(|warning| Finding::Warning(warning.to_string())).collect();
    if config.secret_key.is_none() {
        findings.push(Finding::Warning(format!(
            "{} is not set: the key is kept in the database, so a copy of the database holds the \
             key to its own hashes",
            table::SECRET_KEY.name()
        )));
    }
    let foreign = config.allowed_origins.iter().filter(|origin| !same_site(config, origin));
    findings.extend(foreign.map(|origin| {
        Finding::Warning(format!(
            "{origin} in {} is not of the same site as {}: browsers send it no SameSite=Lax cookies",
            table::ALLOWED_ORIGINS.name(),
            config.public_url
        ))
    }));
    findings.push(Finding::Good(format!("configuration: {}", config.public_url)));
    findings
}

/// Whether two hosts share their last two labels and the scheme; close to what browsers do, who
/// know the list of public suffixes.
fn same_site(config: &Config, origin: &str) -> bool {
    let site = |host: &str| {
        let labels: Vec<&str> = host.rsplit('.').take(2).collect();
        labels.join(".")
    };
    let Ok(origin) = url::Url::parse(origin) else {
        return false;
    };
    let hosts = (config.public_url.host_str(), origin.host_str());
    let (Some(ours), Some(theirs)) = hosts else {
        return false;
    };
    config.public_url.scheme() == origin.scheme() && site(ours) == site(theirs)
}

async fn database(config: &Config) -> Vec<Finding> {
    let address = &config.database_url;
    let inspected = match triport_store::inspect(address).await {
        Ok(inspected) => inspected,
        Err(error) => return vec![Finding::Wrong(format!("database {address}: {error}"))],
    };
    let mut findings = vec![Finding::Good(format!("database {address}: {}", inspected.version))];
    findings.push(match inspected.pending_migrations {
        0 => Finding::Good("schema: up to date".to_owned()),
        pending => Finding::Warning(format!(
            "schema: {pending} migrations to apply, at the next start or with `migrate`"
        )),
    });
    if inspected.newer_migrations > 0 {
        findings.push(Finding::Warning(
            "schema: a newer version of this program has used the database".to_owned(),
        ));
    }
    findings.push(clock(inspected.clock_seconds));
    findings
}

fn clock(database_seconds: Option<i64>) -> Finding {
    let ours = SystemClock.now().as_micros() / 1_000_000;
    if ours < EARLIEST_SECONDS {
        return Finding::Wrong("clock: before 2026; set it before serving".to_owned());
    }
    match database_seconds.map(|theirs| (ours - theirs).abs()) {
        Some(apart) if apart > MAX_CLOCK_DIFFERENCE_SECONDS => {
            Finding::Wrong(format!("clock: {apart} s apart from the database's clock"))
        }
        Some(_) => Finding::Good("clock: agrees with the database's".to_owned()),
        None => Finding::Good("clock: plausible".to_owned()),
    }
}

/// Whether members can sign in with Google. A provider that is away is not wrong here: it may be back
/// when somebody signs in.
async fn google(config: &Config) -> Finding {
    let provider = match open::google(config) {
        Ok(Some(provider)) => provider,
        Ok(None) => return Finding::Good("google: not configured".to_owned()),
        Err(error) => return Finding::Wrong(format!("google: {error}")),
    };
    let issuer = config.google.as_ref().map_or("", |google| google.issuer_url.as_str());
    match provider.check(SystemClock.now()).await {
        Ok(()) => Finding::Good(format!("google: {issuer} answers")),
        Err(error) => Finding::Warning(format!("google: {issuer}: {error}")),
    }
}

async fn mail(config: &Config) -> Finding {
    if config.smtp_url.is_none() {
        let setting = table::SMTP_URL.name();
        return Finding::Warning(format!(
            "mail: {setting} is not set, codes are printed in the log"
        ));
    }
    let mailer = match open::mailer(config) {
        Ok(mailer) => mailer,
        Err(error) => return Finding::Wrong(format!("mail: {error}")),
    };
    match mailer.check().await {
        Ok(()) => Finding::Good("mail: the server answers and accepts us".to_owned()),
        Err(error) => Finding::Wrong(format!("mail: {error}")),
    }
}
