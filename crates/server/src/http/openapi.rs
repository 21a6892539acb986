//! The OpenAPI document: made from the handlers, with the errors of each operation added from one
//! table, so that the document, `docs/errors.md` and the tests agree.

use triport_app::ErrorCode::{self, *};
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ContentBuilder, InfoBuilder, License, OpenApi, Ref, RefOr, ResponseBuilder};

use super::error::{Envelope, status};

const DESCRIPTION: &str = "Codes, attribution, rewards and payouts of a referral programme.\n\n\
    Every error has the same shape, `{\"error\", \"message\", \"request_id\"}`, and `error` is the \
    contract. Times are RFC 3339 in UTC; amounts are integers of micro-units (1 000 000 is one unit \
    of the programme's currency).";

/// What any signed-in call may answer.
const MEMBER: &[ErrorCode] = &[Unauthenticated, RateLimited];
/// What any unsafe call may answer.
const UNSAFE: &[ErrorCode] = &[CsrfInvalid, CsrfMissing];
/// What any call at all may answer.
const ANY: &[ErrorCode] = &[HeadersTooLarge, Internal, Unavailable];

/// The errors of each operation beside [`ANY`].
const ERRORS: &[(&str, &[&[ErrorCode]])] = &[
    ("auth_email_start", &[UNSAFE, &[InvalidJson, InvalidEmail, RateLimited]]),
    ("auth_email_verify", &[UNSAFE, &[InvalidJson, InvalidRequest, InvalidCode]]),
    ("auth_me", &[MEMBER]),
    ("auth_change_me", &[MEMBER, UNSAFE, &[InvalidJson, InvalidArgs]]),
    ("auth_logout", &[UNSAFE, &[RateLimited, LogoutFailed]]),
    (
        "referrals_set_slug",
        &[MEMBER, UNSAFE, &[InvalidJson, SlugInvalid, SlugReserved, SlugTaken, SlugLimitReached]],
    ),
    ("referrals_delete_code", &[MEMBER, UNSAFE]),
    ("referrals_codes", &[MEMBER]),
    ("referrals_check_slug", &[MEMBER]),
    ("referrals_me", &[MEMBER]),
    ("metrics", &[&[AdminTokenUnset, AdminTokenInvalid]]),
];

/// The document of the API.
pub(super) fn document() -> OpenApi {
    let (_router, mut document) = super::api().split_for_parts();
    document.info = InfoBuilder::new()
        .title("triport-referrals")
        .description(Some(DESCRIPTION))
        .version(env!("CARGO_PKG_VERSION"))
        .license(Some(License::new("Apache-2.0 OR MIT")))
        .build();
    for operation in operations(&mut document) {
        add_errors(operation);
    }
    let components = document.components.get_or_insert_default();
    components
        .schemas
        .insert("Error".to_owned(), <Envelope<'_> as utoipa::PartialSchema>::schema());
    for (name, scheme) in security_schemes() {
        components.security_schemes.insert(name.to_owned(), RefOr::T(scheme));
    }
    document
}

/// The document as `api/openapi.json` holds it.
pub fn document_text() -> Result<String, serde_json::Error> {
    document().to_pretty_json().map(|text| text + "\n")
}

/// The schema of `error`: every tag there is.
pub(super) fn error_tags() -> Schema {
    let tags = ErrorCode::ALL.iter().map(|code| code.as_str());
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(tags)).build().into()
}

/// The errors of an operation, in the order of the documentation.
pub(super) fn errors_of(operation_id: &str) -> Vec<ErrorCode> {
    let own = ERRORS.iter().find(|(id, _)| *id == operation_id).map_or(&[][..], |(_, own)| own);
    let mut codes: Vec<ErrorCode> = own.iter().copied().flatten().chain(ANY).copied().collect();
    codes.sort_by_key(|code| ErrorCode::ALL.iter().position(|other| other == code));
    codes
}

fn operations(document: &mut OpenApi) -> impl Iterator<Item = &mut Operation> {
    document.paths.paths.values_mut().flat_map(|item| {
        [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten()
    })
}

/// One response per status, whose description lists the tags that come with it.
fn add_errors(operation: &mut Operation) {
    let codes = errors_of(operation.operation_id.as_deref().unwrap_or_default());
    for code in &codes {
        let same = codes.iter().filter(|other| status(**other) == status(*code));
        let tags: Vec<String> = same.map(|code| format!("`{}`", code.as_str())).collect();
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Error"))).build();
        let response = ResponseBuilder::new()
            .description(tags.join(", "))
            .content("application/json", content)
            .build();
        let status = status(*code).as_u16().to_string();
        operation.responses.responses.insert(status, RefOr::T(response));
    }
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
                 repeat in the response header of the same name. Optional for calls from an \
                 allowed origin, except where it is listed.",
            ))),
        ),
        (
            "admin_token",
            SecurityScheme::ApiKey(ApiKey::Header(described(
                "X-Admin-Token",
                "The operator's token.",
            ))),
        ),
    ]
}
