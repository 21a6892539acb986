//! Who asks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::world::World;

/// Somebody who can make calls in a world.
pub(crate) trait Caller<'w> {
    /// A call of any method.
    fn call(&self, method: &str, path: &str) -> Call<'w>;

    fn get(&self, path: &str) -> Call<'w> {
        self.call("GET", path)
    }

    fn post(&self, path: &str, body: &Value) -> Call<'w> {
        self.call("POST", path).json(body)
    }

    fn put(&self, path: &str, body: &Value) -> Call<'w> {
        self.call("PUT", path).json(body)
    }

    fn delete(&self, path: &str) -> Call<'w> {
        self.call("DELETE", path)
    }
}

/// Somebody without cookies.
pub(crate) struct Anonymous<'w>(&'w World);

/// Somebody with an operator's token.
pub(crate) struct Operator<'w> {
    world: &'w World,
    pub(crate) token: String,
}

/// A member with a browser's cookies, whose pages send the CSRF header.
pub(crate) struct SignedIn<'w> {
    world: &'w World,
    pub(crate) jar: Arc<Jar>,
    /// As the sign-in answered.
    pub(crate) user: Value,
}

/// The cookies of one caller.
#[derive(Default)]
pub(crate) struct Jar(Mutex<BTreeMap<String, String>>);

impl<'w> Anonymous<'w> {
    pub(crate) const fn new(world: &'w World) -> Self {
        Self(world)
    }

    /// Asks for a code and answers the request id.
    pub(crate) async fn start(&self, email: &str) -> String {
        self.start_from(email, "192.0.2.7").await
    }

    /// The same from another place than all others.
    pub(crate) async fn start_from(&self, email: &str, from: &str) -> String {
        let call = self.post("/v1/auth/email/start", &json!({ "email": email }));
        call.from(from).await.ok()["request_id"].as_str().unwrap().to_owned()
    }

    /// Tries a code.
    pub(crate) fn verify(&self, request_id: &str, code: &str) -> Call<'w> {
        let body = json!({ "request_id": request_id, "code": code });
        self.post("/v1/auth/email/verify", &body)
    }
}

impl<'w> Caller<'w> for Anonymous<'w> {
    fn call(&self, method: &str, path: &str) -> Call<'w> {
        Call::new(self.0, None, method, path)
    }
}

impl<'w> Operator<'w> {
    pub(crate) const fn new(world: &'w World, token: String) -> Self {
        Self { world, token }
    }

    /// Pushes an account of the product and answers it.
    pub(crate) async fn push_user(&self, external_id: &str, body: &Value) -> Value {
        let answer = self.put(&format!("/v1/admin/users/{external_id}"), body).await;
        assert!([200, 201].contains(&answer.status), "{answer:?}");
        answer.json()["user"].clone()
    }

    /// The newest entries of the audit log as action, account and fields.
    pub(crate) async fn audit(&self) -> Vec<(String, Value, Value)> {
        let entries = self.get("/v1/admin/audit").await.ok();
        let entries = entries["items"].as_array().unwrap().iter();
        entries
            .map(|entry| {
                let action = entry["action"].as_str().unwrap().to_owned();
                (action, entry["user_id"].clone(), entry["fields"].clone())
            })
            .collect()
    }
}

impl World {
    /// The token of a link that signs an account of the product in, which is made if need be.
    pub(crate) async fn link_token(&self, external_id: &str) -> String {
        self.operator().push_user(external_id, &json!({})).await;
        let body = json!({ "external_id": external_id });
        let answer = self.operator().post("/v1/admin/sign-in-links", &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let link = answer.json()["url"].as_str().unwrap().to_owned();
        link.split_once("/login#link=").unwrap().1.to_owned()
    }
}

impl<'w> Caller<'w> for Operator<'w> {
    fn call(&self, method: &str, path: &str) -> Call<'w> {
        Call::new(self.world, None, method, path).header("x-admin-token", &self.token)
    }
}

impl<'w> SignedIn<'w> {
    pub(crate) async fn by_email(world: &'w World, email: &str, from: &str) -> Self {
        let anonymous = world.anonymous();
        let request_id = anonymous.start_from(email, from).await;
        let answer = anonymous.verify(&request_id, &world.last_code()).await;
        let user = answer.ok()["user"].clone();
        let jar = Arc::new(Jar::default());
        jar.keep(&answer);
        Self { world, jar, user }
    }

    pub(crate) const fn new(world: &'w World, jar: Arc<Jar>, user: Value) -> Self {
        Self { world, jar, user }
    }

    /// The same browser after the server was started again as `world`.
    pub(crate) fn moved_to<'n>(&self, world: &'n World) -> SignedIn<'n> {
        let jar = Arc::new(Jar(Mutex::new(self.jar.0.lock().unwrap().clone())));
        SignedIn { world, jar, user: self.user.clone() }
    }

    pub(crate) fn id(&self) -> &str {
        self.user["id"].as_str().unwrap()
    }

    /// Chooses a slug.
    pub(crate) fn set_slug(&self, slug: &str) -> Call<'w> {
        self.post("/v1/referrals/code", &json!({ "slug": slug }))
    }

    /// The account's permanent code.
    pub(crate) async fn uid_code(&self) -> String {
        let standing = self.get("/v1/referrals/me").await.ok();
        standing["primary_code"].as_str().unwrap().to_owned()
    }

    /// The account's codes as text and state, newest first.
    pub(crate) async fn codes(&self) -> Vec<(String, String)> {
        let codes = self.get("/v1/referrals/codes").await.ok();
        let text = |code: &Value, field: &str| code[field].as_str().unwrap().to_owned();
        let codes = codes["items"].as_array().unwrap().iter();
        codes.map(|code| (text(code, "Code"), text(code, "State"))).collect()
    }
}

impl<'w> Caller<'w> for SignedIn<'w> {
    fn call(&self, method: &str, path: &str) -> Call<'w> {
        Call::new(self.world, Some(self.jar.clone()), method, path)
    }
}

impl Jar {
    /// What this browser and its pages send with a request.
    pub(crate) fn headers(&self, method: &str) -> Vec<(&'static str, String)> {
        let cookies = self.0.lock().unwrap();
        let pairs: Vec<String> =
            cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut headers = vec![("cookie", pairs.join("; "))];
        let csrf = cookies.get("nl_csrf").filter(|_| !["GET", "HEAD", "OPTIONS"].contains(&method));
        headers.extend(csrf.map(|csrf| ("x-csrf-token", csrf.clone())));
        headers.retain(|(_, value)| !value.is_empty());
        headers
    }

    /// Does what an answer says about cookies.
    pub(crate) fn keep(&self, answer: &Answer) {
        let mut cookies = self.0.lock().unwrap();
        for cookie in answer.cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<String> {
        self.0.lock().unwrap().get(name).cloned()
    }

    pub(crate) fn set(&self, name: &str, value: &str) {
        self.0.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn remove(&self, name: &str) {
        self.0.lock().unwrap().remove(name);
    }
}
