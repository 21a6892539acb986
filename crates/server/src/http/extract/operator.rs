//! Operators: the token in `X-Admin-Token`, and whether its role allows the call.

use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use subtle::ConstantTimeEq;
use triport_app::ErrorCode;
use triport_domain::operator::Permission;

use crate::http::error::{Failure, Result};
use crate::http::site::Site;

/// An operator whose role allows what `M` names. No handler gets one without saying what for.
///
/// Checked in this order: token, calls per second, role. Needs no session and no CSRF header: no
/// browser sends `X-Admin-Token` by itself.
pub(in crate::http) struct Operator<M> {
    operator: triport_app::Operator,
    may: PhantomData<fn() -> M>,
}

/// A permission as a type.
pub(in crate::http) trait May {
    /// The permission.
    const PERMISSION: Permission;
}

/// A type for each [`Permission`], of the same name.
pub(in crate::http) mod may {
    use super::{May, Permission};

    macro_rules! types {
        ($($name:ident)+) => {$(
            #[doc = concat!("See [`Permission::", stringify!($name), "`].")]
            pub(in crate::http) enum $name {}

            impl May for $name {
                const PERMISSION: Permission = Permission::$name;
            }
        )+};
    }

    types!(Attribute DisableCodes EraseUsers FreezePayouts HandlePayouts MakeSignInLinks PushInvoices PushPayments PushUsers ReadAll
        ReadInvoices ReadUsers SetTier VerifyLedger);
}

impl<M> Deref for Operator<M> {
    type Target = triport_app::Operator;
    fn deref(&self) -> &Self::Target {
        &self.operator
    }
}

impl<M: May> FromRequestParts<Arc<Site>> for Operator<M> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self> {
        let sent = parts.headers.get("x-admin-token").map(HeaderValue::as_bytes);
        let operator = authenticate(sent.unwrap_or_default(), site).await?;
        site.limits.call(operator.limit_key())?;
        operator.allow(M::PERMISSION)?;
        Ok(Self { operator, may: PhantomData })
    }
}

/// The configured token is compared first, so that it opens `/metrics` while the database is away.
async fn authenticate(sent: &[u8], site: &Site) -> Result<triport_app::Operator> {
    let configured = site.settings.admin_token.as_ref();
    if configured.is_some_and(|token| sent.ct_eq(token.expose().as_bytes()).into()) {
        return Ok(triport_app::Operator::configured());
    }
    // Named tokens are found by their hash: how long that takes tells nothing about any of them.
    let named = site.app.operator(std::str::from_utf8(sent).unwrap_or_default()).await?;
    if let Some(operator) = named {
        return Ok(operator);
    }
    if configured.is_none() && !site.app.has_operators().await? {
        let message = "This server has no admin token at all.";
        return Err(Failure::new(ErrorCode::AdminTokenUnset, message));
    }
    let message = "The header X-Admin-Token is missing or wrong.";
    Err(Failure::new(ErrorCode::AdminTokenInvalid, message))
}
