//! Settings that depend on each other.

use url::{Host, Url};

use super::Config;
use super::addresses::is_loopback;
use super::error::{ConfigError, Warning};
use super::table::{COOKIE_DOMAIN, LISTEN, MAIL_FROM, PUBLIC_URL, SMTP_URL};

/// What is wrong between settings that are each right; warnings where the start may go on.
pub(super) fn check(config: &Config) -> Result<Vec<Warning>, ConfigError> {
    let mail = mail(config)?;
    Ok(mail.into_iter().chain(foreign_cookie_domain(config)).chain(another_port(config)).collect())
}

/// On one's own machine, without a proxy in between, links with another port lead nowhere. Port 0 is one
/// that the system chooses.
fn another_port(config: &Config) -> Option<Warning> {
    let (url, listens) = (&config.public_url, config.listen.port());
    let leads_elsewhere = is_loopback(url) && url.port_or_known_default() != Some(listens);
    (leads_elsewhere && listens != 0).then(|| {
        let (name, listen) = (PUBLIC_URL.name(), LISTEN.name());
        let host = url.host_str().unwrap_or("localhost");
        let scheme = url.scheme();
        Warning::new(&format!(
            "links lead to {url}, as {name} says, but {listen} is {}: without a proxy between them set \
             {name}={scheme}://{host}:{listens}",
            config.listen
        ))
    })
}

fn mail(config: &Config) -> Result<Option<Warning>, ConfigError> {
    match (&config.smtp_url, &config.mail_from) {
        (Some(_), Some(_)) => Ok(None),
        (Some(_), None) => Err(ConfigError::missing_beside(&MAIL_FROM.about, &SMTP_URL.about)),
        (None, from) => {
            codes_in_the_log(&config.public_url)?;
            let (from_name, url_name) = (MAIL_FROM.name(), SMTP_URL.name());
            let idle = || Warning::new(&format!("{from_name} has no effect without {url_name}"));
            Ok(from.as_ref().map(|_| idle()))
        }
    }
}

/// Codes in the log are for one's own machine only.
fn codes_in_the_log(public_url: &Url) -> Result<(), ConfigError> {
    if public_url.scheme() == "http" && is_loopback(public_url) {
        return Ok(());
    }
    let why = format!(
        "but needed because the public URL is {public_url}: only on plain http://localhost are \
         sign-in codes printed in the log"
    );
    Err(ConfigError::missing(&SMTP_URL.about, &why))
}

/// Browsers refuse a cookie for a domain that the page is not in.
fn foreign_cookie_domain(config: &Config) -> Option<Warning> {
    let domain = config.cookie_domain.as_deref()?;
    let host = config.public_url.host();
    let inside = match &host {
        Some(Host::Domain(host)) => host.strip_suffix(domain),
        _ => None,
    };
    let covers = inside.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    (!covers).then(|| {
        let (name, url) = (COOKIE_DOMAIN.name(), &config.public_url);
        let why = "so browsers will refuse the cookies of share links";
        Warning::new(&format!("{name}: {url} is not in the domain {domain}, {why}"))
    })
}
