//! `POST /v1/auth/email/verify`, where it signs in.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Answer, Caller, World};

const START_TEXT: &str = "2026-03-01T12:00:00Z";

/// Signs in and answers the whole answer.
async fn sign_in(world: &World, email: &str) -> Answer {
    let request_id = world.anonymous().start(email).await;
    world.anonymous().verify(&request_id, &world.last_code()).await
}

on_both!(the_first_sign_in_makes_the_account);
async fn the_first_sign_in_makes_the_account(world: World) {
    let answer = sign_in(&world, "ada@example.com").await;
    let user = answer.ok()["user"].clone();
    let id: Uuid = user["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(id.get_version_num(), 7);
    let name = user["display_name"].as_str().unwrap().to_owned();
    answer.is_ok(&json!({ "user": {
        "id": id,
        "email": "ada@example.com",
        "display_name": name,
        "avatar_url": null,
        "created_at": START_TEXT,
        "updated_at": START_TEXT,
    } }));
    let mark = name.strip_prefix("Member ").unwrap_or_default();
    let crockford = |byte: u8| byte.is_ascii_digit() || b"ABCDEFGHJKMNPQRSTVWXYZ".contains(&byte);
    assert!(mark.len() == 4 && mark.bytes().all(crockford), "{name}: told by no address");
}

on_both!(the_first_sign_in_makes_the_uid_code);
async fn the_first_sign_in_makes_the_uid_code(world: World) {
    let ada = world.member("ada@example.com").await;
    let listed = ada.get("/v1/referrals/codes").await.ok();
    let uid_code =
        triport_domain::code::uid_code(triport_domain::id::UserId(ada.id().parse().unwrap()));
    let code_id = listed["items"][0]["ID"].as_str().unwrap();
    assert_eq!(
        listed,
        json!({ "items": [{
        "ID": code_id,
        "UserID": ada.id(),
        "Code": uid_code,
        "Kind": "uid",
        "CreatedAt": START_TEXT,
        "DisabledAt": null,
        "State": "active",
    }] })
    );
}

on_both!(a_later_sign_in_finds_the_same_account_and_makes_new_tokens);
async fn a_later_sign_in_finds_the_same_account_and_makes_new_tokens(world: World) {
    let (first, second) =
        (world.member("ada@example.com").await, world.member("ada@example.com").await);
    assert_eq!(first.user, second.user);
    for name in ["nl_session", "nl_csrf"] {
        assert_ne!(first.jar.get(name).unwrap(), second.jar.get(name).unwrap(), "{name}");
    }
    assert_ne!(second.jar.get("nl_session"), second.jar.get("nl_csrf"), "independent tokens");
    for browser in [first, second] {
        assert_eq!(browser.get("/v1/auth/me").await.ok()["user"]["id"], browser.user["id"]);
    }
    assert_eq!(world.database.number("SELECT count(*) FROM accounts").await, 1);
}

on_both!(both_cookies_are_set_as_the_contract_says);
async fn both_cookies_are_set_as_the_contract_says(world: World) {
    for (public_url, secure) in
        [("http://localhost:8080", ""), ("https://api.example.com", "; Secure")]
    {
        let world = world.with(|setup| setup.public_url = public_url);
        let answer = sign_in(&world, "ada@example.com").await;
        let session = answer.cookie("nl_session").unwrap();
        let csrf = answer.cookie("nl_csrf").unwrap();
        assert_eq!(
            answer.cookies()[..2],
            [
                format!(
                    "nl_session={session}; HttpOnly; SameSite=Lax{secure}; Path=/; Max-Age=2592000"
                ),
                format!("nl_csrf={csrf}; SameSite=Lax{secure}; Path=/; Max-Age=2592000"),
            ]
        );
        for token in [session, csrf] {
            let hexadecimal = token.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(token.len() == 64 && hexadecimal, "{token}: 256 random bits");
        }
        assert_eq!(answer.header("x-csrf-token"), csrf);
    }
}

on_both!(the_database_never_holds_the_token);
async fn the_database_never_holds_the_token(world: World) {
    let ada = world.member("ada@example.com").await;
    let token = ada.jar.get("nl_session").unwrap();
    let hash = format!("{:x}", triport_domain::keyed_hash::sha256(token.as_bytes()));
    let literal = |hex: &str| {
        if world.database.is_postgres() { format!("'\\x{hex}'") } else { format!("x'{hex}'") }
    };
    let count = |hex: &str| {
        format!("SELECT count(*) FROM session_claims WHERE token_hash = {}", literal(hex))
    };
    assert_eq!(world.database.number(&count(&hash)).await, 1);
    assert_eq!(world.database.number(&count(&token)).await, 0);
}

on_both!(a_code_may_be_typed_with_spaces_hyphens_and_in_any_case);
async fn a_code_may_be_typed_with_spaces_hyphens_and_in_any_case(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    let typed = format!(" {}-{} {}\u{a0}\n", &code[..2], &code[2..4], &code[4..]);
    world.anonymous().verify(&request_id, &typed).await.ok();
}

on_both!(several_codes_of_one_address_are_valid_side_by_side);
async fn several_codes_of_one_address_are_valid_side_by_side(world: World) {
    let mut open = Vec::new();
    for _ in 0..3 {
        let request_id = world.anonymous().start("ada@example.com").await;
        open.push((request_id, world.last_code()));
    }
    for (request_id, code) in open {
        world.anonymous().verify(&request_id, &code).await.ok();
    }
}

on_both!(a_request_id_may_be_written_in_capitals);
async fn a_request_id_may_be_written_in_capitals(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    let code = world.last_code();
    world.anonymous().verify(&request_id.to_uppercase(), &code).await.ok();
}

on_both!(a_very_long_user_agent_is_no_obstacle);
async fn a_very_long_user_agent_is_no_obstacle(world: World) {
    let request_id = world.anonymous().start("ada@example.com").await;
    let anonymous = world.anonymous();
    let verify = anonymous.verify(&request_id, &world.last_code());
    verify.raw_header("user-agent", "ä".repeat(2_000).as_bytes()).await.ok();
}

on_both!(the_sign_in_of_a_member_opens_a_session_of_its_own);
async fn the_sign_in_of_a_member_opens_a_session_of_its_own(world: World) {
    let ada = world.member("ada@example.com").await;
    let request_id = world.anonymous().start("bob@example.com").await;
    let body = json!({ "request_id": request_id, "code": world.last_code() });
    let before = ada.jar.get("nl_session");
    let user: Value = ada.post("/v1/auth/email/verify", &body).await.ok()["user"].clone();
    assert_eq!(user["email"], "bob@example.com");
    assert_ne!(ada.jar.get("nl_session"), before);
    assert_eq!(ada.get("/v1/auth/me").await.ok()["user"], user);
}
