//! `GET /healthz`.

use serde_json::json;

use crate::support::{Caller, World};

on_both!(the_process_is_alive_whatever_becomes_of_its_database);
async fn the_process_is_alive_whatever_becomes_of_its_database(world: World) {
    world.anonymous().get("/healthz").await.is_ok(&json!({ "status": "ok" }));
    world.database.run("ALTER TABLE schema_migrations RENAME TO away").await;
    world.anonymous().get("/healthz").await.is_ok(&json!({ "status": "ok" }));
}

on_both!(nobody_has_to_say_who_asks);
async fn nobody_has_to_say_who_asks(world: World) {
    let call = world.anonymous().get("/healthz").header("cookie", "nl_session=forged");
    call.header("origin", "https://evil.example").await.is_ok(&json!({ "status": "ok" }));
}
