//! The OpenAPI document: made from the handlers, with what all of them share added here, so that
//! the document, `docs/errors.md`, the page at `/docs` and the tests agree.

mod errors;
#[cfg(test)]
mod tests;

use serde_json::Value;
use triport_app::ErrorCode;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{
    Components, Info, InfoBuilder, License, OpenApi, Ref, RefOr, Response, ServerBuilder,
};

use super::error::Envelope;

pub(super) use errors::{answered_by, errors_of, is_shared};

const DESCRIPTION: &str = "A referral programme: who brought whom, what it earned them, and how it is paid out.\n\n\
    Every error has the same shape, `{\"error\", \"message\", \"request_id\"}`, and `error` is the \
    contract. Times are RFC 3339 in UTC; ids are UUIDs; amounts are integers of micro-units \
    (1 000 000 is one unit of the programme's currency). Bodies of requests are JSON objects of at \
    most 4 KiB, whatever their `Content-Type` says.";

/// The parts of the API, in the order in which a newcomer meets them.
const TAGS: [(&str, &str); 8] = [
    (
        "Sign-in",
        "A person proves control of a mailbox with a one-time code, of a wallet with a signature or of \
         a Google account, or follows a link of the product, and gets a session. The first sign-in \
         makes the account, together with its permanent `uid` code.",
    ),
    (
        "Codes",
        "An account has one permanent `uid` code and at most one active `custom` code, whose text \
         is the slug. Both work side by side. A slug that was replaced becomes an alias: links \
         with it go on working. No slug ever moves to another account, so no old link can be \
         hijacked.",
    ),
    (
        "Attribution",
        "An account has one inviter or none, for ever. A share link, `/r/{code}`, or any page with \
         `?ref=` leaves the code in a cookie, and the first sign-in attributes the new account to \
         it; a page of the product can ask for the same, and a member can type a code that it was \
         told. Every refusal says which rule was against it.",
    ),
    ("Overview", "The programme's terms, and what a member's referrals have come to."),
    (
        "Money",
        "An inviter earns a share of what its invitees pay. A reward is `pending` for the hold \
         period, because refunds arrive meanwhile, then it can be paid out or spent on an invoice. \
         What a refund takes back after it was used is debt, which later rewards pay first.",
    ),
    (
        "Billing",
        "What the product's billing system pushes: payments, refunds and invoices, under ids of \
         its own. Pushing the same again changes nothing, so a sender that is not sure repeats the \
         call; the same id with other data is a conflict.",
    ),
    (
        "Operators",
        "What the people who run the programme do, and what the product's own servers push. Each \
         call needs a token in `X-Admin-Token` whose role allows it; no cookie and no CSRF header. \
         `{user}` is a UUID, `ext:<external id>` or `email:<address>`.",
    ),
    ("Operations", "What machines ask about the process itself."),
];

/// The document of the API.
pub(super) fn document() -> OpenApi {
    let (_router, mut document) = super::api().split_for_parts();
    document.info = info();
    document.servers = Some(vec![
        ServerBuilder::new().url("/").description(Some("The server of this document")).build(),
    ]);
    document.tags = Some(TAGS.map(tag).into());
    for operation in operations(&mut document) {
        errors::add(operation);
        add_request_id(operation);
    }
    complete(document.components.get_or_insert_default());
    document
}

/// The document as `api/openapi.json` holds it.
pub fn document_text() -> Result<String, serde_json::Error> {
    document().to_pretty_json().map(|text| text + "\n")
}

/// The schema of a text that is one of a few; the first serves as example.
pub(super) fn one_of(description: &str, values: &[impl AsRef<str>]) -> Schema {
    let values = values.iter().map(|value| Value::from(value.as_ref()));
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .examples(values.clone().take(1))
        .enum_values(Some(values))
        .into()
}

/// The same for a text that may be null.
pub(super) fn one_of_or_null(description: &str, values: &[&str]) -> Schema {
    let texts = values.iter().map(|value| Value::from(*value));
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .description(Some(description))
        .examples(texts.clone().take(1))
        .enum_values(Some(texts.chain([Value::Null])))
        .into()
}

/// The schema of `error`: every tag there is.
pub(super) fn error_tags() -> Schema {
    let tags: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    one_of("The tag; the contract.", &tags)
}

fn info() -> Info {
    let mut license = License::new("Apache-2.0 OR MIT");
    license.identifier = Some("Apache-2.0 OR MIT".to_owned());
    InfoBuilder::new()
        .title("Triport Referrals")
        .description(Some(DESCRIPTION))
        .version(env!("CARGO_PKG_VERSION"))
        .license(Some(license))
        .build()
}

fn tag((name, description): (&str, &str)) -> Tag {
    TagBuilder::new().name(name).description(Some(description)).build()
}

fn operations(document: &mut OpenApi) -> impl Iterator<Item = &mut Operation> {
    document.paths.paths.values_mut().flat_map(|item| {
        [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten()
    })
}

/// Every answer names its request.
fn add_request_id(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(Response { headers, .. }) = response {
            headers.insert("X-Request-Id".to_owned(), header_ref("X-Request-Id"));
        }
    }
}

fn header_ref(name: &str) -> RefOr<Header> {
    RefOr::Ref(Ref::new(format!("#/components/headers/{name}")))
}

/// What operations refer to by name.
fn complete(components: &mut Components) {
    let envelope = <Envelope<'_> as utoipa::PartialSchema>::schema();
    components.schemas.insert("Error".to_owned(), envelope);
    for code in ErrorCode::ALL {
        let example = errors::example(*code);
        components.examples.insert(code.as_str().to_owned(), RefOr::T(example));
    }
    for (name, header) in headers() {
        components.headers.insert(name.to_owned(), RefOr::T(header));
    }
    for (name, scheme) in security_schemes() {
        components.security_schemes.insert(name.to_owned(), RefOr::T(scheme));
    }
}

fn headers() -> [(&'static str, Header); 2] {
    let request_id = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some("^req_[0-9a-f]{16}$"))
        .examples(["req_0123456789abcdef"]);
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).examples([1]);
    let described =
        |schema, text| HeaderBuilder::new().schema(Some(schema)).description(Some(text)).build();
    [
        ("X-Request-Id", described(request_id, "Finds this request in the server's log.")),
        ("Retry-After", described(seconds, "Seconds to wait before the call may be repeated.")),
    ]
}

fn security_schemes() -> [(&'static str, SecurityScheme); 3] {
    let described = |name, text| ApiKeyValue::with_description(name, text);
    [
        (
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(described(
                "nl_session",
                "Set at sign-in; lives 30 days.",
            ))),
        ),
        (
            "csrf",
            SecurityScheme::ApiKey(ApiKey::Header(described(
                "X-CSRF-Token",
                "The value of the cookie nl_csrf, which every sign-in answer and GET /v1/auth/me \
                 repeat in the response header of the same name. Calls of pages of an allowed \
                 origin and of programs that are no browser may leave it out, except where no \
                 other way is listed.",
            ))),
        ),
        (
            "admin_token",
            SecurityScheme::ApiKey(ApiKey::Header(described(
                "X-Admin-Token",
                "The token of the configuration, or a named one (`triport-referrals operator add`).",
            ))),
        ),
    ]
}
