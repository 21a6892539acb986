//! The headers of answers, scored by the rules of the HTTP Observatory of MDN
//! (<https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring>): 100 points to begin
//! with, and what [`RULES`] adds or takes away. No rule may cost anything.

use serde_json::json;

use crate::support::{Answer, Caller, World};

/// A rule: its name, what it finds (points and why), and the best it can find.
type Rule = (&'static str, fn(&Answer) -> i32, i32);

const RULES: &[Rule] = &[
    ("Content-Security-Policy", policy, 10),
    ("Cookies", cookies, 5),
    ("Cross-Origin-Resource-Policy", resource_policy, 10),
    ("Cross-origin resource sharing", sharing, 0),
    ("Referrer-Policy", referrer, 5),
    ("Strict-Transport-Security", transport, 0),
    ("X-Content-Type-Options", sniffing, 0),
    ("X-Frame-Options", framing, 5),
];

fn directive<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    let parts = answer.header("content-security-policy").split(';').map(str::trim);
    parts
        .filter_map(|part| part.split_once(' '))
        .find_map(|(n, value)| (n == name).then_some(value))
}

fn policy(answer: &Answer) -> i32 {
    let whole = answer.header("content-security-policy");
    if whole.is_empty() {
        return -25;
    }
    if ["unsafe-inline", "unsafe-eval", "http:", "https: ", "*"]
        .iter()
        .any(|bad| whole.contains(bad))
    {
        return -20;
    }
    let closed = matches!(directive(answer, "form-action"), Some("'none'" | "'self'"));
    if directive(answer, "default-src") == Some("'none'") && closed { 10 } else { 5 }
}

fn cookies(answer: &Answer) -> i32 {
    let cookies = answer.cookies();
    if cookies.is_empty() {
        return 0;
    }
    let has = |cookie: &&str, attribute: &str| cookie.split("; ").any(|part| part == attribute);
    if !cookies.iter().all(|cookie| has(cookie, "Secure")) {
        return -40;
    }
    // What repeats the CSRF token is read by scripts, which is its purpose.
    let is_for_scripts = |cookie: &&str| cookie.starts_with("nl_csrf=");
    if !cookies.iter().all(|cookie| is_for_scripts(cookie) || has(cookie, "HttpOnly")) {
        return -30;
    }
    // As the prefix `__Host-` would promise it, without which these names do.
    if !cookies.iter().all(|cookie| has(cookie, "Path=/") && !cookie.contains("Domain=")) {
        return 0;
    }
    if cookies.iter().all(|cookie| has(cookie, "SameSite=Lax")) { 5 } else { 0 }
}

fn resource_policy(answer: &Answer) -> i32 {
    match answer.header("cross-origin-resource-policy") {
        "same-origin" | "same-site" => 10,
        "cross-origin" => -5,
        _ => 0,
    }
}

fn sharing(answer: &Answer) -> i32 {
    if answer.header("access-control-allow-origin").is_empty() { 0 } else { -50 }
}

fn referrer(answer: &Answer) -> i32 {
    let policies =
        ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"];
    if policies.contains(&answer.header("referrer-policy")) { 5 } else { -5 }
}

fn transport(answer: &Answer) -> i32 {
    let told = answer.header("strict-transport-security");
    let seconds = told.split(';').find_map(|part| part.trim().strip_prefix("max-age="));
    match seconds.and_then(|seconds| seconds.parse::<u32>().ok()) {
        Some(15_768_000..) => 0,
        Some(_) => -10,
        None => -20,
    }
}

fn sniffing(answer: &Answer) -> i32 {
    if answer.header("x-content-type-options") == "nosniff" { 0 } else { -5 }
}

fn framing(answer: &Answer) -> i32 {
    if directive(answer, "frame-ancestors") == Some("'none'") { 5 } else { -20 }
}

/// One answer of every sort, as a stranger's page would get it.
async fn answers(world: &World) -> Vec<(&'static str, Answer)> {
    let foreign = |path: &str| world.anonymous().get(path).header("origin", "https://evil.example");
    let ada = world.member("ada@example.com").await;
    let link = format!("/r/{}", ada.uid_code().await);
    let start = world.anonymous().start("eve@example.com").await;
    let verify = json!({ "request_id": start, "code": world.last_code() });
    vec![
        ("JSON", foreign("/livez").await),
        ("JSON of a member", ada.get("/v1/auth/me").header("origin", "https://evil.example").await),
        ("a sign-in", world.anonymous().post("/v1/auth/email/verify", &verify).await),
        ("the end of a session", ada.call("POST", "/v1/auth/logout").await),
        ("an error", foreign("/nowhere").await),
        ("no session", foreign("/v1/auth/me").await),
        ("no method", world.anonymous().call("PUT", "/livez").await),
        ("no host", foreign("/livez").header("host", "evil.example").await),
        ("a head too long", foreign("/livez").header("x-long", &"a".repeat(20_000)).await),
        ("a preflight", preflight(world).await),
        ("a share link", world.browser().open(&link).await),
        ("the front page", foreign("/").await),
        ("the API page", foreign("/docs").await),
        ("a style sheet", foreign("/docs/style.css").await),
        ("the document", foreign("/openapi.json").await),
        ("metrics", world.operator().get("/metrics").await),
    ]
}

async fn preflight(world: &World) -> Answer {
    let call = world.anonymous().call("OPTIONS", "/v1/auth/me");
    let call = call.header("origin", "https://evil.example");
    call.header("access-control-request-method", "POST").await
}

on_both!(every_answer_scores_what_the_observatory_can_give);
async fn every_answer_scores_what_the_observatory_can_give(world: World) {
    let world = world.with(|setup| setup.public_url = "https://api.example.com");
    for (about, answer) in answers(&world).await {
        let mut score = 100;
        for (rule, find, best) in RULES {
            let found = find(&answer);
            // Without a cookie there is nothing to find, good or bad.
            let best = if *rule == "Cookies" && answer.cookies().is_empty() { 0 } else { *best };
            assert_eq!(found, best, "{about}, {rule}: {answer:?}");
            score += found;
        }
        assert!(score >= 130, "{about}: {score}");
    }
}

on_both!(nothing_that_is_no_page_may_do_anything_in_a_browser);
async fn nothing_that_is_no_page_may_do_anything_in_a_browser(world: World) {
    let policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    for (about, answer) in answers(&world).await {
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{about}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{about}");
        assert_eq!(answer.header("strict-transport-security"), "", "{about}: not over http");
        if !answer.header("content-type").starts_with("text/html") {
            assert_eq!(answer.header("content-security-policy"), policy, "{about}");
        }
    }
}
