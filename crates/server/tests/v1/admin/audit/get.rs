//! `GET /v1/admin/audit`.

use serde_json::{Value, json};
use triport_domain::operator::Role;
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/audit";

/// The entries of an answer as operator, action and fields.
fn entries(answer: &Value) -> Vec<(String, String, Value)> {
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap().to_owned();
    let items = answer["items"].as_array().unwrap().iter();
    items
        .map(|entry| (text(entry, "operator"), text(entry, "action"), entry["fields"].clone()))
        .collect()
}

on_both!(what_the_command_line_does_is_there_newest_first);
async fn what_the_command_line_does_is_there_newest_first(world: World) {
    world.add_token("eve", Role::Support).await.unwrap();
    world.forward(Span::from_secs(60));
    assert!(world.revoke_token("eve").await);
    assert!(!world.revoke_token("eve").await, "nothing was done, and nothing is told");
    let answer = world.operator().get(PATH).await.ok();
    let by = "command-line".to_owned();
    assert_eq!(
        entries(&answer),
        [
            (by.clone(), "operator_revoked".to_owned(), json!({ "name": "eve" })),
            (by, "operator_added".to_owned(), json!({ "name": "eve", "role": "support" })),
        ]
    );
    let newest = &answer["items"][0];
    assert_eq!(newest["at"], "2026-03-01T12:01:00Z");
    assert_eq!(newest["user_id"], Value::Null);
    assert!(newest["id"].as_str().unwrap().parse::<uuid::Uuid>().is_ok());
}

on_both!(it_is_empty_at_first_and_never_null);
async fn it_is_empty_at_first_and_never_null(world: World) {
    world.operator().get(PATH).await.is_ok(&json!({ "items": [], "next_cursor": null }));
}

on_both!(pages_hang_together_while_entries_arrive);
async fn pages_hang_together_while_entries_arrive(world: World) {
    let add = async |number: u32| {
        world.add_token(&format!("token-{number}"), Role::Read).await.unwrap();
        world.forward(Span::from_secs(1));
    };
    for number in 0..5 {
        add(number).await;
    }
    let (operator, mut seen, mut cursor) = (world.operator(), Vec::new(), String::new());
    for number in 5.. {
        let page = operator.get(&format!("{PATH}?limit=2&cursor={cursor}")).await.ok();
        seen.extend(entries(&page).into_iter().map(|(_, _, fields)| fields["name"].clone()));
        add(number).await;
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = next.to_owned();
    }
    assert_eq!(seen, ["token-4", "token-3", "token-2", "token-1", "token-0"]);
}

on_both!(a_name_that_is_none_and_a_cursor_that_is_none_are_refused);
async fn a_name_that_is_none_and_a_cursor_that_is_none_are_refused(world: World) {
    let operator = world.operator();
    operator.get(&format!("{PATH}?user=ada")).await.is_error(400, "invalid_user_id");
    operator.get(&format!("{PATH}?user=ext:nobody")).await.is_error(404, "user_not_found");
    operator.get(&format!("{PATH}?user=a&user=b")).await.is_error(400, "invalid_args");
    operator.get(&format!("{PATH}?cursor=wrong")).await.is_error(400, "invalid_args");
    // "1:x" in base64: a position, of no list that has UUIDs.
    operator.get(&format!("{PATH}?cursor=MTp4")).await.is_error(400, "invalid_args");
    assert_eq!(operator.get(&format!("{PATH}?user=&cursor=")).await.status, 200);
}
