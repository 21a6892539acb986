//! `GET /v1/admin/users`.

use serde_json::{Value, json};
use triport_domain::time::Span;

use crate::support::{Answer, Caller, World};

/// Finds accounts by a text that is already encoded.
async fn search(world: &World, query: &str) -> Answer {
    world.operator().get(&format!("/v1/admin/users?query={query}")).await
}

/// The product's ids in an answer.
fn external_ids(answer: &Value) -> Vec<&str> {
    let items = answer["items"].as_array().unwrap().iter();
    items.map(|item| item["external_id"].as_str().unwrap_or("none")).collect()
}

/// Three accounts of the product, made in this order, and a member.
async fn people(world: &World) {
    let operator = world.operator();
    for (external_id, email, name) in [
        ("shop-1", "ada@example.com", "Ada 100%"),
        ("shop-2", "bob@example.com", "Bob_the_builder"),
        ("Shop-3", "carol@example.org", "Ädele"),
    ] {
        operator.push_user(external_id, &json!({ "email": email, "display_name": name })).await;
        world.forward(Span::from_secs(1));
    }
    world.member("dora@example.com").await.set_slug("with-dora").await.ok();
    world.forward(Span::from_secs(1));
}

on_both!(an_account_is_found_by_each_of_its_names_and_codes);
async fn an_account_is_found_by_each_of_its_names_and_codes(world: World) {
    people(&world).await;
    let dora = world.member("dora@example.com").await;
    let standing = dora.get("/v1/referrals/me").await.ok();
    let expected = json!([{
        "user_id": dora.id(),
        "external_id": null,
        "email": "dora@example.com",
        "display_name": dora.user["display_name"],
        "created_at": "2026-03-01T12:00:03Z",
        "tier": 1,
        "primary_code": standing["primary_code"],
        "custom_slug": "with-dora",
        "erased_at": null,
    }]);
    let code = standing["primary_code"].as_str().unwrap();
    for query in
        [dora.id(), "dora%40example.com", "DORA@example.com", "with-dora", "+With-Dora+", code]
    {
        assert_eq!(search(&world, query).await.ok()["items"], expected, "{query}");
    }
    // An old slug finds its owner too.
    dora.set_slug("dora-again").await.ok();
    let found = search(&world, "with-dora").await.ok();
    assert_eq!(found["items"][0]["custom_slug"], "dora-again");
}

on_both!(a_part_of_a_name_finds_newest_first_whatever_its_case);
async fn a_part_of_a_name_finds_newest_first_whatever_its_case(world: World) {
    people(&world).await;
    for (query, expected) in [
        ("shop", &["Shop-3", "shop-2", "shop-1"][..]),
        ("SHOP-", &["Shop-3", "shop-2", "shop-1"]),
        ("BUILDER", &["shop-2"]),
        ("example.org", &["Shop-3"]),
        ("%C3%84dele", &["Shop-3"]),
        ("", &["none", "Shop-3", "shop-2", "shop-1"]),
        ("%25", &["shop-1"]),
        ("_", &["shop-2"]),
        ("!", &[]),
        ("nobody", &[]),
    ] {
        assert_eq!(external_ids(&search(&world, query).await.ok()), expected, "{query}");
    }
}

on_both!(both_databases_lower_case_ascii_and_nothing_else);
async fn both_databases_lower_case_ascii_and_nothing_else(world: World) {
    people(&world).await;
    assert_eq!(external_ids(&search(&world, "%C3%A4dele").await.ok()), [""; 0]);
}

on_both!(an_exact_name_comes_first_and_what_contains_it_on_the_next_pages);
async fn an_exact_name_comes_first_and_what_contains_it_on_the_next_pages(world: World) {
    let operator = world.operator();
    for external_id in ["4", "42", "43"] {
        operator.push_user(external_id, &json!({})).await;
        world.forward(Span::from_secs(1));
    }
    let first = search(&world, "4").await.ok();
    assert_eq!(external_ids(&first), ["4"]);
    let mut seen = Vec::new();
    let mut cursor = first["next_cursor"].as_str().unwrap().to_owned();
    for _ in 0..4 {
        let page = search(&world, &format!("4&limit=1&cursor={cursor}")).await.ok();
        seen.extend(external_ids(&page).into_iter().map(str::to_owned));
        match page["next_cursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!(seen, ["43", "42"]);
}

on_both!(a_text_that_cannot_be_searched_for_is_refused);
async fn a_text_that_cannot_be_searched_for_is_refused(world: World) {
    for query in ["a%00b", "%1b", &"a".repeat(201), "a&query=b"] {
        search(&world, query).await.is_error(400, "invalid_args");
    }
    search(&world, "a&cursor=MTp4").await.is_error(400, "invalid_args");
    search(&world, &"a".repeat(200)).await.ok();
}
