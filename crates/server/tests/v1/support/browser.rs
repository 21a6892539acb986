//! Somebody who looks around before signing in.

use std::sync::Arc;

use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use super::callers::{Caller, Jar, SignedIn};
use super::world::World;

/// What a browser calls itself.
pub(crate) const BROWSER: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0";

/// A person with a browser.
pub(crate) struct Browser<'w> {
    world: &'w World,
    pub(crate) jar: Arc<Jar>,
}

impl<'w> Browser<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        Self { world, jar: Arc::new(Jar::default()) }
    }

    /// Opens an address as a browser does when its person follows a link.
    pub(crate) fn open(&self, path: &str) -> Call<'w> {
        let headers = [
            ("user-agent", BROWSER),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-user", "?1"),
        ];
        let call = self.get(path);
        headers.into_iter().fold(call, |call, (name, value)| call.header(name, value))
    }

    /// Follows a share link and answers where it leads.
    pub(crate) async fn follow(&self, code: &str) -> String {
        let answer = self.open(&format!("/r/{code}")).await;
        assert_eq!(answer.status, 302, "{answer:?}");
        answer.header("location").to_owned()
    }

    /// Asks for a one-time code and answers what verifying it answers.
    pub(crate) async fn verify(&self, email: &str) -> Answer {
        let request_id = self.world.anonymous().start(email).await;
        let body = json!({ "request_id": request_id, "code": self.world.last_code() });
        self.post("/v1/auth/email/verify", &body).await
    }

    /// Signs in with everything that the browser holds.
    pub(crate) async fn sign_in(&self, email: &str) -> SignedIn<'w> {
        let answer = self.verify(email).await;
        SignedIn::new(self.world, self.jar.clone(), answer.ok()["user"].clone())
    }
}

impl<'w> Caller<'w> for Browser<'w> {
    fn call(&self, method: &str, path: &str) -> Call<'w> {
        Call::new(self.world, Some(self.jar.clone()), method, path)
    }
}
