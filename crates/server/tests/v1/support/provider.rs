//! An OpenID provider beside the tests, and the people who sign in there.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use serde_json::{Value, json};
use triport_app::openid::{OpenIdProvider, OpenIdSettings};

use super::answer::Answer;
use super::browser::Browser;
use super::callers::{Caller, SignedIn};
use super::wallets::peers;
use super::world::World;

const SECRET: &str = "the-secret-of-the-tests-0123456789";

/// Where visitors come back to, on our side.
const CALLBACK: &str = "/v1/auth/google/callback";

/// `oidc-provider`, in a process that ends with this value.
pub(crate) struct TestProvider {
    pub(crate) issuer: String,
    pipes: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    process: Child,
}

impl TestProvider {
    pub(crate) fn start() -> Self {
        let mut process = Command::new("node")
            .arg(peers().join("openid.mjs"))
            .arg(format!("http://localhost:8080{CALLBACK}"))
            .arg(format!("https://refer.example.com{CALLBACK}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let mut output = BufReader::new(output);
        let issuer = read(&mut output)["issuer"].as_str().unwrap().to_owned();
        Self { issuer, pipes: Mutex::new((input, output)), process }
    }

    fn ask(&self, order: &Value) -> Value {
        let mut pipes = self.pipes.lock().unwrap();
        writeln!(pipes.0, "{order}").unwrap();
        read(&mut pipes.1)
    }

    /// Somebody signs in on that page and agrees; answers the address to come back to.
    pub(crate) fn agree(&self, page: &str, name: &str) -> String {
        back(&self.ask(&json!({ "visit": page, "as": name })))
    }

    /// Somebody does not agree.
    pub(crate) fn deny(&self, page: &str) -> String {
        back(&self.ask(&json!({ "visit": page, "deny": true })))
    }

    /// What it says about somebody from now on.
    pub(crate) fn person(&self, name: &str, claims: &Value) {
        self.ask(&json!({ "person": name, "claims": claims }));
    }

    /// What is wrong with its tokens from now on.
    pub(crate) fn spoil(&self, how: &Value) {
        self.ask(&json!({ "spoil": how }));
    }

    /// How it fails from now on.
    pub(crate) fn trouble(&self, what: &Value) {
        self.ask(&json!({ "trouble": what }));
    }

    /// Has it begin anew with a new key.
    pub(crate) fn renew(&self, how: &Value) {
        self.ask(&json!({ "renew": how }));
    }

    /// How often that page was asked for.
    pub(crate) fn calls(&self, path: &str) -> u64 {
        self.ask(&json!({ "count": path }))["calls"].as_u64().unwrap()
    }

    /// It is gone.
    pub(crate) fn stop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for TestProvider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read(output: &mut BufReader<ChildStdout>) -> Value {
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap()
}

/// The path and query to which the provider leads back.
fn back(answer: &Value) -> String {
    let url: url::Url =
        answer["callback"].as_str().unwrap_or_else(|| panic!("{answer}")).parse().unwrap();
    assert_eq!(url.path(), CALLBACK);
    format!("{CALLBACK}?{}", url.query().unwrap_or_default())
}

/// A provider that stands for all tests which change nothing about it.
pub(crate) fn shared_issuer() -> String {
    static SHARED: OnceLock<TestProvider> = OnceLock::new();
    SHARED.get_or_init(TestProvider::start).issuer.clone()
}

/// This installation as the provider of the tests knows it.
pub(super) fn openid(issuer: &str, public_url: &str) -> Box<OpenIdProvider> {
    let settings = OpenIdSettings {
        issuer_url: issuer.to_owned(),
        client_id: "triport".to_owned(),
        client_secret: SECRET.to_owned().into(),
        redirect_url: format!("{public_url}{CALLBACK}"),
    };
    Box::new(OpenIdProvider::new(settings).unwrap())
}

impl World {
    /// The same installation with that provider.
    pub(crate) fn with_google(&self, provider: &TestProvider) -> Self {
        self.with(|setup| setup.google_issuer = Some(provider.issuer.clone()))
    }
}

impl Browser<'_> {
    /// Follows the button of the sign-in page.
    pub(crate) async fn start_google(&self) -> Answer {
        self.open("/v1/auth/google/start").header("sec-fetch-site", "same-origin").await
    }

    /// Begins to sign in and answers the provider's page.
    pub(crate) async fn to_google(&self) -> String {
        let answer = self.start_google().await;
        assert_eq!(answer.status, 302, "{answer:?}");
        answer.header("location").to_owned()
    }

    /// The whole way there and back, as that person.
    pub(crate) async fn google(&self, provider: &TestProvider, name: &str) -> Answer {
        let page = self.to_google().await;
        self.open(&provider.agree(&page, name)).await
    }

    /// Whoever is signed in in this browser.
    pub(crate) async fn me(&self) -> Value {
        self.get("/v1/auth/me").await.ok()
    }
}

impl SignedIn<'_> {
    /// Begins to add a Google account and answers the provider's page.
    pub(crate) async fn to_link_google(&self) -> String {
        let answer = self.call("POST", "/v1/auth/identities/google").await.ok();
        answer["url"].as_str().unwrap().to_owned()
    }
}

impl Answer {
    /// Expects to be led there, with the cookies of the visit ended.
    #[track_caller]
    pub(crate) fn leads_to(&self, place: &str) {
        assert_eq!((self.status, self.header("location")), (302, place), "{self:?}");
        for name in ["nl_google_state", "nl_google_verifier"] {
            assert_eq!(self.cookie(name), Some(""), "{self:?}");
        }
    }

    /// Expects to be led there with no session.
    #[track_caller]
    pub(crate) fn turns_away(&self, tag: &str) {
        self.leads_to(&format!("/login?error={tag}"));
        assert_eq!(self.cookie("nl_session"), None, "{self:?}");
    }
}
