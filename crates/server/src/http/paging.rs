//! `?limit`, `?offset` and `?cursor` of lists, and the answer that holds a page.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use triport_app::ErrorCode;
use triport_domain::page::{DEFAULT_LIMIT, Listed, MAX_LIMIT, MAX_OFFSET, Page, Position};
use triport_domain::time::Timestamp;

use super::error::{Failure, Result};

/// What part of a list a request asks for.
pub(super) struct Paging(pub(super) Page);

/// The parameters as the document describes them.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what Paging reads")]
pub(super) struct PageQuery {
    /// 1 to 200 items, 50 unless given; other values count as not given.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200, example = 50)]
    limit: Option<String>,
    /// Items to skip, up to 10 000; other values count as not given. Better use `cursor`.
    #[param(value_type = Option<u16>, minimum = 0, maximum = 10_000, example = 0)]
    offset: Option<String>,
    /// `next_cursor` of the page before. Stable while items arrive.
    cursor: Option<String>,
}

/// A page of a list.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Items<T> {
    /// Newest first; never null.
    items: Vec<T>,
    /// For the next page as `?cursor=`; null on the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Paging {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        let pairs = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let (mut limit, mut offset, mut after) = (None, None, None);
        for (name, value) in pairs {
            match name.as_ref() {
                "limit" => limit = value.parse().ok(),
                "offset" => offset = value.parse().ok(),
                "cursor" if !value.is_empty() => after = Some(decode(&value)?),
                _ => {}
            }
        }
        let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit)).unwrap_or(DEFAULT_LIMIT);
        let offset = offset.filter(|offset| *offset <= MAX_OFFSET).unwrap_or(0);
        Ok(Self(Page { limit, offset, after }))
    }
}

/// The first value of a parameter in the query; none if it is not there.
pub(super) fn query_value(uri: &Uri, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs.find_map(|(found, value)| (found == name).then(|| value.into_owned()))
}

impl<T> Items<T> {
    /// The items of the page.
    pub(super) fn items(&self) -> &[T] {
        &self.items
    }

    /// The address of the next page as a `Link` (RFC 8288), if there may be one.
    pub(super) fn next_page(&self, uri: &Uri) -> Option<HeaderValue> {
        let cursor = self.next_cursor.as_deref()?;
        let asked = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        let kept = asked.filter(|(name, _)| name != "cursor" && name != "offset");
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .append_pair("cursor", cursor)
            .finish();
        HeaderValue::from_str(&format!("<{}?{query}>; rel=\"next\"", uri.path())).ok()
    }

    /// A list without items.
    pub(super) const fn none() -> axum::Json<Self> {
        axum::Json(Self { items: Vec::new(), next_cursor: None })
    }

    /// A page as its answer.
    pub(super) fn new<L>(listed: Listed<L>, item: impl FnMut(L) -> T) -> axum::Json<Self> {
        let next_cursor = listed.next.as_ref().map(encode);
        axum::Json(Self { items: listed.items.into_iter().map(item).collect(), next_cursor })
    }
}

fn encode(position: &Position) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}:{}", position.at.as_micros(), position.id))
}

fn decode(cursor: &str) -> Result<Position> {
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (micros, id) = text.split_once(':')?;
        let at = Timestamp::from_micros(micros.parse().ok()?);
        Some(Position { at, id: id.to_owned() })
    };
    read().ok_or_else(|| Failure::new(ErrorCode::InvalidArgs, "cursor is none of ours."))
}
