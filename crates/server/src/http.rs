//! The whole HTTP surface on one screen.

mod body;
mod capture;
mod client_address;
mod console;
mod cookies;
mod cors;
mod csrf;
mod docs;
mod error;
mod errors_page;
mod etag;
mod extract;
#[cfg(test)]
mod foreign_input;
mod frame;
mod google_cookies;
pub(crate) mod headers;
mod health;
mod host;
mod idempotent;
mod openapi;
mod paging;
mod rate_limit;
mod ref_cookies;
mod remedies;
mod site;
mod v1;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use console::Console;
pub use errors_page::errors_page;
pub use frame::Http;
pub(crate) use health::METRICS_TYPE;
pub use openapi::document_text;
pub use site::{Settings, Site};

/// Every route of the API. The document is made from the same table, so neither can have what the
/// other lacks.
fn api() -> OpenApiRouter<Arc<Site>> {
    OpenApiRouter::new()
        .routes(routes!(v1::email::start))
        .routes(routes!(v1::email::verify))
        .routes(routes!(v1::google::start))
        .routes(routes!(v1::google::callback))
        .routes(routes!(v1::wallet::challenge))
        .routes(routes!(v1::wallet::verify))
        .routes(routes!(v1::identities::list))
        .routes(routes!(v1::identities::link_email))
        .routes(routes!(v1::identities::link_google))
        .routes(routes!(v1::identities::link_wallet))
        .routes(routes!(v1::identities::unlink))
        .routes(routes!(v1::link::verify))
        .routes(routes!(v1::me::show, v1::me::change, v1::erasure::erase_me))
        .routes(routes!(v1::export::show))
        .routes(routes!(v1::session::log_out))
        .routes(routes!(v1::sessions::list, v1::sessions::end_others))
        .routes(routes!(v1::sessions::end))
        .routes(routes!(v1::attribution::attribute))
        .routes(routes!(v1::codes::set_slug, v1::codes::delete_slug))
        .routes(routes!(v1::codes::list))
        .routes(routes!(v1::codes::check))
        .routes(routes!(v1::attribution::claim))
        .routes(routes!(v1::attribution::show))
        .routes(routes!(v1::program::show))
        .routes(routes!(v1::overview::me))
        .routes(routes!(v1::rewards::list))
        .routes(routes!(v1::payouts::list, v1::payouts::request))
        .routes(routes!(v1::payouts::cancel))
        .routes(routes!(v1::invoices::list))
        .routes(routes!(v1::invoices::spend))
        .routes(routes!(v1::admin::billing::push_payment))
        .routes(routes!(v1::admin::billing::push_refund))
        .routes(routes!(v1::admin::billing::void_refund))
        .routes(routes!(v1::admin::invoices::list))
        .routes(routes!(v1::admin::invoices::show, v1::admin::invoices::push))
        .routes(routes!(v1::admin::payouts::list))
        .routes(routes!(v1::admin::payouts::processing))
        .routes(routes!(v1::admin::payouts::sent))
        .routes(routes!(v1::admin::payouts::failed))
        .routes(routes!(v1::admin::ledger::verify))
        .routes(routes!(v1::admin::attributions::attribute))
        .routes(routes!(v1::admin::overview::totals))
        .routes(routes!(v1::admin::overview::series))
        .routes(routes!(v1::admin::users::search))
        .routes(routes!(v1::admin::users::push, v1::erasure::erase_user))
        .routes(routes!(v1::admin::sign_in_links::make))
        .routes(routes!(v1::admin::account::show))
        .routes(routes!(v1::admin::account::set_tier))
        .routes(routes!(v1::admin::support::disable_code))
        .routes(routes!(v1::admin::support::freeze_payouts))
        .routes(routes!(v1::admin::support::unfreeze_payouts))
        .routes(routes!(v1::admin::audit::list))
        .routes(routes!(v1::invitees::list))
        .routes(routes!(v1::series::show))
        .routes(routes!(health::live))
        .routes(routes!(health::healthy))
        .routes(routes!(health::ready))
        .routes(routes!(health::metrics))
}

/// The routes that are no part of the API: pages and the document itself.
fn pages() -> Vec<(&'static str, MethodRouter<Arc<Site>>)> {
    let console = console::PAGES.map(|path| (path, get(console::page)));
    let others = [
        ("/openapi.json", get(docs::openapi_json)),
        ("/docs", get(docs::page)),
        ("/docs/style.css", get(docs::style)),
    ];
    console.into_iter().chain(others).collect()
}

/// The router with its answers for everything that is not there. Around every page stands what
/// takes in the code of a visitor.
fn router(site: Arc<Site>) -> Router {
    let (api, _document) = api().split_for_parts();
    let captured = from_fn_with_state(site.clone(), capture::on_page);
    let pages = pages()
        .into_iter()
        .fold(Router::new(), |router, (path, page)| router.route(path, page))
        .route_layer(captured);
    console::beside(&site.console)
        .into_iter()
        .fold(pages, |router, (path, file)| router.route(&path, file))
        .route(console::ASSETS, get(console::asset))
        .route("/r/{code}", get(capture::follow))
        .merge(api)
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
        .layer(axum::middleware::from_fn(frame::within_time))
        .with_state(site)
}
