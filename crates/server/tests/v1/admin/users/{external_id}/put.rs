//! `PUT /v1/admin/users/{external_id}`.

use serde_json::{Value, json};
use triport_domain::operator::Role;
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/users/customer-42";

on_both!(the_first_push_makes_an_account_with_its_uid_code);
async fn the_first_push_makes_an_account_with_its_uid_code(world: World) {
    let product = world.operator_as(Role::Product).await;
    let answer = product.put(PATH, &json!({})).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let user = answer.json()["user"].clone();
    let name = user["display_name"].as_str().unwrap();
    assert!(name.starts_with("Member ") && name.len() == 11, "{name}");
    assert_eq!(
        answer.json(),
        json!({ "user": {
            "id": user["id"],
            "email": null,
            "display_name": name,
            "avatar_url": null,
            "created_at": "2026-03-01T12:00:00Z",
            "updated_at": "2026-03-01T12:00:00Z",
            "external_id": "customer-42",
        }, "attribution": null })
    );
    let shown = world.operator().get("/v1/admin/referrals/users/ext:customer-42").await.ok();
    let codes = format!(
        "SELECT count(*) FROM referral_codes WHERE kind = 'uid' AND code = '{}'",
        shown["primary_code"].as_str().unwrap()
    );
    assert_eq!(world.database.number(&codes).await, 1);
}

on_both!(the_same_push_again_changes_nothing);
async fn the_same_push_again_changes_nothing(world: World) {
    let operator = world.operator();
    let body = json!({
        "email": " Ada@Example.com ",
        "email_verified": true,
        "display_name": "Ada",
        "avatar_url": "https://example.com/ada.png",
        "ref_code": "trip-with-me",
    });
    let first = operator.push_user("customer-42", &body).await;
    assert_eq!(first["email"], "ada@example.com");
    world.forward(Span::from_secs(60));
    let again = operator.put(PATH, &body).await;
    assert_eq!(again.ok()["user"], first);
    assert_eq!(operator.put(PATH, &json!({})).await.ok()["user"], first);
    assert_eq!(operator.audit().await.len(), 1);
}

on_both!(a_later_push_changes_what_it_names);
async fn a_later_push_changes_what_it_names(world: World) {
    let operator = world.operator();
    let body = json!({ "email": "ada@example.com", "display_name": "Ada" });
    let first = operator.push_user("customer-42", &body).await;
    world.forward(Span::from_secs(60));
    let body = json!({ "display_name": "Ada L.", "avatar_url": "https://example.com/ada.png" });
    let second = operator.push_user("customer-42", &body).await;
    assert_eq!((&second["id"], &second["email"]), (&first["id"], &first["email"]));
    assert_eq!(second["display_name"], "Ada L.");
    assert_eq!(second["updated_at"], "2026-03-01T12:01:00Z");
    world.forward(Span::from_secs(60));
    let third = json!({ "email": null, "avatar_url": null });
    let third = operator.push_user("customer-42", &third).await;
    assert_eq!((&third["email"], &third["avatar_url"]), (&Value::Null, &Value::Null));
    let id = &first["id"];
    let entry = |new, changed: Value| {
        let fields = json!({ "external_id": "customer-42", "is_new": new, "changed": changed });
        ("user_pushed".to_owned(), id.clone(), fields)
    };
    let expected = [
        entry(false, json!(["email", "avatar_url"])),
        entry(false, json!(["display_name", "avatar_url"])),
        entry(true, json!(["email", "display_name"])),
    ];
    assert_eq!(operator.audit().await, expected, "names of fields, and nothing that is in them");
}

on_both!(an_address_that_is_not_verified_signs_nobody_in);
async fn an_address_that_is_not_verified_signs_nobody_in(world: World) {
    let operator = world.operator();
    let body = json!({ "email": "ada@example.com" });
    let pushed = operator.push_user("customer-42", &body).await;
    let ada = world.member("ada@example.com").await;
    assert_ne!(ada.user["id"], pushed["id"], "an account of its own");
    // And the address of a member can be contact data of another account.
    let other = operator.push_user("customer-43", &body).await;
    assert_eq!(other["email"], "ada@example.com");
    let named = operator.get("/v1/admin/referrals/users/email:ada@example.com").await.ok();
    assert_eq!(named["user_id"], ada.user["id"]);
}

on_both!(a_verified_address_signs_in_to_the_pushed_account);
async fn a_verified_address_signs_in_to_the_pushed_account(world: World) {
    let operator = world.operator();
    let body = json!({ "email": "ada@example.com", "email_verified": true });
    let pushed = operator.push_user("customer-42", &body).await;
    assert_eq!(world.member("ada@example.com").await.user["id"], pushed["id"]);
    // Verified by a later push.
    let first = operator.push_user("customer-43", &json!({ "email": "bob@example.com" })).await;
    let body = json!({ "email": "bob@example.com", "email_verified": true });
    assert_eq!(operator.push_user("customer-43", &body).await, first);
    assert_eq!(world.member("bob@example.com").await.user["id"], first["id"]);
}

on_both!(an_address_of_another_account_is_taken_and_nothing_changes);
async fn an_address_of_another_account_is_taken_and_nothing_changes(world: World) {
    let operator = world.operator();
    let ada = world.member("ada@example.com").await;
    let taken =
        json!({ "email": "ada@example.com", "email_verified": true, "display_name": "Mallory" });
    operator.put(PATH, &taken).await.is_error(409, "email_taken");
    assert_eq!(world.database.number("SELECT count(*) FROM accounts").await, 1);
    assert_eq!(world.database.number("SELECT count(*) FROM external_id_claims").await, 0);
    assert_eq!(world.database.number("SELECT count(*) FROM code_claims").await, 1);
    let pushed = operator.push_user("customer-42", &json!({ "display_name": "Bob" })).await;
    operator.put(PATH, &taken).await.is_error(409, "email_taken");
    assert_eq!(operator.push_user("customer-42", &json!({})).await, pushed);
    assert_eq!(ada.get("/v1/auth/me").await.ok()["user"], ada.user);
    assert_eq!(operator.audit().await.len(), 1, "a refusal is no write");
}

on_both!(an_external_id_is_compared_byte_by_byte);
async fn an_external_id_is_compared_byte_by_byte(world: World) {
    let operator = world.operator();
    let mut ids = Vec::new();
    for external_id in ["Shop:42", "shop:42", "shop:42%20", "%7e", "email:ada@example.com"] {
        ids.push(operator.push_user(external_id, &json!({})).await["id"].clone());
    }
    assert_eq!(operator.push_user("~", &json!({})).await["id"], ids[3], "percent-decoded");
    ids.dedup();
    assert_eq!(ids.len(), 5);
}

on_both!(what_breaks_the_rules_is_refused_in_the_promised_order);
async fn what_breaks_the_rules_is_refused_in_the_promised_order(world: World) {
    let operator = world.operator();
    let long = "a".repeat(201);
    for external_id in ["a%2Fb", "%C3%A4", "%00", "%FF", &long] {
        let path = format!("/v1/admin/users/{external_id}");
        let call = operator.call("PUT", &path).body("{");
        call.await.is_error(400, "invalid_user_id");
    }
    for wrong in
        [json!({ "email": 7 }), json!({ "email_verified": "yes" }), json!({ "display_name": null })]
    {
        operator.put(PATH, &wrong).await.is_error(400, "invalid_json");
    }
    operator.put(PATH, &json!({ "email": "ada" })).await.is_error(400, "invalid_email");
    for wrong in [
        json!({ "email_verified": true }),
        json!({ "email": null, "email_verified": true }),
        json!({ "display_name": "" }),
        json!({ "avatar_url": "http://example.com/a.png" }),
    ] {
        operator.put(PATH, &wrong).await.is_error(400, "invalid_args");
    }
    assert_eq!(world.database.number("SELECT count(*) FROM accounts").await, 0);
}
