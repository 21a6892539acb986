//! The settings: the one list that everything about them comes from.

use std::net::SocketAddr;

use ipnet::IpNet;
use tracing_subscriber::filter::Targets;
use triport_domain::keyed_hash::SecretKey;
use triport_domain::program::{ReplacedSlugs, Tiers};
use triport_domain::time::Span;
use url::Url;

use super::parse::{self, Refused};
use super::secret::Secret;
use super::{Address, LogFormat, Touch, addresses};

/// What all environment variables start with.
pub(super) const PREFIX: &str = "TRIPORT_";
/// Environment variables of the test suite start so; they are no settings.
pub(super) const TEST_PREFIX: &str = "TRIPORT_TEST_";
/// The table in the file that holds the programme's terms.
pub(super) const PROGRAM: &str = "program";

/// One setting and how its text is read.
pub(crate) struct Key<T> {
    pub(super) about: About,
    pub(super) parse: fn(&str) -> Result<T, Refused>,
}

/// What there is to say about a setting.
pub(super) struct About {
    /// Its name in the environment.
    pub(super) env: &'static str,
    pub(super) default: Default,
    pub(super) form: Form,
    /// Whether its value is never shown.
    pub(super) secret: bool,
    pub(super) meaning: &'static str,
    /// Follows "expected" in errors.
    pub(super) allowed: &'static str,
}

/// What holds when nothing is set.
pub(super) enum Default {
    /// This text, read like any other.
    Text(&'static str),
    /// Something that is no text of this setting.
    Other(&'static str),
}

/// How a value may stand in the file; in a string it always may.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// In a string only.
    Text,
    /// As an integer.
    Number,
    /// As an array.
    List,
}

impl<T> Key<T> {
    /// The name by which an operator sets it, for whoever has something to say about it.
    pub(crate) const fn name(&self) -> &'static str {
        self.about.env
    }
}

impl About {
    /// The name in the file, `program.` included: `TRIPORT_PROGRAM__TOUCH` is `program.touch`.
    pub(super) fn file_key(&self) -> String {
        let name = self.env.strip_prefix(PREFIX).unwrap_or(self.env);
        name.to_ascii_lowercase().replace("__", ".")
    }
}

/// What an entry of the table is when it says nothing else.
const PLAIN: About = About {
    env: "",
    default: Default::Other("none"),
    form: Form::Text,
    secret: false,
    meaning: "",
    allowed: "",
};

macro_rules! table {
    ($($name:ident: $type:ty, $parse:expr, { $($about:tt)* })+) => {
        $(pub(crate) static $name: Key<$type> = Key {
            about: About { $($about)*, ..PLAIN },
            parse: $parse,
        };)+

        /// Every setting, in the order of the documentation.
        pub(super) static ALL: &[&About] = &[$(&$name.about),+];
    };
}

table! {
    LISTEN: SocketAddr, parse::socket_address, {
        env: "TRIPORT_LISTEN",
        default: Default::Text("127.0.0.1:8080"),
        meaning: "Where requests are answered.",
        allowed: "an IP address and a port such as 127.0.0.1:8080 or [::]:8080"
    }
    DATABASE_URL: Address, parse::database, {
        env: "TRIPORT_DATABASE_URL",
        default: Default::Text("sqlite://triport-referrals.db"),
        secret: true,
        meaning: "Where the database is.",
        allowed: "sqlite://FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE"
    }
    PUBLIC_URL: Url, addresses::public_url, {
        env: "TRIPORT_PUBLIC_URL",
        default: Default::Text("http://localhost:8080"),
        meaning: "What the world calls this installation. With https, cookies are `Secure` and HSTS is sent.",
        allowed: "http:// or https://, a host and perhaps a port, nothing after it"
    }
    LANDING_URL: Url, addresses::absolute, {
        env: "TRIPORT_LANDING_URL",
        default: Default::Other("the public URL"),
        meaning: "Where share links lead.",
        allowed: "an http:// or https:// URL without user and password"
    }
    POST_LOGIN_URL: String, addresses::path_or_absolute, {
        env: "TRIPORT_POST_LOGIN_URL",
        default: Default::Text("/"),
        meaning: "Where sign-ins lead.",
        allowed: "a path that starts with one /, or an http:// or https:// URL without user and password"
    }
    ALLOWED_ORIGINS: Vec<String>, addresses::origins, {
        env: "TRIPORT_ALLOWED_ORIGINS",
        default: Default::Text(""),
        form: Form::List,
        meaning: "Other origins whose pages may call with cookies. `SameSite=Lax` means that they have to be of the same site.",
        allowed: "exact origins such as https://app.example.com (scheme, host, perhaps a port; no path, no *)"
    }
    ALLOWED_HOSTS: Vec<String>, addresses::hosts, {
        env: "TRIPORT_ALLOWED_HOSTS",
        default: Default::Text(""),
        form: Form::List,
        meaning: "Other names under which requests are answered, such as the one by which the product's servers call. The public URL's host, `localhost` and addresses always are; ports are not compared.",
        allowed: "host names such as triport.internal (no scheme, no port, no *)"
    }
    COOKIE_DOMAIN: String, parse::cookie_domain, {
        env: "TRIPORT_COOKIE_DOMAIN",
        meaning: "The domain of the cookies `ref_code` and `ref_touch`, so that pages on other hosts of it see them; without it they belong to one host.",
        allowed: "a domain such as example.com"
    }
    SECRET_KEY: SecretKey, parse::secret_key, {
        env: "TRIPORT_SECRET_KEY",
        default: Default::Other("made at the first start and kept in the database"),
        secret: true,
        meaning: "The key of all keyed hashes. With it, a copy of the database alone tells no codes.",
        allowed: "32 bytes in base64, as `openssl rand -base64 32` prints them"
    }
    SMTP_URL: Secret, parse::smtp_url, {
        env: "TRIPORT_SMTP_URL",
        secret: true,
        meaning: "The mail server. `smtp://` uses STARTTLS when it is offered, `?tls=required` insists on it, `smtps://` is TLS from the start; user and password are percent-encoded; without a port it is 25, with a user 587, for `smtps://` 465. Without this setting codes are printed in the log, which is allowed only while the public URL is plain http on loopback.",
        allowed: "smtp://USER:PASSWORD@HOST:PORT (user, password and port may be missing), perhaps with ?tls=required, or smtps://…"
    }
    MAIL_FROM: String, parse::mail_from, {
        env: "TRIPORT_MAIL_FROM",
        meaning: "The sender of all mail.",
        allowed: "an address, or a name and an address as in Shop <hello@shop.example>"
    }
    ADMIN_TOKEN: Secret, parse::admin_token, {
        env: "TRIPORT_ADMIN_TOKEN",
        secret: true,
        meaning: "The token for `X-Admin-Token` that may everything. Named ones that may less come from `triport-referrals operator add`; without any nothing under `/v1/admin` can be called.",
        allowed: "16 to 200 visible ASCII characters"
    }
    GOOGLE_CLIENT_ID: String, parse::client_id, {
        env: "TRIPORT_GOOGLE_CLIENT_ID",
        meaning: "Sign-in with Google, or another OpenID provider; needs the secret too. The provider has to lead back to `/v1/auth/google/callback` under the public URL.",
        allowed: "1 to 200 visible ASCII characters"
    }
    GOOGLE_CLIENT_SECRET: Secret, parse::client_secret, {
        env: "TRIPORT_GOOGLE_CLIENT_SECRET",
        secret: true,
        meaning: "The secret that belongs to the client id.",
        allowed: "1 to 200 visible ASCII characters"
    }
    GOOGLE_ISSUER_URL: String, addresses::issuer, {
        env: "TRIPORT_GOOGLE_ISSUER_URL",
        default: Default::Text("https://accounts.google.com"),
        meaning: "Who signs people in: Google, or another OpenID provider, exactly as it names itself in its discovery document (a slash at the end counts). Whoever changes it starts anew: what signed in at one provider signs in at no other.",
        allowed: "an https:// URL (http:// only on loopback) without query, fragment, user and password"
    }
    TRUSTED_PROXIES: Vec<IpNet>, parse::networks, {
        env: "TRIPORT_TRUSTED_PROXIES",
        default: Default::Text(""),
        form: Form::List,
        meaning: "Proxies whose `X-Forwarded-For` is believed.",
        allowed: "networks such as 10.0.0.0/8 or fd00::/8, or single addresses"
    }
    RATE_LIMIT_RPS: u32, parse::rate, {
        env: "TRIPORT_RATE_LIMIT_RPS",
        default: Default::Text("100"),
        form: Form::Number,
        meaning: "Requests per second of a session or an operator's token; a burst may be twice that. 0 is no limit.",
        allowed: "a whole number from 0 to 1000000"
    }
    METRICS_LISTEN: SocketAddr, parse::socket_address, {
        env: "TRIPORT_METRICS_LISTEN",
        meaning: "A listener of its own for `/metrics`. Without it `/metrics` needs the admin token.",
        allowed: "an IP address and a port such as 127.0.0.1:9090"
    }
    STEP_UP_PAYOUT_MICRO: i64, parse::amount_or_zero, {
        env: "TRIPORT_STEP_UP_PAYOUT_MICRO",
        default: Default::Text("100000000"),
        form: Form::Number,
        meaning: "Payouts above need a sign-in within the last 15 minutes; in millionths of the currency.",
        allowed: "a whole number from 0 to 9007199254740991"
    }
    CURRENCY: String, parse::currency, {
        env: "TRIPORT_PROGRAM__CURRENCY",
        default: Default::Text("USD"),
        meaning: "The currency of all amounts.",
        allowed: "three capital letters such as USD"
    }
    HOLD_PERIOD: Span, parse::duration, {
        env: "TRIPORT_PROGRAM__HOLD_PERIOD",
        default: Default::Text("14d"),
        meaning: "How long a reward waits before it can be used.",
        allowed: "a duration such as 90s, 15m, 12h or 14d, up to 3650d"
    }
    ATTRIBUTION_WINDOW: Span, parse::positive_duration, {
        env: "TRIPORT_PROGRAM__ATTRIBUTION_WINDOW",
        default: Default::Text("30d"),
        meaning: "How long a click counts, and how old an account may be when it is attributed.",
        allowed: "a duration such as 90s, 15m, 12h or 14d, from 1s to 3650d"
    }
    TOUCH: Touch, parse::touch, {
        env: "TRIPORT_PROGRAM__TOUCH",
        default: Default::Text("last"),
        meaning: "Which of several clicks counts.",
        allowed: "first or last"
    }
    MIN_PAYOUT_MICRO: i64, parse::amount, {
        env: "TRIPORT_PROGRAM__MIN_PAYOUT_MICRO",
        default: Default::Text("10000000"),
        form: Form::Number,
        meaning: "The smallest payout, in millionths of the currency.",
        allowed: "a whole number from 1 to 9007199254740991"
    }
    TIERS: Tiers, parse::tiers, {
        env: "TRIPORT_PROGRAM__TIERS",
        default: Default::Text("1:regular:1000,2:influencer:1500"),
        form: Form::List,
        meaning: "What inviters earn: number, name and basis points (1500 is 15 %). New accounts have tier 1.",
        allowed: "number:label:bps, each number once, number 1 among them, 0 to 10000 bps"
    }
    RESERVED_SLUGS: Vec<String>, parse::words, {
        env: "TRIPORT_PROGRAM__RESERVED_SLUGS",
        default: Default::Text(""),
        form: Form::List,
        meaning: "Words that nobody may take as a slug, besides the built-in list; with and without their hyphens.",
        allowed: "words of a-z, 0-9 and -, at most 32 characters each"
    }
    REPLACED_SLUGS: ReplacedSlugs, parse::replaced_slugs, {
        env: "TRIPORT_PROGRAM__REPLACED_SLUGS",
        default: Default::Text("alias"),
        meaning: "What becomes of links with a slug that was replaced: `alias` keeps them working, with `off` they stop attributing.",
        allowed: "alias or off"
    }
    MAX_SLUGS_PER_ACCOUNT: u32, parse::slug_count, {
        env: "TRIPORT_PROGRAM__MAX_SLUGS_PER_ACCOUNT",
        default: Default::Text("100"),
        form: Form::Number,
        meaning: "How many slugs an account may ever hold.",
        allowed: "a whole number from 1 to 1000"
    }
    LOG: Targets, parse::log_filter, {
        env: "TRIPORT_LOG",
        default: Default::Text("info"),
        meaning: "What is logged.",
        allowed: "error, warn, info, debug, trace or off, or filters such as info,triport_app=debug"
    }
    LOG_FORMAT: LogFormat, parse::log_format, {
        env: "TRIPORT_LOG_FORMAT",
        default: Default::Text("auto"),
        meaning: "How it is logged; `auto` is `pretty` on a terminal, else `json`.",
        allowed: "pretty, json or auto"
    }
}
