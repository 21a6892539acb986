//! `PUT /v1/admin/users/{external_id}`: many at once.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Caller, World};

on_both!(twenty_pushes_of_one_new_account_at_once_make_one);
async fn twenty_pushes_of_one_new_account_at_once_make_one(world: World) {
    let operator = world.operator();
    let body = json!({ "email": "ada@example.com", "email_verified": true });
    let push = async |_| operator.put("/v1/admin/users/customer-42", &body).await;
    let answers = join_all((0..20).map(push)).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    let found = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!((made, found), (1, 19));
    let ids: BTreeSet<String> =
        answers.iter().map(|answer| answer.json()["user"]["id"].to_string()).collect();
    assert_eq!(ids.len(), 1);
    for table in ["accounts", "external_id_claims", "code_claims", "identities", "operator_actions"]
    {
        let count = format!("SELECT count(*) FROM {table}");
        assert_eq!(world.database.number(&count).await, 1, "{table}");
    }
}

on_both!(of_accounts_that_want_one_address_at_once_one_gets_it);
async fn of_accounts_that_want_one_address_at_once_one_gets_it(world: World) {
    let operator = world.operator();
    let body = json!({ "email": "ada@example.com", "email_verified": true });
    let push =
        async |number| operator.put(&format!("/v1/admin/users/customer-{number}"), &body).await;
    let answers = join_all((0..10).map(push)).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    assert_eq!(made.len(), 1);
    for answer in refused {
        answer.is_error(409, "email_taken");
    }
    assert_eq!(world.database.number("SELECT count(*) FROM accounts").await, 1);
}

on_both!(a_push_and_a_first_sign_in_with_one_address_leave_it_with_one_account);
async fn a_push_and_a_first_sign_in_with_one_address_leave_it_with_one_account(world: World) {
    let operator = world.operator();
    for number in 0..10 {
        let email = format!("member-{number}@example.com");
        let request_id = world.anonymous().start(&email).await;
        let code = world.last_code();
        let body = json!({ "email": email, "email_verified": true });
        let path = format!("/v1/admin/users/customer-{number}");
        let (pushed, signed_in) =
            tokio::join!(operator.put(&path, &body), world.anonymous().verify(&request_id, &code));
        let user = signed_in.ok()["user"]["id"].clone();
        match pushed.status {
            201 => assert_eq!(pushed.json()["user"]["id"], user, "the push was first"),
            _ => pushed.is_error(409, "email_taken"),
        }
    }
}
