//! Who asks. Extractors, so that a handler that takes one cannot forget a check.
//!
//! They keep the promised order: session, calls per second, CSRF; the body comes after them.

mod operator;

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use triport_app::{AppError, Network};

use super::client_address::{is_local, network, of_request};
use super::cookies;
use super::csrf::{self, Header};
use super::error::{Failure, Result};
use super::ref_cookies;
use super::site::Site;

pub(super) use operator::{Operator, may};

/// A signed-in member.
pub(super) struct Member(triport_app::Member);

/// A member whose unsafe call carries the CSRF header, whatever its browser says of its origin.
pub(super) struct SureMember(triport_app::Member);

/// Anybody, signed in or not, whose unsafe call passed the CSRF check.
pub(super) struct Visitor(triport_app::Visitor);

/// Somebody who wants to sign out: a member whose call carries the CSRF header, or nobody.
pub(super) struct Leaving(pub(super) Option<triport_app::Member>);

impl Deref for Member {
    type Target = triport_app::Member;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Deref for SureMember {
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
        member(parts, site, Header::Optional).await.map(Self)
    }
}

impl FromRequestParts<Arc<Site>> for SureMember {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self> {
        member(parts, site, Header::Required).await.map(Self)
    }
}

impl FromRequestParts<Arc<Site>> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self> {
        let session = session(parts, site).await?;
        if let Some(member) = &session {
            site.limits.call(member.session_key())?;
        }
        csrf::check(&parts.method, &parts.headers, &site.settings, Header::Optional)?;
        let address = of_request(parts, &site.settings)?;
        let user_agent = parts.headers.get(USER_AGENT);
        let user_agent = user_agent.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(triport_app::Visitor {
            network: Network { prefix: network(address), is_local: is_local(address) },
            user_agent: user_agent.to_owned(),
            session,
            browser: cookies::browser(&parts.headers),
            referral: ref_cookies::referral(&parts.headers),
        }))
    }
}

impl FromRequestParts<Arc<Site>> for Leaving {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self> {
        let member = session(parts, site).await?;
        if let Some(member) = &member {
            site.limits.call(member.session_key())?;
            csrf::check(&parts.method, &parts.headers, &site.settings, Header::Required)?;
        }
        Ok(Self(member))
    }
}

async fn member(parts: &Parts, site: &Site, header: Header) -> Result<triport_app::Member> {
    let member = session(parts, site).await?.ok_or_else(AppError::unauthenticated)?;
    site.limits.call(member.session_key())?;
    csrf::check(&parts.method, &parts.headers, &site.settings, header)?;
    Ok(member)
}

async fn session(parts: &Parts, site: &Site) -> Result<Option<triport_app::Member>> {
    match cookies::session(&parts.headers) {
        Some(token) => Ok(site.app.authenticate(token).await?),
        None => Ok(None),
    }
}
