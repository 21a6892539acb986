//! How the texts of settings are read. Each function refuses by naming the part that is wrong.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ipnet::IpNet;
use tracing_subscriber::filter::{LevelFilter, Targets};
use triport_app::mail;
use triport_domain::keyed_hash::SecretKey;
use triport_domain::program::{InvalidTiers, ReplacedSlugs, Tiers, Touch};
use triport_domain::time::Span;
use zeroize::Zeroizing;

use super::secret::Secret;
use super::{Address, LogFormat};

/// The largest amount: JavaScript holds whole numbers up to 2^53 - 1 exactly.
const MAX_AMOUNT_MICRO: i64 = (1 << 53) - 1;
const MAX_RATE_RPS: u32 = 1_000_000;
const MAX_SLUGS: u32 = 1_000;
const MAX_DURATION_SECONDS: u32 = 3_650 * 86_400;
const MAX_WORD_BYTES: usize = 32;
const ADMIN_TOKEN_BYTES: std::ops::RangeInclusive<usize> = 16..=200;
const MAX_CLIENT_BYTES: usize = 200;

/// The part of a value that is not allowed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused(pub(super) String);

impl Refused {
    pub(super) fn part(text: &str) -> Self {
        Self(text.to_owned())
    }
}

fn parsed<T: FromStr>(text: &str) -> Result<T, Refused> {
    text.parse().map_err(|_| Refused::part(text))
}

/// Each entry of a comma-separated list; an empty list has none.
pub(super) fn entries<T>(
    text: &str,
    read: impl Fn(&str) -> Result<T, Refused>,
) -> Result<Vec<T>, Refused> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split(',').map(|entry| read(entry.trim())).collect()
}

pub(super) fn socket_address(text: &str) -> Result<SocketAddr, Refused> {
    parsed(text)
}

pub(super) fn database(text: &str) -> Result<Address, Refused> {
    parsed(text)
}

/// Standard or URL-safe base64, padded or not: there is only one reading of each text.
pub(super) fn secret_key(text: &str) -> Result<SecretKey, Refused> {
    let padding =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet =
        if text.contains(['-', '_']) { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    let decoded = GeneralPurpose::new(alphabet, padding).decode(text);
    let bytes = Zeroizing::new(decoded.map_err(|_| Refused::part(text))?);
    let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| Refused::part(text))?;
    Ok(SecretKey::new(key))
}

pub(super) fn smtp_url(text: &str) -> Result<Secret, Refused> {
    mail::check_url(text).map_err(|_| Refused::part(text))?;
    Ok(Secret::new(text))
}

pub(super) fn mail_from(text: &str) -> Result<String, Refused> {
    mail::check_from(text).map_err(|_| Refused::part(text))?;
    Ok(text.to_owned())
}

pub(super) fn admin_token(text: &str) -> Result<Secret, Refused> {
    visible(text, ADMIN_TOKEN_BYTES).map(Secret::new)
}

pub(super) fn client_id(text: &str) -> Result<String, Refused> {
    visible(text, 1..=MAX_CLIENT_BYTES).map(str::to_owned)
}

pub(super) fn client_secret(text: &str) -> Result<Secret, Refused> {
    visible(text, 1..=MAX_CLIENT_BYTES).map(Secret::new)
}

/// What can stand in a header as it is.
fn visible(text: &str, bytes: std::ops::RangeInclusive<usize>) -> Result<&str, Refused> {
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    if visible && bytes.contains(&text.len()) { Ok(text) } else { Err(Refused::part(text)) }
}

/// A domain with a dot, as browsers accept it for cookies; a dot at its start has no meaning there.
pub(super) fn cookie_domain(text: &str) -> Result<String, Refused> {
    let domain = text.strip_prefix('.').unwrap_or(text).to_ascii_lowercase();
    let labels: Vec<&str> = domain.split('.').collect();
    let label_fits = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let names_a_domain = labels.len() > 1
        && domain.len() <= 253
        && labels.iter().all(label_fits)
        && labels.last().is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_alphabetic()));
    names_a_domain.then_some(domain).ok_or_else(|| Refused::part(text))
}

pub(super) fn networks(text: &str) -> Result<Vec<IpNet>, Refused> {
    entries(text, |entry| {
        let single = || entry.parse::<IpAddr>().map(IpNet::from);
        entry.parse().or_else(|_| single()).map_err(|_| Refused::part(entry))
    })
}

pub(super) fn rate(text: &str) -> Result<u32, Refused> {
    number(text, 0..=MAX_RATE_RPS)
}

pub(super) fn slug_count(text: &str) -> Result<u32, Refused> {
    number(text, 1..=MAX_SLUGS)
}

pub(super) fn amount(text: &str) -> Result<i64, Refused> {
    number(text, 1..=MAX_AMOUNT_MICRO)
}

pub(super) fn amount_or_zero(text: &str) -> Result<i64, Refused> {
    number(text, 0..=MAX_AMOUNT_MICRO)
}

fn number<T: FromStr + PartialOrd>(
    text: &str,
    allowed: std::ops::RangeInclusive<T>,
) -> Result<T, Refused> {
    // `+5` is a number to Rust, and a typing mistake to everybody else.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number: Option<T> = digits.then(|| text.parse().ok()).flatten();
    number.filter(|number| allowed.contains(number)).ok_or_else(|| Refused::part(text))
}

pub(super) fn currency(text: &str) -> Result<String, Refused> {
    let code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    code.then(|| text.to_owned()).ok_or_else(|| Refused::part(text))
}

pub(super) fn positive_duration(text: &str) -> Result<Span, Refused> {
    let span = duration(text)?;
    if span.as_micros() > 0 { Ok(span) } else { Err(Refused::part(text)) }
}

/// A whole number and a unit: `90s`, `15m`, `12h`, `14d`.
pub(super) fn duration(text: &str) -> Result<Span, Refused> {
    let refused = || Refused::part(text);
    let (unit_at, unit) = text.char_indices().last().ok_or_else(refused)?;
    let unit_seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(refused()),
    };
    let count = text.get(..unit_at).unwrap_or_default();
    let count: u32 = number(count, 0..=MAX_DURATION_SECONDS).map_err(|_| refused())?;
    let seconds = count.checked_mul(unit_seconds);
    let seconds = seconds.filter(|&seconds| seconds <= MAX_DURATION_SECONDS);
    Ok(Span::from_secs(seconds.ok_or_else(refused)?))
}

pub(super) fn touch(text: &str) -> Result<Touch, Refused> {
    match text {
        "first" => Ok(Touch::First),
        "last" => Ok(Touch::Last),
        _ => Err(Refused::part(text)),
    }
}

pub(super) fn tiers(text: &str) -> Result<Tiers, Refused> {
    Tiers::parse(text).map_err(|invalid| match invalid {
        InvalidTiers::Entry(entry) => Refused(entry),
        InvalidTiers::Twice(_) | InvalidTiers::NoFirst => Refused::part(text),
    })
}

pub(super) fn words(text: &str) -> Result<Vec<String>, Refused> {
    entries(text, |entry| {
        let word = entry.to_ascii_lowercase();
        let fits = (1..=MAX_WORD_BYTES).contains(&word.len())
            && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            // A reserved word is compared without its hyphens too.
            && word.bytes().any(|byte| byte != b'-');
        fits.then_some(word).ok_or_else(|| Refused::part(entry))
    })
}

pub(super) fn replaced_slugs(text: &str) -> Result<ReplacedSlugs, Refused> {
    match text {
        "alias" => Ok(ReplacedSlugs::Alias),
        "off" => Ok(ReplacedSlugs::Off),
        _ => Err(Refused::part(text)),
    }
}

pub(super) fn log_filter(text: &str) -> Result<Targets, Refused> {
    let text = text.replace(' ', "");
    // The notation takes any text, even none, for the name of a module, and one alone for that module and
    // nothing else: with a misspelt level, or `warning`, the log would be silent.
    let named = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_graphic());
    let levelled = |part: &str| part.contains('=') || part.parse::<LevelFilter>().is_ok();
    let usable = text.split(',').all(|part| named(part) && levelled(part));
    text.parse().ok().filter(|_| usable).ok_or_else(|| Refused::part(&text))
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, Refused> {
    match text {
        "auto" => Ok(LogFormat::Auto),
        "pretty" => Ok(LogFormat::Pretty),
        "json" => Ok(LogFormat::Json),
        _ => Err(Refused::part(text)),
    }
}
