//! Any page of ours with `?ref=` takes the code in.

use crate::support::{Browser, Caller, World};

/// Every page, and what it answers.
const PAGES: [(&str, u16); 5] = [
    ("/", 200),
    ("/operator/payouts", 200),
    ("/docs", 200),
    ("/docs/style.css", 200),
    ("/openapi.json", 200),
];

fn held(browser: &Browser<'_>) -> Option<String> {
    browser.jar.get("ref_code")
}

on_both!(every_page_takes_a_code_in_and_is_otherwise_as_it_was);
async fn every_page_takes_a_code_in_and_is_otherwise_as_it_was(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    for (path, status) in PAGES {
        let plain = world.browser().open(path).await;
        let browser = world.browser();
        let answer = browser.open(&format!("{path}?a=b&ref=%20Trip-With-Me&ref=other")).await;
        assert_eq!((answer.status, plain.status), (status, status), "{path}");
        assert_eq!(answer.body, plain.body, "{path}");
        assert!(plain.cookies().is_empty(), "{path}");
        assert_eq!(
            answer.cookies(),
            [
                "ref_code=trip-with-me; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000".to_owned(),
                format!(
                    "ref_touch=1772366400000000.{path}; HttpOnly; SameSite=Lax; Path=/; \
                     Max-Age=2592000"
                ),
            ]
        );
        assert_eq!(answer.header("cache-control"), "no-store", "nobody else gets these cookies");
        assert_eq!(world.flush().await, 1, "{path}");
    }
}

on_both!(a_page_counts_once_while_the_browser_holds_its_code);
async fn a_page_counts_once_while_the_browser_holds_its_code(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    world.member("bob@example.com").await.set_slug("of-bob").await.ok();
    let browser = world.browser();
    for code in ["trip-with-me", "TRIP-WITH-ME", "trip-with-me"] {
        browser.open(&format!("/docs?ref={code}")).await;
    }
    assert_eq!(world.flush().await, 1);
    browser.open("/docs?ref=of-bob").await;
    assert_eq!((world.flush().await, held(&browser).as_deref()), (1, Some("of-bob")));
}

on_both!(a_link_that_leads_to_a_page_of_ours_is_one_click);
async fn a_link_that_leads_to_a_page_of_ours_is_one_click(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let world = world.with(|setup| setup.landing_url = "http://localhost:8080/docs");
    let browser = world.browser();
    let landing = browser.follow("trip-with-me").await;
    let path = landing.strip_prefix("http://localhost:8080").unwrap();
    assert_eq!(browser.open(path).await.status, 200);
    assert_eq!(world.flush().await, 1);
}

on_both!(what_is_no_visit_to_a_page_leaves_nothing);
async fn what_is_no_visit_to_a_page_leaves_nothing(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let browser = world.browser();
    for path in [
        "/docs?ref=nobody-has-it",
        "/docs?ref=",
        "/docs?ref",
        "/docs?REF=trip-with-me",
        "/docs?a=ref%3Dtrip-with-me",
        "/livez?ref=trip-with-me",
        "/nowhere?ref=trip-with-me",
        "/v1/auth/me?ref=trip-with-me",
    ] {
        assert!(browser.open(path).await.cookies().is_empty(), "{path}");
    }
    let page = "/docs?ref=trip-with-me";
    let image = browser.open(page).header("sec-fetch-dest", "image").await;
    let robot = browser.open(page).header("user-agent", "Googlebot/2.1").await;
    let head = browser.call("HEAD", page).header("user-agent", "curl/8").await;
    for answer in [image, robot, head] {
        assert_eq!((answer.status, answer.cookies().len()), (200, 0), "{answer:?}");
    }
    browser.call("POST", page).await.is_error(405, "method_not_allowed");
    assert_eq!(world.flush().await, 0);
}

on_both!(a_page_is_shown_though_the_database_is_away);
async fn a_page_is_shown_though_the_database_is_away(world: World) {
    world.database.run("ALTER TABLE code_claims RENAME TO away").await;
    let answer = world.browser().open("/docs?ref=trip-with-me").await;
    assert_eq!((answer.status, answer.cookies().len()), (200, 0));
}
