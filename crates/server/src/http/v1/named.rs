//! Accounts as operators' calls name them, in the address and in the body.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;
use triport_app::{AppError, ErrorCode};
use triport_domain::account_name::{AccountName, InvalidAccountName};
use triport_domain::id::is_foreign_id;

use crate::http::body::present;
use crate::http::error::{Failure, Result};

/// The account in the address: its only path parameter, a UUID, `ext:<external id>` or
/// `email:<address>`.
pub(in crate::http) struct AccountInPath(pub(in crate::http) AccountName);

impl<S: Send + Sync> FromRequestParts<S> for AccountInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let text = parameter(parts, state).await;
        Ok(Self(AccountName::parse(&text).map_err(AppError::from)?))
    }
}

/// The product's own id of an account, as the address holds it.
pub(in crate::http) struct ExternalIdInPath(pub(in crate::http) String);

impl<S: Send + Sync> FromRequestParts<S> for ExternalIdInPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let text = parameter(parts, state).await;
        if is_foreign_id(&text) {
            return Ok(Self(text));
        }
        let message = "An external id is 1 to 200 printable ASCII characters without /.";
        Err(Failure::new(ErrorCode::InvalidUserId, message))
    }
}

/// The only parameter of the path; empty if it is not UTF-8 when decoded, the one way to fail.
async fn parameter<S: Send + Sync>(parts: &mut Parts, state: &S) -> String {
    let text = Path::<String>::from_request_parts(parts, state).await;
    text.map(|Path(text)| text).unwrap_or_default()
}

/// An account in a body, by exactly one of three fields. Flatten it into the body's type.
#[derive(Default, Deserialize, utoipa::ToSchema)]
pub(in crate::http) struct NamedAccount {
    /// The account's id here. Exactly one of `user_id`, `external_id` and `email` is given.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, format = Uuid, examples("01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"))]
    user_id: Option<String>,
    /// The product's own id of the account.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, min_length = 1, max_length = 200, examples("customer-42"))]
    external_id: Option<String>,
    /// The address that signs in to the account.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, format = Email, examples("ada@example.com"))]
    email: Option<String>,
}

impl TryFrom<NamedAccount> for AccountName {
    type Error = Failure;

    fn try_from(named: NamedAccount) -> Result<Self> {
        let wrong = |field| move |_: InvalidAccountName| invalid(&format!("{field} is not valid."));
        match (named.user_id, named.external_id, named.email) {
            (Some(id), None, None) => Self::id(&id).map_err(wrong("user_id")),
            (None, Some(id), None) => Self::external(&id).map_err(wrong("external_id")),
            (None, None, Some(email)) => Self::email(&email).map_err(wrong("email")),
            _ => Err(invalid("Give exactly one of user_id, external_id and email.")),
        }
    }
}

fn invalid(message: &str) -> Failure {
    Failure::new(ErrorCode::InvalidArgs, message)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(body: Value) -> std::result::Result<AccountName, String> {
        #[derive(Deserialize)]
        struct Body {
            #[serde(flatten)]
            account: NamedAccount,
        }
        let body: Body = serde_json::from_value(body).map_err(|_| "invalid_json".to_owned())?;
        AccountName::try_from(body.account).map_err(|failure| failure.code.as_str().to_owned())
    }

    #[test]
    fn a_body_names_an_account_by_exactly_one_field() {
        let id = "01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21";
        assert_eq!(read(json!({ "user_id": id })), Ok(AccountName::parse(id).unwrap()));
        let external = AccountName::External("42".to_owned());
        assert_eq!(read(json!({ "external_id": "42", "more": 1 })), Ok(external));
        assert_eq!(
            read(json!({ "email": "Ada@example.com" })),
            Ok(AccountName::parse("email:ada@example.com").unwrap())
        );
        for wrong in [
            json!({}),
            json!({ "user_id": id, "external_id": "42" }),
            json!({ "external_id": "42", "email": "ada@example.com" }),
            json!({ "user_id": "42" }),
            json!({ "user_id": "ext:42" }),
            json!({ "external_id": "" }),
            json!({ "email": "ada" }),
        ] {
            assert_eq!(read(wrong.clone()), Err("invalid_args".to_owned()), "{wrong}");
        }
        for wrong in [json!({ "user_id": 7 }), json!({ "external_id": null })] {
            assert_eq!(read(wrong.clone()), Err("invalid_json".to_owned()), "{wrong}");
        }
    }
}
