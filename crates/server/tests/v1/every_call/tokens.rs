//! Operators' tokens: who gets in, for how long, and how often.

use triport_domain::operator::Role;
use triport_domain::time::Span;

use crate::support::{Caller, World};

const PATH: &str = "/v1/admin/audit";

on_both!(a_named_token_works_until_it_is_revoked);
async fn a_named_token_works_until_it_is_revoked(world: World) {
    let reader = world.operator_as(Role::Read).await;
    reader.get(PATH).await.ok();
    world.forward(Span::from_days(4_000));
    reader.get(PATH).await.ok();
    assert!(world.revoke_token("read").await);
    reader.get(PATH).await.is_error(401, "admin_token_invalid");
    assert_eq!(world.add_token("read", Role::Read).await, None, "names are not given twice");
    world.operator().get(PATH).await.ok();
}

on_both!(without_a_configured_token_named_ones_open_everything_they_may);
async fn without_a_configured_token_named_ones_open_everything_they_may(world: World) {
    let world = world.with(|setup| setup.has_admin_token = false);
    world.operator().get(PATH).await.is_error(401, "admin_token_unset");
    world.anonymous().get(PATH).await.is_error(401, "admin_token_unset");
    let reader = world.operator_as(Role::Read).await;
    reader.get(PATH).await.ok();
    assert_eq!(reader.get("/metrics").await.status, 200);
    world.operator().get(PATH).await.is_error(401, "admin_token_invalid");
    world.anonymous().get(PATH).await.is_error(401, "admin_token_invalid");
    assert!(world.revoke_token("read").await);
    reader.get(PATH).await.is_error(401, "admin_token_unset");
}

on_both!(only_the_whole_named_token_opens);
async fn only_the_whole_named_token_opens(world: World) {
    let token = world.operator_as(Role::Full).await.token;
    let longer = format!("{token}0");
    let bare = token.strip_prefix("tro_").unwrap();
    for wrong in [&token[..token.len() - 1], &longer, bare, &token.to_uppercase(), "tro_", "full"] {
        let call = world.anonymous().get(PATH).header("x-admin-token", wrong);
        call.await.is_error(401, "admin_token_invalid");
    }
    let call = world.anonymous().get(PATH).raw_header("x-admin-token", b"tro_\xff");
    call.await.is_error(401, "admin_token_invalid");
    let query = format!("{PATH}?x-admin-token={token}");
    world.anonymous().get(&query).await.is_error(401, "admin_token_invalid");
}

on_both!(the_database_holds_no_token);
async fn the_database_holds_no_token(world: World) {
    let token = world.operator_as(Role::Full).await.token;
    let digits = token.strip_prefix("tro_").unwrap();
    for column in ["name", "role"] {
        let found =
            format!("SELECT count(*) FROM operator_tokens WHERE {column} LIKE '%{digits}%'");
        assert_eq!(world.database.number(&found).await, 0);
    }
    let sizes = "SELECT count(*) FROM operator_tokens WHERE length(token_hash) = 32";
    assert_eq!(world.database.number(sizes).await, 1);
    let fields = format!("SELECT count(*) FROM operator_actions WHERE fields LIKE '%{digits}%'");
    assert_eq!(world.database.number(&fields).await, 0);
}

on_both!(each_token_has_a_limit_of_its_own);
async fn each_token_has_a_limit_of_its_own(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 1);
    let (reader, support) =
        (world.operator_as(Role::Read).await, world.operator_as(Role::Support).await);
    let mut refused = reader.get(PATH).await;
    for _ in 0..10 {
        refused = reader.get(PATH).await;
        if refused.status != 200 {
            break;
        }
    }
    refused.is_error(429, "rate_limited");
    support.get(PATH).await.ok();
    world.operator().get(PATH).await.ok();
}

on_both!(a_browser_of_an_operator_needs_no_cookie_and_no_csrf_header);
async fn a_browser_of_an_operator_needs_no_cookie_and_no_csrf_header(world: World) {
    let call = world.operator().get(PATH).header("origin", "https://evil.example");
    let answer = call.header("cookie", "nl_session=forged; nl_csrf=forged").await;
    answer.ok();
    assert_eq!(answer.header("access-control-allow-origin"), "", "and no page may read it");
}
