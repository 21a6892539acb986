//! Who counts as a person.

use crate::support::{Caller, World};

/// Whether a visit with these headers leaves cookies and counts.
async fn counts(world: &World, headers: &[(&str, &str)]) -> bool {
    let anonymous = world.anonymous();
    let call = headers
        .iter()
        .fold(anonymous.get("/r/trip-with-me"), |call, (name, value)| call.header(name, value));
    let answer = call.await;
    assert_eq!(answer.status, 302, "{headers:?}");
    assert!(answer.header("location").contains("ref=trip-with-me"), "everybody is sent on");
    let (counted, kept) = (world.flush().await == 1, answer.cookie("ref_code").is_some());
    assert_eq!(counted, kept, "{headers:?}");
    counted
}

const UA: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/131.0");

on_both!(only_a_page_of_its_own_counts);
async fn only_a_page_of_its_own_counts(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let modes = ["navigate", "no-cors", "cors", "same-origin", "websocket", ""];
    let destinations = ["document", "image", "iframe", "empty", "script", "embed", ""];
    for mode in modes {
        for destination in destinations {
            let headers = [UA, ("sec-fetch-mode", mode), ("sec-fetch-dest", destination)];
            let expected = (mode, destination) == ("navigate", "document");
            assert_eq!(counts(&world, &headers).await, expected, "{mode} {destination}");
        }
    }
    for part in [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")] {
        assert!(!counts(&world, &[UA, part]).await, "the other half is missing: {part:?}");
    }
    assert!(!counts(&world, &[UA, ("sec-fetch-site", "none")]).await);
    assert!(counts(&world, &[UA]).await, "an older browser tells nothing");
}

on_both!(what_nobody_has_asked_for_yet_does_not_count);
async fn what_nobody_has_asked_for_yet_does_not_count(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let navigation = [UA, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    for early in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
        ("purpose", "Preview"),
        ("x-purpose", "preview"),
        ("x-moz", "prefetch"),
    ] {
        assert!(!counts(&world, &[UA, early]).await, "{early:?}");
        let headers = [navigation.as_slice(), &[early]].concat();
        assert!(!counts(&world, &headers).await, "{early:?}");
    }
    assert!(counts(&world, &navigation).await);
}

on_both!(robots_do_not_count_and_curl_does);
async fn robots_do_not_count_and_curl_does(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    for robot in [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0 A",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "python-requests/2.31.0",
        "",
    ] {
        assert!(!counts(&world, &[("user-agent", robot)]).await, "{robot}");
    }
    assert!(!counts(&world, &[]).await, "who says nothing is no browser");
    assert!(counts(&world, &[("user-agent", "curl/8.5.0")]).await);
}

on_both!(a_user_agent_that_is_no_text_is_no_person);
async fn a_user_agent_that_is_no_text_is_no_person(world: World) {
    world.member("ada@example.com").await.set_slug("trip-with-me").await.ok();
    let anonymous = world.anonymous();
    let answer = anonymous.get("/r/trip-with-me").raw_header("user-agent", b"\xff\xfe").await;
    assert_eq!((answer.status, answer.cookies().len()), (302, 0));
}
