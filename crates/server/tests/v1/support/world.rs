//! One installation: a database of its own, a clock and a router over them.

use std::sync::{Arc, Mutex};

use axum::http::HeaderValue;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use triport_app::mail::{Mailer, Message};
use triport_app::program::Program;
use triport_app::{App, add_operator, revoke_operator};
use triport_domain::keyed_hash::SecretKey;
use triport_domain::money::Micro;
use triport_domain::operator::{OperatorName, Role};
use triport_domain::program::{ReplacedSlugs, Tiers, Touch};
use triport_domain::reserved::ReservedWords;
use triport_domain::time::{Span, Timestamp};
use triport_referrals::config::Config;
use triport_referrals::http::{Http, Settings, Site};
use triport_referrals::metrics::Metrics;
use triport_referrals::open::{Options, Store};

use super::answer::Answer;
use super::browser::Browser;
use super::callers::{Anonymous, Jar, Operator, SignedIn};
use super::console::console;
use super::outside::{TestClock, TestEntropy};
use super::provider::openid;
use crate::database::Database;

/// The admin token of every world that has one.
pub(crate) const ADMIN_TOKEN: &str = "the-admin-token-of-the-tests-0123456789";

/// What an operator can decide, and a test change.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) public_url: &'static str,
    pub(crate) allowed_origins: Vec<&'static str>,
    pub(crate) trusted_proxies: Vec<&'static str>,
    pub(crate) rate_limit_rps: u32,
    pub(crate) has_admin_token: bool,
    pub(crate) reserved_words: Vec<String>,
    pub(crate) replaced_slugs: ReplacedSlugs,
    pub(crate) max_slugs: u32,
    pub(crate) mail_works: bool,
    pub(crate) landing_url: &'static str,
    pub(crate) hold_period: Span,
    pub(crate) tiers: &'static str,
    pub(crate) min_payout: Micro,
    pub(crate) step_up_payout: Micro,
    pub(crate) touch: Touch,
    pub(crate) cookie_domain: Option<&'static str>,
    pub(crate) google_issuer: Option<String>,
    pub(crate) post_login_url: &'static str,
}

/// A router over a database, with a clock that stands still until the test moves it.
pub(crate) struct World {
    pub(crate) http: Http,
    pub(crate) setup: Setup,
    mailbox: Mutex<mpsc::Receiver<Message>>,
    store: Arc<Store>,
    clock: Arc<TestClock>,
    entropy: Arc<TestEntropy>,
    /// See [`World::rich`].
    pub(crate) rich: tokio::sync::OnceCell<(Arc<super::callers::Jar>, serde_json::Value)>,
    // After the store: the database is removed when nothing is connected any more.
    pub(crate) database: Arc<Database>,
}

impl Setup {
    fn usual() -> Self {
        Self {
            public_url: "http://localhost:8080",
            allowed_origins: vec!["https://app.example.com"],
            trusted_proxies: Vec::new(),
            rate_limit_rps: 100,
            has_admin_token: true,
            reserved_words: Vec::new(),
            replaced_slugs: ReplacedSlugs::Alias,
            max_slugs: 100,
            mail_works: true,
            landing_url: "https://shop.example.com/welcome?lang=en#top",
            hold_period: Span::from_days(14),
            tiers: "1:regular:1000,2:influencer:1500",
            min_payout: Micro::new(10_000_000),
            step_up_payout: Micro::new(100_000_000),
            touch: Touch::Last,
            cookie_domain: None,
            google_issuer: None,
            post_login_url: "/",
        }
    }

    fn program(&self) -> Program {
        Program {
            tiers: Tiers::parse(self.tiers).unwrap(),
            reserved_words: ReservedWords::with(&self.reserved_words),
            replaced_slugs: self.replaced_slugs,
            max_slugs_per_account: self.max_slugs,
            public_url: self.public_url.to_owned(),
            landing_url: self.landing_url.parse().unwrap(),
            currency: "USD".to_owned(),
            hold_period: self.hold_period,
            attribution_window: Span::from_days(30),
            touch: self.touch,
            min_payout: self.min_payout,
            step_up_payout: self.step_up_payout,
        }
    }

    fn settings(&self) -> Settings {
        let origin = HeaderValue::from_static;
        let trusted = self.trusted_proxies.iter();
        let public_url: url::Url = self.public_url.parse().unwrap();
        Settings {
            public_origin: origin(self.public_url),
            allowed_origins: self.allowed_origins.iter().copied().map(origin).collect(),
            hosts: vec![public_url.host_str().unwrap().to_owned()],
            https: self.public_url.starts_with("https:"),
            trusted_proxies: trusted.map(|network| network.parse().unwrap()).collect(),
            rate_limit_rps: self.rate_limit_rps,
            cookie_domain: self.cookie_domain.map(str::to_owned),
            post_login_url: self.post_login_url.to_owned(),
            ..Settings::from_config(&self.config()).unwrap()
        }
    }

    /// Only for the token, which cannot be made in another way.
    fn config(&self) -> Config {
        let token = ("TRIPORT_ADMIN_TOKEN".to_owned(), ADMIN_TOKEN.to_owned());
        Config::load(None, self.has_admin_token.then_some(token)).unwrap().0
    }
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        Self::open(Database::sqlite()).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::open(Database::postgres().await).await
    }

    async fn open(database: Database) -> Self {
        let address = database.url().parse().unwrap();
        let store = Arc::new(Store::open(&address, Options::default()).await.unwrap());
        let (clock, entropy) = (Arc::new(TestClock::new()), Arc::new(TestEntropy::new()));
        Self::build(Setup::usual(), store, clock, entropy, Arc::new(database))
    }

    fn build(
        setup: Setup,
        store: Arc<Store>,
        clock: Arc<TestClock>,
        entropy: Arc<TestEntropy>,
        database: Arc<Database>,
    ) -> Self {
        let (mailer, mut mailbox) = mpsc::channel(1_000);
        if !setup.mail_works {
            mailbox.close();
        }
        let app = Arc::new(App::new(
            store.clone(),
            clock.clone(),
            entropy.clone(),
            Mailer::channel(mailer),
            SecretKey::new([7; 32]),
            setup.program(),
            setup.google_issuer.as_deref().map(|issuer| openid(issuer, setup.public_url)),
        ));
        let metrics = Metrics::new(app.clone());
        let site = Site::new(app, setup.settings(), metrics).showing(console());
        let http = Http::new(Arc::new(site));
        let rich = tokio::sync::OnceCell::new();
        Self { http, setup, mailbox: Mutex::new(mailbox), store, clock, entropy, rich, database }
    }

    /// The same installation after a restart with other settings.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Setup)) -> Self {
        let mut setup = self.setup.clone();
        change(&mut setup);
        let (store, database) = (self.store.clone(), self.database.clone());
        Self::build(setup, store, self.clock.clone(), self.entropy.clone(), database)
    }

    /// Lets time pass.
    pub(crate) fn forward(&self, span: Span) {
        self.clock.forward(span);
    }

    /// Sets the clock to a time.
    pub(crate) fn set_clock(&self, time: Timestamp) {
        self.clock.set(time);
    }

    /// The last message that was sent; those before it are gone.
    pub(crate) fn last_mail(&self) -> Message {
        let mut mailbox = self.mailbox.lock().unwrap();
        std::iter::from_fn(|| mailbox.try_recv().ok()).last().unwrap()
    }

    /// The one-time code that was sent last.
    pub(crate) fn last_code(&self) -> String {
        let mut mailbox = self.mailbox.lock().unwrap();
        let codes = std::iter::from_fn(|| mailbox.try_recv().ok());
        let codes = codes.filter(|message| !message.code().is_empty());
        codes.last().unwrap().code().to_owned()
    }

    /// Every message that was sent since somebody looked, after those that are on their way.
    pub(crate) async fn mails(&self) -> Vec<Message> {
        self.http.site().finish_notices().await;
        let mut mailbox = self.mailbox.lock().unwrap();
        std::iter::from_fn(|| mailbox.try_recv().ok()).collect()
    }

    /// The only message that was sent since somebody looked whose subject says that.
    pub(crate) async fn mail_about(&self, what: &str) -> Message {
        let mut mails = self.mails().await;
        mails.retain(|mail| mail.subject().contains(what));
        assert_eq!(mails.len(), 1, "{mails:?}");
        mails.remove(0)
    }

    /// Writes the clicks that were counted.
    pub(crate) async fn flush(&self) -> u64 {
        self.http.site().flush_clicks().await.unwrap()
    }

    /// Lets background work on balances run until there is none.
    pub(crate) async fn work(&self) {
        self.http.site().work_on_balances(&CancellationToken::new()).await.unwrap();
    }

    /// The rows of a table for which something holds.
    pub(crate) async fn count(&self, table: &str, condition: &str) -> i64 {
        self.database.number(&format!("SELECT count(*) FROM {table} WHERE {condition}")).await
    }

    /// A member who signs in again, because so much time has passed.
    pub(crate) async fn browser_of(&self, member: &SignedIn<'_>) -> SignedIn<'_> {
        self.member(member.user["email"].as_str().unwrap()).await
    }

    /// Whoever a sign-in has answered.
    pub(crate) fn member_of(&self, answer: &Answer) -> SignedIn<'_> {
        let jar = Arc::new(Jar::default());
        jar.keep(answer);
        SignedIn::new(self, jar, answer.json()["user"].clone())
    }

    /// Somebody with an empty browser.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    pub(crate) fn anonymous(&self) -> Anonymous<'_> {
        Anonymous::new(self)
    }

    /// Who holds the token of the configuration.
    pub(crate) fn operator(&self) -> Operator<'_> {
        Operator::new(self, ADMIN_TOKEN.to_owned())
    }

    /// Makes a named token of that role, called as the role is.
    pub(crate) async fn operator_as(&self, role: Role) -> Operator<'_> {
        let token = self.add_token(role.as_str(), role).await.unwrap();
        Operator::new(self, token)
    }

    /// Makes a named token as the command line does; nothing if there ever was one of that name.
    pub(crate) async fn add_token(&self, name: &str, role: Role) -> Option<String> {
        let name = OperatorName::parse(name).unwrap();
        let (clock, entropy) = (self.clock.as_ref(), self.entropy.as_ref());
        let added = add_operator(&self.store, clock, entropy, name, role).await.unwrap();
        added.map(|token| token.expose())
    }

    /// Ends a named token as the command line does; false if there is none that works.
    pub(crate) async fn revoke_token(&self, name: &str) -> bool {
        let (clock, entropy) = (self.clock.as_ref(), self.entropy.as_ref());
        revoke_operator(&self.store, clock, entropy, name).await.unwrap()
    }

    /// Signs an address in, making its account if it is the first time.
    pub(crate) async fn member(&self, email: &str) -> SignedIn<'_> {
        self.member_from(email, "192.0.2.7").await
    }

    /// The same from another place than all others.
    pub(crate) async fn member_from(&self, email: &str, from: &str) -> SignedIn<'_> {
        SignedIn::by_email(self, email, from).await
    }
}
