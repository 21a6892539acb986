//! A member and what it sends.

use std::net::SocketAddr;

use serde_json::{Value, json};

use super::connection::{Answer, Connection};
use super::process::Server;

/// A signed-in member. It knows no connection: each call says over which it goes.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) email: String,
    pub(crate) session: String,
    pub(crate) csrf: String,
}

impl Member {
    /// Signs a new member in, with a mail host of its own by which the log tells its code.
    #[track_caller]
    pub(crate) fn sign_in(server: &Server, name: &str) -> Self {
        let email = format!("member@{name}.example");
        let mut connection = Connection::open(server.address);
        let start = json!({ "email": email });
        connection.send(request("POST", "/v1/auth/email/start", "", &start.to_string())).unwrap();
        let request_id = connection.answer().ok()["request_id"].clone();
        let verify = json!({ "request_id": request_id, "code": server.code_for(&email) });
        connection.send(request("POST", "/v1/auth/email/verify", "", &verify.to_string())).unwrap();
        let answer = connection.answer();
        answer.ok();
        Self { email, session: answer.cookie("nl_session"), csrf: answer.cookie("nl_csrf") }
    }

    /// The bytes of a call.
    pub(crate) fn request(&self, method: &str, path: &str, body: &str) -> String {
        let (session, csrf) = (&self.session, &self.csrf);
        let headers =
            format!("cookie: nl_session={session}; nl_csrf={csrf}\r\nx-csrf-token: {csrf}\r\n");
        request(method, path, &headers, body)
    }

    /// The bytes of a call that sets a slug.
    pub(crate) fn slug_request(&self, slug: &str) -> String {
        let body = json!({ "slug": slug }).to_string();
        self.request("POST", "/v1/referrals/code", &body)
    }

    /// Makes a call over a connection of its own.
    #[track_caller]
    pub(crate) fn call(&self, to: SocketAddr, method: &str, path: &str) -> Answer {
        let mut connection = Connection::open(to);
        connection.send(self.request(method, path, "")).unwrap();
        connection.answer()
    }

    /// Sets a slug over a connection of its own.
    #[track_caller]
    pub(crate) fn set_slug(&self, to: SocketAddr, slug: &str) -> Answer {
        let mut connection = Connection::open(to);
        connection.send(self.slug_request(slug)).unwrap();
        connection.answer()
    }

    /// Its chosen codes as text and state.
    #[track_caller]
    pub(crate) fn slugs(&self, to: SocketAddr) -> Vec<(String, String)> {
        let listed = self.call(to, "GET", "/v1/referrals/codes").ok();
        let custom = listed["items"].as_array().unwrap().iter();
        let custom = custom.filter(|code| code["Kind"] == "custom");
        let text = |code: &Value, field: &str| code[field].as_str().unwrap().to_owned();
        custom.map(|code| (text(code, "Code"), text(code, "State"))).collect()
    }
}

/// The bytes of any call.
pub(crate) fn request(method: &str, path: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )
}
