//! Pages for people: the API page at `/docs`, complete in itself.

use std::sync::LazyLock;

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Redirect};

use super::error::Result;

static DOCUMENT: LazyLock<std::result::Result<String, serde_json::Error>> =
    LazyLock::new(super::openapi::document_text);

pub(super) async fn home() -> Redirect {
    Redirect::to("/docs")
}

pub(super) async fn openapi_json() -> Result<impl IntoResponse> {
    let text = DOCUMENT.as_ref().map_err(triport_app::AppError::internal)?;
    Ok(([(CONTENT_TYPE, "application/json")], text.as_str()))
}

pub(super) async fn page() -> &'static str {
    "docs"
}

pub(super) async fn style() -> &'static str {
    ""
}
