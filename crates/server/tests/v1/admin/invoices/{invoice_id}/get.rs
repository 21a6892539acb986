//! `GET /v1/admin/invoices/{invoice_id}`.

use crate::support::{Caller, World};

on_both!(an_invoice_is_shown_as_it_was_pushed);
async fn an_invoice_is_shown_as_it_was_pushed(world: World) {
    let ada = world.member("ada@example.com").await;
    let pushed = world.invoice(&ada, "inv_1", 5_000_000).await;
    assert_eq!(world.operator().get("/v1/admin/invoices/inv_1").await.ok(), pushed);
    let unknown = world.operator().get("/v1/admin/invoices/inv_2").await;
    unknown.is_error(404, "invoice_not_found");
}
