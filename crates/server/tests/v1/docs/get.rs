//! `GET /docs`, and what the page loads.

use std::collections::BTreeSet;

use crate::support::{Caller, World};

on_both!(the_page_is_served_with_all_that_it_loads_and_links_to);
async fn the_page_is_served_with_all_that_it_loads_and_links_to(world: World) {
    let page = world.anonymous().get("/docs").await;
    assert_eq!(page.status, 200, "{page:?}");
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let html = std::str::from_utf8(&page.body).unwrap();
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own: BTreeSet<&str> = links.filter(|link| link.starts_with('/')).collect();
    assert!(own.contains("/docs/style.css") && own.contains("/openapi.json"), "{own:?}");
    for link in own {
        assert_eq!(world.anonymous().get(link).await.status, 200, "{link}");
    }
    let style = world.anonymous().get("/docs/style.css").await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
}

on_both!(a_browser_may_do_nothing_for_the_page_but_show_it);
async fn a_browser_may_do_nothing_for_the_page_but_show_it(world: World) {
    let page = world.anonymous().get("/docs").await;
    assert_eq!(
        page.header("content-security-policy"),
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    );
}

on_both!(what_a_browser_has_already_is_not_sent_again);
async fn what_a_browser_has_already_is_not_sent_again(world: World) {
    for path in ["/docs", "/docs/style.css", "/openapi.json"] {
        let first = world.anonymous().get(path).await;
        assert_eq!(first.header("cache-control"), "no-cache", "{path}");
        let known = first.header("etag").to_owned();
        let again = world.anonymous().get(path).header("if-none-match", &known).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), known, "{path}");
        let other = world.anonymous().get(path).header("if-none-match", "\"other\"").await;
        assert_eq!((other.status, other.body), (200, first.body), "{path}");
    }
}

on_both!(commands_on_the_page_name_the_server_as_the_world_does);
async fn commands_on_the_page_name_the_server_as_the_world_does(world: World) {
    let standing = world.member("ada@example.com").await.get("/v1/referrals/me").await.json();
    let link = standing["share_url"].as_str().unwrap();
    let (server, _) = link.split_once("/r/").unwrap();
    let page = world.anonymous().get("/docs").await;
    let html = std::str::from_utf8(&page.body).unwrap();
    assert!(html.contains(&format!(
        "curl</span> <span class=\"o\">-sS</span> <span class=\"s\">'{server}/v1/"
    )));
}
