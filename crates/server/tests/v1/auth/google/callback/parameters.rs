//! Whatever a browser comes back with: it is led somewhere, and nobody is signed in.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use triport_domain::openid::Refused;

use super::get::PATH;
use crate::support::{Caller, World};

const CASES: usize = 400;

/// A query, and the cookies of the visit; now and then the state is right.
fn returns() -> impl Strategy<Value = (String, String, String)> {
    let state = prop_oneof!["[0-9a-f]{64}", "[0-9a-f]{64}\\.[0-9a-f]{64}", "[!-:<-~]{0,80}"];
    let query = prop_oneof![
        "((state|code|error|iss)=[%0-9A-Za-z_.-]{0,40}&?){0,6}",
        "[!-~&&[^#]]{0,300}",
        Just("state=STATE&code=made-up".to_owned()),
        "state=STATE&error=[a-z_]{0,20}",
        "state=STATE&code=[!-~&&[^#&]]{0,80}",
    ];
    (query, state, prop_oneof!["[0-9a-f]{64}", "[ -~&&[^;]]{0,70}"])
}

on_both!(whatever_a_browser_comes_back_with_it_is_led_to_an_explanation);
async fn whatever_a_browser_comes_back_with_it_is_led_to_an_explanation(world: World) {
    let world = world.with(|setup| setup.google_issuer = Some("http://127.0.0.1:9".to_owned()));
    let mut runner = TestRunner::deterministic();
    for _ in 0..CASES {
        let (query, state, verifier) = returns().new_tree(&mut runner).unwrap().current();
        let path = format!("{PATH}?{}", query.replace("STATE", &state));
        // The client of the tests refuses what no address can be.
        if path.parse::<axum::http::Uri>().is_err() {
            continue;
        }
        let cookies = format!("nl_google_state={state}; nl_google_verifier={verifier}");
        let call = world.anonymous().get(&path).raw_header("cookie", cookies.as_bytes());
        let answer = call.from("10.0.0.7").await;
        let (page, tag) = answer.header("location").split_once("?error=").unwrap();
        assert!(Refused::ALL.iter().any(|refused| refused.as_str() == tag), "{answer:?}");
        answer.leads_to(&format!("{page}?error={tag}"));
        assert_eq!(
            page,
            if state.contains('.') && answer_is_of_a_visit(&verifier) { "/" } else { "/login" }
        );
        assert_eq!(answer.cookie("nl_session"), None);
    }
    assert_eq!(world.count("sessions", "1 = 1").await, 0);
}

/// Half of a visit's cookies is nothing.
fn answer_is_of_a_visit(verifier: &str) -> bool {
    verifier.len() == 64 && verifier.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[test]
fn every_tag_is_documented_and_has_words_in_the_console() {
    let document = triport_referrals::http::document_text().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let words = std::fs::read_to_string(root.join("console/src/messages/en/google.ts")).unwrap();
    for tag in Refused::ALL.map(Refused::as_str) {
        assert!(document.contains(&format!("`{tag}`")), "{tag} is not in the document");
        // The general words are for what nobody can do anything about.
        let general = tag == Refused::Failed.as_str();
        assert!(general || words.contains(&format!("    {tag}:")), "{tag} has no words");
    }
}
