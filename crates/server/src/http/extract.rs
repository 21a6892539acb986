//! Who asks. Extractors, so that a handler that takes one cannot forget a check.
//!
//! They keep the promised order: session, calls per second, CSRF; the body comes after them.

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use subtle::ConstantTimeEq;
use triport_app::{AppError, ErrorCode};

use super::client_address::{client_address, network};
use super::cookies;
use super::csrf::{self, Header};
use super::error::{Failure, Result};
use super::site::Site;

/// A signed-in member.
pub(super) struct Member(triport_app::Member);

/// Anybody, signed in or not, whose unsafe call passed the CSRF check.
pub(super) struct Visitor(triport_app::Visitor);

/// Somebody who wants to sign out: a member whose call carries the CSRF header, or nobody.
pub(super) struct Leaving(pub(super) Option<triport_app::Member>);

/// Somebody who knows the admin token.
pub(super) struct Admin;

impl Deref for Member {
    type Target = triport_app::Member;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Deref for Visitor {
    type Target = triport_app::Visitor;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromRequestParts<Arc<Site>> for Member {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self> {
        let member = session(parts, site).await?.ok_or_else(AppError::unauthenticated)?;
        site.limits.call(&member)?;
        csrf::check(&parts.method, &parts.headers, &site.settings, Header::Optional)?;
        Ok(Self(member))
    }
}

impl FromRequestParts<Arc<Site>> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self> {
        if let Some(member) = session(parts, site).await? {
            site.limits.call(&member)?;
        }
        csrf::check(&parts.method, &parts.headers, &site.settings, Header::Optional)?;
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.ok_or_else(|| AppError::internal("a request without a peer"))?.0;
        let address = client_address(&parts.headers, peer, &site.settings.trusted_proxies);
        let user_agent = parts.headers.get(USER_AGENT);
        let user_agent = user_agent.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(triport_app::Visitor {
            network: network(address),
            user_agent: user_agent.to_owned(),
        }))
    }
}

impl FromRequestParts<Arc<Site>> for Leaving {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self> {
        let member = session(parts, site).await?;
        if let Some(member) = &member {
            site.limits.call(member)?;
            csrf::check(&parts.method, &parts.headers, &site.settings, Header::Required)?;
        }
        Ok(Self(member))
    }
}

impl FromRequestParts<Arc<Site>> for Admin {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self> {
        let Some(expected) = &site.settings.admin_token else {
            let message = "This server has no admin token configured.";
            return Err(Failure::new(ErrorCode::AdminTokenUnset, message));
        };
        let sent = parts.headers.get("x-admin-token").map(axum::http::HeaderValue::as_bytes);
        let equal: bool = sent.unwrap_or_default().ct_eq(expected.expose().as_bytes()).into();
        if equal {
            return Ok(Self);
        }
        let message = "The header X-Admin-Token is missing or wrong.";
        Err(Failure::new(ErrorCode::AdminTokenInvalid, message))
    }
}

async fn session(parts: &Parts, site: &Site) -> Result<Option<triport_app::Member>> {
    match cookies::session(&parts.headers) {
        Some(token) => Ok(site.app.authenticate(token).await?),
        None => Ok(None),
    }
}
