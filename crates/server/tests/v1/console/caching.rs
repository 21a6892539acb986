//! In which form the console's files travel, and how long browsers keep them.

use crate::support::{Caller, PAGE, SCRIPT, SCRIPT_PATH, World};

on_both!(a_file_with_a_hash_in_its_name_is_kept_for_ever_and_the_page_never);
async fn a_file_with_a_hash_in_its_name_is_kept_for_ever_and_the_page_never(world: World) {
    let for_ever = "public, max-age=31536000, immutable";
    for (path, kind, cached) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/payouts", "text/html; charset=utf-8", "no-cache"),
        ("/icon.svg", "image/svg+xml", "no-cache"),
        (SCRIPT_PATH, "text/javascript; charset=utf-8", for_ever),
        ("/assets/hanken-1a2b3c4d.woff2", "font/woff2", for_ever),
    ] {
        let answer = world.anonymous().get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("cache-control"), cached, "{path}");
    }
}

on_both!(what_a_browser_has_already_is_not_sent_again);
async fn what_a_browser_has_already_is_not_sent_again(world: World) {
    for path in ["/", "/rewards", SCRIPT_PATH, "/icon.svg"] {
        let first = world.anonymous().get(path).await;
        let known = first.header("etag").to_owned();
        let call = world.anonymous().get(path).header("if-none-match", &format!("\"x\", {known}"));
        let again = call.await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        for name in ["etag", "cache-control", "vary"] {
            assert_eq!(again.header(name), first.header(name), "{path} {name}");
        }
        let other = world.anonymous().get(path).header("if-none-match", "\"other\"").await;
        assert_eq!((other.status, other.body), (200, first.body), "{path}");
    }
}

on_both!(a_file_travels_in_the_smallest_form_that_the_browser_takes);
async fn a_file_travels_in_the_smallest_form_that_the_browser_takes(world: World) {
    for (takes, sent) in [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("deflate", ""),
        ("", ""),
    ] {
        let answer = world.anonymous().get(SCRIPT_PATH).header("accept-encoding", takes).await;
        assert_eq!(answer.header("content-encoding"), sent, "{takes}");
        let (_, text) = SCRIPT.iter().find(|(form, _)| *form == sent).unwrap();
        assert_eq!(answer.body, *text, "{takes}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{takes}");
    }
    let page = world.anonymous().get("/").header("accept-encoding", "br").await;
    assert_eq!((page.header("content-encoding"), &page.body[..]), ("", PAGE.as_bytes()));
}

on_both!(each_form_has_a_version_of_its_own);
async fn each_form_has_a_version_of_its_own(world: World) {
    let mut versions = Vec::new();
    for takes in ["br", "gzip", ""] {
        let answer = world.anonymous().get(SCRIPT_PATH).header("accept-encoding", takes).await;
        versions.push(answer.header("etag").to_owned());
    }
    versions.sort();
    versions.dedup();
    assert_eq!(versions.len(), 3);
    let call = world.anonymous().get(SCRIPT_PATH).header("accept-encoding", "gzip");
    let answer = call.header("if-none-match", &versions.concat()).await;
    assert_eq!(answer.status, 200, "no list of versions");
}
