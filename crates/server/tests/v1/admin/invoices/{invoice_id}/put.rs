//! `PUT /v1/admin/invoices/{invoice_id}`.

use serde_json::{Value, json};

use crate::support::{Call, Caller, World};

fn push<'w>(world: &'w World, id: &str, body: &Value) -> Call<'w> {
    world.operator().put(&format!("/v1/admin/invoices/{id}"), body)
}

on_both!(only_the_status_changes_and_only_forward);
async fn only_the_status_changes_and_only_forward(world: World) {
    let ada = world.member("ada@example.com").await;
    let body = |status: &str| json!({ "user_id": ada.id(), "amount_micro": 5_000_000, "status": status, "description": "March" });
    let first = push(&world, "inv_1", &body("open")).await;
    assert_eq!(first.status, 201);
    assert_eq!(
        first.json(),
        json!({
            "id": "inv_1",
            "user_id": ada.id(),
            "amount_micro": 5_000_000,
            "status": "open",
            "description": "March",
            "created_at": "2026-03-01T12:00:00Z",
            "updated_at": "2026-03-01T12:00:00Z",
        })
    );
    assert_eq!(push(&world, "inv_1", &body("open")).await.ok(), first.json());
    let paid = push(&world, "inv_1", &body("paid")).await.ok();
    assert_eq!((&paid["status"], &paid["paid_by"]), (&json!("paid"), &json!("external")));
    assert_eq!(push(&world, "inv_1", &body("open")).await.ok(), paid, "late");
    let void = push(&world, "inv_1", &body("void")).await.ok();
    assert_eq!((&void["status"], &void["paid_by"]), (&json!("void"), &Value::Null));
    assert_eq!(push(&world, "inv_1", &body("open")).await.ok(), void, "late");
    push(&world, "inv_1", &body("paid")).await.is_error(409, "invoice_conflict");
}

on_both!(the_same_id_with_other_data_is_a_conflict);
async fn the_same_id_with_other_data_is_a_conflict(world: World) {
    let (ada, bob) = (world.member("ada@example.com").await, world.member("bob@example.com").await);
    world.invoice(&ada, "inv_1", 5_000_000).await;
    let good = json!({ "user_id": ada.id(), "amount_micro": 5_000_000, "status": "paid" });
    for (field, value) in [
        ("amount_micro", json!(5_000_001)),
        ("user_id", json!(bob.id())),
        ("description", json!("another")),
    ] {
        let mut other = good.clone();
        other[field] = value;
        push(&world, "inv_1", &other).await.is_error(409, "invoice_conflict");
    }
    push(&world, "inv_1", &good).await.ok();
}

on_both!(fields_that_break_their_rules_are_refused);
async fn fields_that_break_their_rules_are_refused(world: World) {
    let ada = world.member("ada@example.com").await;
    let good = json!({ "user_id": ada.id(), "amount_micro": 1, "status": "open" });
    for (field, value) in [
        ("amount_micro", json!(0)),
        ("status", json!("unpaid")),
        ("status", Value::Null),
        ("description", json!("x".repeat(301))),
        ("description", json!("a\u{0}b")),
        ("email", json!("ada@example.com")),
    ] {
        let mut body = good.clone();
        body[field] = value;
        push(&world, "inv_1", &body).await.is_error(400, "invalid_args");
    }
    push(&world, "%C3%A4", &good).await.is_error(400, "invalid_args");
    let nobody = json!({ "external_id": "nobody", "amount_micro": 1, "status": "open" });
    push(&world, "inv_1", &nobody).await.is_error(404, "user_not_found");
}
