//! Which of several clicks a browser remembers.

use triport_domain::program::Touch;
use triport_domain::time::Span;

use crate::support::{Browser, Caller, World};

async fn two_codes(world: &World) {
    world.member("ada@example.com").await.set_slug("of-ada").await.ok();
    world.member("bob@example.com").await.set_slug("of-bob").await.ok();
}

fn held(browser: &Browser<'_>) -> String {
    browser.jar.get("ref_code").unwrap()
}

on_both!(the_last_click_counts_unless_the_programme_says_otherwise);
async fn the_last_click_counts_unless_the_programme_says_otherwise(world: World) {
    two_codes(&world).await;
    let browser = world.browser();
    browser.follow("of-ada").await;
    let first = browser.jar.get("ref_touch").unwrap();
    world.forward(Span::from_secs(60));
    browser.follow("of-bob").await;
    assert_eq!(held(&browser), "of-bob");
    assert_ne!(browser.jar.get("ref_touch").unwrap(), first);
    assert_eq!(world.flush().await, 2);
}

on_both!(the_first_click_stays_where_it_counts_and_every_click_is_counted);
async fn the_first_click_stays_where_it_counts_and_every_click_is_counted(world: World) {
    two_codes(&world).await;
    let world = world.with(|setup| setup.touch = Touch::First);
    let browser = world.browser();
    browser.follow("of-ada").await;
    let first = browser.jar.get("ref_touch").unwrap();
    world.forward(Span::from_secs(60));
    for code in ["of-bob", "of-ada"] {
        let answer = browser.open(&format!("/r/{code}")).await;
        assert!(answer.header("location").contains(code), "the link itself is as it was");
        assert!(answer.cookies().is_empty(), "{answer:?}");
    }
    assert_eq!((held(&browser).as_str(), browser.jar.get("ref_touch")), ("of-ada", Some(first)));
    assert_eq!(world.flush().await, 3);
    assert_eq!(world.count("code_clicks", "code = 'of-bob' AND clicks = 1").await, 1);
}

on_both!(a_first_click_that_is_worth_nothing_gives_way);
async fn a_first_click_that_is_worth_nothing_gives_way(world: World) {
    two_codes(&world).await;
    let world = world.with(|setup| setup.touch = Touch::First);
    for worthless in ["nobody-has-it", "x", "%", ""] {
        let browser = world.browser();
        browser.jar.set("ref_code", worthless);
        browser.follow("of-bob").await;
        assert_eq!(held(&browser), "of-bob", "{worthless}");
    }
    let browser = world.browser();
    browser.follow("of-ada").await;
    world.member("ada@example.com").await.delete("/v1/referrals/code").await.ok();
    world.forward(Span::from_secs(1));
    browser.follow("of-bob").await;
    assert_eq!(held(&browser), "of-bob");
}

on_both!(the_same_link_again_starts_the_window_anew);
async fn the_same_link_again_starts_the_window_anew(world: World) {
    two_codes(&world).await;
    let browser = world.browser();
    browser.follow("of-ada").await;
    let first = browser.jar.get("ref_touch").unwrap();
    world.forward(Span::from_days(20));
    let answer = browser.open("/r/of-ada").await;
    assert_eq!(answer.cookies().len(), 2);
    assert_ne!(browser.jar.get("ref_touch").unwrap(), first);
}
