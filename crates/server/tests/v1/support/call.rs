//! One request on its way to the router.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request};
use http_body_util::BodyExt;
use serde_json::Value;

use super::answer::Answer;
use super::callers::Jar;
use super::world::World;

/// A request that is sent when it is awaited.
#[must_use = "a call does nothing until it is awaited"]
pub(crate) struct Call<'w> {
    world: &'w World,
    jar: Option<Arc<Jar>>,
    request: Request<Body>,
    peer: SocketAddr,
}

impl<'w> Call<'w> {
    pub(crate) fn new(world: &'w World, jar: Option<Arc<Jar>>, method: &str, path: &str) -> Self {
        let public = world.setup.public_url;
        let request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(path)
            .header("host", public.split_once("://").map_or(public, |(_, host)| host))
            .body(Body::empty())
            .unwrap();
        let headers = jar.as_ref().map(|jar| jar.headers(method)).unwrap_or_default();
        let call = Self { world, jar, request, peer: "192.0.2.7:50000".parse().unwrap() };
        headers.iter().fold(call, |call, (name, value)| call.header(name, value))
    }

    /// Sets a header in place of those of that name.
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        self.raw_header(name, value.as_bytes())
    }

    /// Sends a header once more.
    pub(crate) fn repeated(mut self, name: &'static str, value: &'static str) -> Self {
        self.request.headers_mut().append(name, HeaderValue::from_static(value));
        self
    }

    /// Sets a header to bytes that need not be text.
    pub(crate) fn raw_header(mut self, name: &str, value: &[u8]) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.request.headers_mut().insert(name, HeaderValue::from_bytes(value).unwrap());
        self
    }

    /// Adds a header beside others of that name.
    pub(crate) fn also(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.request.headers_mut().append(name, value.parse().unwrap());
        self
    }

    /// Leaves a header out that the caller would send.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.request.headers_mut().remove(name);
        self
    }

    /// Sends a JSON body.
    pub(crate) fn json(self, body: &Value) -> Self {
        self.body(body.to_string())
    }

    /// Sends a body that need not be JSON.
    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    /// Comes from another address.
    pub(crate) fn from(mut self, address: &str) -> Self {
        self.peer = SocketAddr::new(address.parse().unwrap(), 50_000);
        self
    }

    async fn send(self) -> Answer {
        let about = format!("{} {}", self.request.method(), self.request.uri());
        let response = self.world.http.answer(self.request, self.peer).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        let answer = Answer::new(about, parts.status.as_u16(), parts.headers, body);
        if let Some(jar) = self.jar {
            jar.keep(&answer);
        }
        answer
    }
}

impl<'w> IntoFuture for Call<'w> {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send + 'w>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
