//! The pages of the console.

use triport_domain::time::Span;

use crate::support::{Caller, PAGE, SCRIPT_PATH, World};

/// Addresses that a person may open or share.
const PATHS: [&str; 12] = [
    "/",
    "/login",
    "/rewards",
    "/invitees",
    "/payouts",
    "/invoices",
    "/codes",
    "/account",
    "/operator",
    "/operator/payouts",
    "/operator/users/01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21",
    "/login?error=google_disabled",
];

on_both!(every_address_of_the_console_is_its_page);
async fn every_address_of_the_console_is_its_page(world: World) {
    for path in PATHS {
        let answer = world.anonymous().get(path).await;
        assert_eq!((answer.status, &answer.body[..]), (200, PAGE.as_bytes()), "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(answer.cookies().is_empty(), "{path}");
    }
}

on_both!(what_the_console_does_not_know_is_not_found_as_before);
async fn what_the_console_does_not_know_is_not_found_as_before(world: World) {
    for path in [
        "/nowhere",
        "/login/",
        "/Login",
        "/rewards/1",
        "/index.html",
        "/operators",
        "/assets",
        "/assets/",
        "/assets/index-00000000.js",
        "/assets/../index.html",
        "/assets/%2e%2e/index.html",
        "/assets/index-4f2k9xw4.js.br",
        "/dist/index.html",
    ] {
        let call = world.anonymous().get(path).header("accept", "text/html");
        call.await.is_error(404, "not_found");
    }
}

on_both!(pages_are_only_read);
async fn pages_are_only_read(world: World) {
    for path in ["/", "/login", "/operator/payouts", SCRIPT_PATH, "/icon.svg"] {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let answer = world.anonymous().call(method, path).await;
            answer.is_error(405, "method_not_allowed");
            assert_eq!(answer.header("allow"), "GET, HEAD", "{method} {path}");
        }
        let head = world.anonymous().call("HEAD", path).await;
        let get = world.anonymous().get(path).await;
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in ["content-type", "content-length", "etag", "cache-control", "vary"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

on_both!(a_page_runs_nothing_but_its_own_files);
async fn a_page_runs_nothing_but_its_own_files(world: World) {
    for path in ["/", "/operator/payouts"] {
        let page = world.anonymous().get(path).await;
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.split("; ").any(|found| found == part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    }
}

on_both!(a_link_to_the_console_takes_its_code_in);
async fn a_link_to_the_console_takes_its_code_in(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let browser = world.browser();
    let answer = browser.open("/login?ref=Trip-With-Me").await;
    assert_eq!(answer.body, PAGE);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(browser.jar.get("ref_code").as_deref(), Some("trip-with-me"));
    let asset = format!("{SCRIPT_PATH}?ref=trip-with-me");
    assert!(world.browser().open(&asset).await.cookies().is_empty(), "files are kept by caches");
    assert_eq!(world.flush().await, 1);
    // An inviter is older than whom it invites.
    world.forward(Span::from_secs(60));
    let bob = browser.sign_in("bob@example.com").await;
    assert_eq!(bob.get("/v1/referrals/attribution").await.ok()["attributed"], true);
}

on_both!(the_console_is_there_though_the_database_is_away);
async fn the_console_is_there_though_the_database_is_away(world: World) {
    world.database.run("ALTER TABLE session_claims RENAME TO away").await;
    let answer = world.anonymous().get("/").header("cookie", "nl_session=forged").await;
    assert_eq!(answer.status, 200);
}
