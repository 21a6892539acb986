//! `GET /readyz`.

use serde_json::json;

use crate::support::{Caller, World};

on_both!(a_migrated_database_that_answers_is_ready);
async fn a_migrated_database_that_answers_is_ready(world: World) {
    world.anonymous().get("/readyz").await.is_ok(&json!({ "status": "ok" }));
}

on_both!(a_schema_that_is_not_up_to_date_is_not_ready);
async fn a_schema_that_is_not_up_to_date_is_not_ready(world: World) {
    let newest = world.database.number("SELECT max(version) FROM schema_migrations").await;
    let away = format!("UPDATE schema_migrations SET version = -1 WHERE version = {newest}");
    world.database.run(&away).await;
    world.anonymous().get("/readyz").await.is_error(503, "unavailable");
    let back = format!("UPDATE schema_migrations SET version = {newest} WHERE version = -1");
    world.database.run(&back).await;
    world.anonymous().get("/readyz").await.ok();
}

on_both!(a_schema_from_a_newer_program_is_ready_too);
async fn a_schema_from_a_newer_program_is_ready_too(world: World) {
    let newer = "INSERT INTO schema_migrations (version, name, checksum) VALUES (999, 'x', 'x')";
    world.database.run(newer).await;
    world.anonymous().get("/readyz").await.ok();
}

on_both!(a_missing_schema_is_not_ready);
async fn a_missing_schema_is_not_ready(world: World) {
    world.database.run("ALTER TABLE schema_migrations RENAME TO away").await;
    let answer = world.anonymous().get("/readyz").await;
    assert!([500, 503].contains(&answer.status), "{answer:?}");
}
