//! The page itself: what the templates show, put together from the document.

use askama::Template;
use axum::http::StatusCode;
use triport_app::ErrorCode;

use super::document::{Answer, Document, Operation};
use super::fields::{self, Field};
use super::samples::Samples;
use super::{example, html};
use crate::http::error::status;
use crate::http::openapi::{errors_of, is_shared};
use crate::http::remedies::remedy;

/// Everything the page shows. Fields named `…_html` and texts of [`Field`] are HTML.
#[derive(Template)]
#[template(path = "docs/page.html")]
struct Page {
    title: String,
    version: String,
    base: String,
    samples: Samples,
    groups: Vec<Group>,
    errors: Vec<ErrorRow>,
}

/// The operations of one tag.
struct Group {
    id: String,
    name: String,
    description_html: String,
    calls: Vec<Call>,
}

/// One operation.
struct Call {
    id: String,
    method: String,
    path: String,
    title_html: String,
    description_html: String,
    needs: Vec<Need>,
    parameters: Vec<Field>,
    body: Vec<Field>,
    answer: Vec<Field>,
    headers: Vec<(String, String)>,
    errors: Vec<ErrorRow>,
    shared_errors: Vec<ErrorRow>,
    request_html: String,
    status: String,
    response_html: String,
}

/// What a call needs, and where that is explained.
struct Need {
    text: &'static str,
    link: &'static str,
}

struct ErrorRow {
    tag: &'static str,
    status: u16,
    meaning_html: String,
    remedy_html: String,
}

/// The server that examples in the document speak of.
const EXAMPLE_BASE: &str = "http://localhost:8080";

/// Renders the page for a server that the world calls `base`.
pub(super) fn render(document: &str, base: &str) -> Result<String, String> {
    let document = document.replace(EXAMPLE_BASE, base);
    let document: Document = serde_json::from_str(&document).map_err(|error| error.to_string())?;
    let groups = document.tags.iter().map(|tag| Group {
        id: tag.name.to_lowercase(),
        name: tag.name.clone(),
        description_html: html::prose(&tag.description),
        calls: calls(&document, base, &tag.name),
    });
    let page = Page {
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        base: base.to_owned(),
        samples: Samples::new(base),
        groups: groups.collect(),
        errors: by_status(ErrorCode::ALL.to_vec()),
    };
    page.render().map_err(|error| error.to_string())
}

fn calls(document: &Document, base: &str, tag: &str) -> Vec<Call> {
    let all = document.paths.0.iter().flat_map(|(path, methods)| {
        methods.0.iter().map(move |(method, operation)| (path, method.to_uppercase(), operation))
    });
    all.filter(|(_, _, operation)| operation.tags.iter().any(|name| name == tag))
        .map(|(path, method, operation)| call(document, base, path, method, operation))
        .collect()
}

fn call(
    document: &Document,
    base: &str,
    path: &str,
    method: String,
    operation: &Operation,
) -> Call {
    let (shared, own) = errors_of(&operation.id).into_iter().partition(|c| is_shared(*c));
    let good = operation.responses.0.iter().find(|(status, _)| status.starts_with('2'));
    let body = operation.request_body.as_ref();
    Call {
        id: operation.id.replace('_', "-"),
        path: path.to_owned(),
        title_html: html::title(&operation.summary),
        description_html: html::prose(&operation.description),
        needs: needs(operation),
        parameters: operation.parameters.iter().map(fields::of_parameter).collect(),
        body: body.map(|body| shown(document, body)).unwrap_or_default(),
        answer: good.map(|(_, answer)| shown(document, answer)).unwrap_or_default(),
        headers: good.map(|(_, answer)| headers(answer)).unwrap_or_default(),
        errors: by_status(own),
        shared_errors: by_status(shared),
        request_html: html::source(&example::curl(document, base, &method, path, operation)),
        status: good.map(|(status, _)| with_reason(status)).unwrap_or_default(),
        response_html: good.map(|(_, answer)| response(document, answer)).unwrap_or_default(),
        method,
    }
}

/// The fields of a body.
fn shown(document: &Document, answer: &Answer) -> Vec<Field> {
    let content = answer.content.0.first();
    content.map(|(_, content)| fields::of_schema(document, &content.schema)).unwrap_or_default()
}

/// Headers that only this answer has.
fn headers(answer: &Answer) -> Vec<(String, String)> {
    let described = answer.headers.0.iter().filter(|(_, header)| !header.description.is_empty());
    described.map(|(name, header)| (name.clone(), html::prose(&header.description))).collect()
}

fn response(document: &Document, answer: &Answer) -> String {
    match answer.content.0.first() {
        Some((kind, content)) if kind == "application/json" => {
            html::json(&example::value(document, &content.schema))
        }
        _ => html::escape("# HELP triport_http_connections Open connections.\n…"),
    }
}

fn needs(operation: &Operation) -> Vec<Need> {
    let allows = |scheme: &str| operation.security.iter().any(|any| any.contains_key(scheme));
    let optional = operation.security.iter().any(std::collections::BTreeMap::is_empty);
    let mut needs = Vec::new();
    if allows("session") && !optional {
        needs.push(Need { text: "Session", link: "sessions" });
    }
    if example::needs_csrf(operation) {
        needs.push(Need { text: "CSRF header", link: "csrf" });
    }
    if allows("admin_token") {
        needs.push(Need { text: "Admin token", link: "metrics" });
    }
    if needs.is_empty() {
        needs.push(Need { text: "No session needed", link: "sessions" });
    }
    needs
}

fn with_reason(text: &str) -> String {
    let status = text.parse().ok().and_then(|number| StatusCode::from_u16(number).ok());
    let reason = status.and_then(|status| status.canonical_reason()).unwrap_or_default();
    format!("{text} {reason}")
}

fn by_status(mut codes: Vec<ErrorCode>) -> Vec<ErrorRow> {
    codes.sort_by_key(|code| status(*code));
    let row = |code: ErrorCode| ErrorRow {
        tag: code.as_str(),
        status: status(code).as_u16(),
        meaning_html: html::prose(code.meaning()),
        remedy_html: html::prose(remedy(code)),
    };
    codes.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::openapi::document_text;

    fn page() -> String {
        render(&document_text().unwrap(), "https://refer.example.com").unwrap()
    }

    #[test]
    fn every_operation_and_every_error_has_its_place_on_the_page() {
        let page = page();
        let document: Document = serde_json::from_str(&document_text().unwrap()).unwrap();
        for (path, methods) in &document.paths.0 {
            for (_, operation) in &methods.0 {
                let id = operation.id.replace('_', "-");
                assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{path} {id}");
                assert!(page.contains(&format!("href=\"#{id}\"")), "{path} {id} in the contents");
            }
        }
        for code in ErrorCode::ALL {
            let id = format!("id=\"error-{}\"", code.as_str());
            assert_eq!(page.matches(&id).count(), 1, "{id}");
        }
    }

    #[test]
    fn no_link_leads_nowhere() {
        let page = page();
        for link in page.split("href=\"#").skip(1) {
            let id = link.split('"').next().unwrap();
            assert!(page.contains(&format!(" id=\"{id}\"")), "#{id}");
        }
    }

    /// The policy of the page forbids all of these, so they would only fail in browsers.
    #[test]
    fn the_page_needs_no_script_no_inline_style_and_no_other_host() {
        let page = page();
        for forbidden in ["<script", " style=", "<style", " onclick=", "<form", "@import"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        for loaded in page.split(" src=\"").skip(1) {
            assert!(loaded.starts_with("data:"), "{}", &loaded[..40]);
        }
        for link in page.split("<link ").skip(1).filter_map(|rest| rest.split('>').next()) {
            assert!(link.contains("href=\"/docs/") || link.contains("href=\"data:"), "{link}");
        }
    }

    #[test]
    fn commands_call_the_server_by_its_own_name() {
        let page = page();
        assert!(page.contains("https://refer.example.com/v1/referrals/code"));
        assert!(page.contains("https://refer.example.com/r/trip-with-me"));
        assert!(!page.contains("localhost"));
    }
}
