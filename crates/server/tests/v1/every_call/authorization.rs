//! The authorization matrix: every operation of the document × everybody who can call it.
//!
//! An operation that is new is in it by itself. What it needs is read from the document; for
//! operators [`roles::ALLOWED`] says who may, and [`OBJECTS`] what a member is told about an object
//! of another one. A decision that differs is printed with all the others that do.
//!
//! | caller                                  | needs nothing | a session         | a token               |
//! |-----------------------------------------|---------------|-------------------|-----------------------|
//! | nobody; a forged, ended, expired session| answered      | `unauthenticated` | `admin_token_invalid` |
//! | a member                                | answered      | answered          | `admin_token_invalid` |
//! | a wrong or revoked token                | answered      | `unauthenticated` | `admin_token_invalid` |
//! | a token of a role                       | answered      | `unauthenticated` | its row or `forbidden`|
//! | the token of the configuration          | answered      | `unauthenticated` | answered              |

use std::collections::BTreeSet;

use triport_domain::operator::Role;
use triport_domain::time::Span;

use super::coverage::{NEEDS_CREDIT, Operation, operations};
use super::roles;
use crate::support::{Answer, Call, Caller, SignedIn, World, say};

/// Everybody who can make a call.
#[derive(Clone, Copy, Debug)]
enum Who {
    Nobody,
    ForgedSession,
    EndedSession,
    ExpiredSession,
    Member,
    WrongToken,
    RevokedToken,
    Role(Role),
    Configured,
}

/// Operations that need a session by the document and answer without one all the same.
const OPEN: &[&str] = &[
    // Whoever has no session is signed out already.
    "auth_logout",
];

/// Operations for members that name an object, with the answer about one of another account. It is
/// the same as about one that does not exist.
const OBJECTS: &[(&str, u16, &str)] = &[
    ("auth_unlink_identity", 404, "identity_not_found"),
    ("referrals_cancel_payout", 404, "payout_not_found"),
    ("referrals_spend_on_invoice", 404, "invoice_not_eligible"),
    // Last: its owner ends its own session with it.
    ("auth_end_session", 404, "session_not_found"),
];

fn everybody() -> Vec<Who> {
    let sessions = [Who::Nobody, Who::ForgedSession, Who::EndedSession, Who::ExpiredSession];
    let tokens = [Who::WrongToken, Who::RevokedToken, Who::Configured, Who::Member];
    let roles = Role::ALL.iter().copied().map(Who::Role);
    sessions.into_iter().chain(tokens).chain(roles).collect()
}

/// The tag of the refusal; `None` is an answer.
fn expected(operation: &Operation, who: Who) -> Option<&'static str> {
    if operation.needs_admin {
        return match who {
            Who::Configured | Who::Role(Role::Full) => None,
            Who::Role(role) => (!roles::may(operation, role)).then_some("forbidden"),
            _ => Some("admin_token_invalid"),
        };
    }
    let is_open = !operation.needs_session || OPEN.contains(&operation.id.as_str());
    (!is_open && !matches!(who, Who::Member)).then_some("unauthenticated")
}

/// What those hold that can be made once.
struct Held {
    ended: String,
    expired: String,
    revoked: String,
    roles: Vec<(Role, String)>,
}

impl Held {
    async fn new(world: &World) -> Self {
        let session = async |email: &str| {
            let member = world.member(email).await;
            (member.jar.get("nl_session").unwrap(), member)
        };
        let (expired, _) = session("expired@example.com").await;
        world.forward(Span::from_days(31));
        let (ended, member) = session("ended@example.com").await;
        member.call("POST", "/v1/auth/logout").await.ok();
        let revoked = world.add_token("gone", Role::Full).await.unwrap();
        assert!(world.revoke_token("gone").await);
        let mut roles = Vec::new();
        for role in Role::ALL {
            roles.push((*role, world.operator_as(*role).await.token));
        }
        Self { ended, expired, revoked, roles }
    }

    /// A header that proves, or fails to prove, who calls.
    fn proof(&self, who: Who) -> Option<(&'static str, String)> {
        let cookie = |token: &str| Some(("cookie", format!("nl_session={token}")));
        let token = |token: &str| Some(("x-admin-token", token.to_owned()));
        match who {
            Who::Nobody | Who::Member | Who::Configured => None,
            Who::ForgedSession => cookie(&"0123456789abcdef".repeat(4)),
            Who::EndedSession => cookie(&self.ended),
            Who::ExpiredSession => cookie(&self.expired),
            Who::WrongToken => token("the-admin-token-of-the-tests-012345678"),
            Who::RevokedToken => token(&self.revoked),
            Who::Role(role) => {
                token(&self.roles.iter().find(|(known, _)| *known == role).unwrap().1)
            }
        }
    }

    async fn call(&self, world: &World, operation: &Operation, who: Who) -> Answer {
        match who {
            Who::Configured => operation.good(world, &world.operator()).await.await,
            Who::Member if NEEDS_CREDIT.contains(&operation.id.as_str()) => {
                operation.good(world, &world.rich().await).await.await
            }
            Who::Member => {
                let member = world.member("ada@example.com").await;
                operation.good(world, &member).await.await
            }
            _ => {
                let call = operation.good(world, &world.anonymous()).await;
                match self.proof(who) {
                    Some((name, value)) => call.header(name, &value).await,
                    None => call.await,
                }
            }
        }
    }
}

on_both!(every_operation_decides_rightly_about_everybody);
async fn every_operation_decides_rightly_about_everybody(world: World) {
    let world = world.complete();
    let held = Held::new(&world).await;
    let (mut wrong, mut decisions) = (Vec::new(), 0);
    for operation in operations() {
        for who in everybody() {
            let answer = held.call(&world, &operation, who).await;
            let expected = expected(&operation, who);
            let is_right = match expected {
                Some(tag) => answer.tag() == tag,
                None => answer.status < 400,
            };
            if !is_right {
                let told = (answer.status, answer.tag());
                wrong.push(format!("{} {who:?}: {told:?}, expected {expected:?}", operation.id));
            }
            decisions += 1;
            // Enough for the limits of sign-in, and all of them together less than a session lives.
            world.forward(Span::from_secs(1_800));
        }
    }
    say(&format!("{decisions} decisions, {} of them wrong", wrong.len()));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(decisions >= operations().len() * 14, "nobody was left out");
}

/// A call that its owner prepared, made by somebody else.
fn as_somebody_else<'w>(call: Call<'w>, other: &SignedIn<'_>) -> Call<'w> {
    let [session, csrf] = ["nl_session", "nl_csrf"].map(|name| other.jar.get(name).unwrap());
    let cookies = format!("nl_session={session}; nl_csrf={csrf}");
    call.header("cookie", &cookies).header("x-csrf-token", &csrf)
}

on_both!(an_object_of_another_account_is_one_that_does_not_exist);
async fn an_object_of_another_account_is_one_that_does_not_exist(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let owner = world.rich().await;
    let eve = world.member("eve@example.com").await;
    for (id, status, tag) in OBJECTS {
        let operation = operations().into_iter().find(|operation| operation.id == *id).unwrap();
        let call = as_somebody_else(operation.good(&world, &owner).await, &eve);
        let anothers = call.await;
        anothers.is_error(*status, tag);
        let nobodys = if operation.path.contains('{') {
            eve.call(&operation.method, &operation.path()).await
        } else {
            let no_invoice = serde_json::json!({ "invoice_id": "none", "amount_micro": 1 });
            eve.post(&operation.path, &no_invoice).await
        };
        nobodys.is_error(*status, tag);
        assert_eq!(anothers.json()["message"], nobodys.json()["message"], "{id} tells them apart");
        // And it is still its owner's.
        assert!(operation.good(&world, &owner).await.await.status < 300, "{id}");
    }
}

#[test]
fn every_operation_that_names_an_object_says_what_becomes_of_anothers() {
    let of_members = |operation: &Operation| operation.needs_session && !operation.needs_admin;
    let naming: BTreeSet<String> = operations()
        .into_iter()
        .filter(|operation| of_members(operation) && operation.path.contains('{'))
        .map(|operation| operation.id)
        .collect();
    let listed: BTreeSet<String> = OBJECTS.iter().map(|(id, _, _)| (*id).to_owned()).collect();
    assert!(naming.is_subset(&listed), "{:?}", naming.difference(&listed));
}
