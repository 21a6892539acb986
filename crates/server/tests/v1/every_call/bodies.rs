//! Bodies of every size and shape, to every call that takes one.

use axum::body::Body;
use bytes::Bytes;
use serde_json::{Value, json};

use crate::support::{Answer, Caller, SignedIn, World};

/// The calls that take a body, each with a good one and the field that is its heart.
fn calls() -> [(&'static str, Value, &'static str); 4] {
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    [
        ("/v1/referrals/code", json!({ "slug": "trip-with-me" }), "slug"),
        ("/v1/auth/me", json!({ "display_name": "Ada" }), "display_name"),
        ("/v1/auth/email/start", json!({ "email": "bob@example.com" }), "email"),
        ("/v1/auth/email/verify", json!({ "request_id": id, "code": "123456" }), "code"),
    ]
}

async fn send(member: &SignedIn<'_>, path: &str, body: impl Into<Body>) -> Answer {
    member.call("POST", path).body(body).await
}

/// The body with spaces after it, up to a length.
fn padded(body: &Value, length: usize) -> String {
    let text = body.to_string();
    let spaces = " ".repeat(length - text.len());
    text + &spaces
}

/// Whether the call got past its body: it did its work, or found something wrong in a field.
fn was_read(answer: &Answer) -> bool {
    answer.tag() != "invalid_json"
}

on_both!(no_body_at_all_is_invalid_json);
async fn no_body_at_all_is_invalid_json(world: World) {
    let ada = world.member("ada@example.com").await;
    for (path, _, _) in calls() {
        for body in ["", " ", "\n\t \r\n"] {
            send(&ada, path, body).await.is_error(400, "invalid_json");
        }
    }
}

on_both!(four_kibibytes_are_read_and_one_byte_more_is_not);
async fn four_kibibytes_are_read_and_one_byte_more_is_not(world: World) {
    let ada = world.member("ada@example.com").await;
    for (path, good, _) in calls() {
        assert!(was_read(&send(&ada, path, padded(&good, 4_096)).await), "{path}");
        send(&ada, path, padded(&good, 4_097)).await.is_error(400, "invalid_json");
    }
}

on_both!(ten_megabytes_are_refused_like_one_byte_too_many);
async fn ten_megabytes_are_refused_like_one_byte_too_many(world: World) {
    let ada = world.member("ada@example.com").await;
    let large = Bytes::from(vec![b' '; 10_000_000]);
    for (path, good, _) in calls() {
        send(&ada, path, large.clone()).await.is_error(400, "invalid_json");
        send(&ada, path, padded(&good, 10_000_000)).await.is_error(400, "invalid_json");
    }
}

on_both!(a_body_may_come_in_pieces);
async fn a_body_may_come_in_pieces(world: World) {
    let ada = world.member("ada@example.com").await;
    for (path, good, _) in calls() {
        for (length, read) in [(4_096, true), (4_097, false), (100_000, false)] {
            let bytes = padded(&good, length).into_bytes();
            let pieces: Vec<std::io::Result<Bytes>> =
                bytes.chunks(7).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let body = Body::from_stream(futures_util::stream::iter(pieces));
            assert_eq!(was_read(&send(&ada, path, body).await), read, "{path} {length}");
        }
    }
}

on_both!(a_body_that_breaks_off_is_invalid_json_even_if_it_was_complete);
async fn a_body_that_breaks_off_is_invalid_json_even_if_it_was_complete(world: World) {
    let ada = world.member("ada@example.com").await;
    for (path, good, _) in calls() {
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        let pieces = [Ok(Bytes::from(good.to_string())), Err(broken)];
        let body = Body::from_stream(futures_util::stream::iter(pieces));
        send(&ada, path, body).await.is_error(400, "invalid_json");
    }
    assert_eq!(ada.codes().await.len(), 1);
}

on_both!(what_is_not_json_is_invalid_json);
async fn what_is_not_json_is_invalid_json(world: World) {
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    let ada = world.member("ada@example.com").await;
    for (path, good, field) in calls() {
        let good = good.to_string();
        let with = |value: &[u8]| [format!("{{\"{field}\":\"").as_bytes(), value, b"\"}"].concat();
        let bodies: Vec<Vec<u8>> = vec![
            b"{".to_vec(),
            b"}".to_vec(),
            b"slug=trip-with-me".to_vec(),
            b"<slug>trip</slug>".to_vec(),
            b"\0".to_vec(),
            b"{\"\0\":1}".to_vec(),
            with(b"\xff\xfe"),
            with(b"\xc3"),
            with(b"\xed\xa0\x80"),
            with(b"\xf8\x88\x80\x80\x80"),
            with(b"abc\0def"),
            with(b"line\nbreak"),
            with(b"\\ud800"),
            with(b"\\x41"),
            with(b"open\\"),
            format!("{{'{field}':'abc'}}").into_bytes(),
            format!("{{{field}:\"abc\"}}").into_bytes(),
            format!("\u{feff}{good}").into_bytes(),
            format!("{good},").into_bytes(),
            format!("{good}{good}").into_bytes(),
            format!("{good}\0").into_bytes(),
            format!("// why not\n{good}").into_bytes(),
            good.as_bytes()[..good.len() - 1].to_vec(),
            good.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ];
        for body in bodies {
            let shown = String::from_utf8_lossy(&body).into_owned();
            let answer = send(&ada, path, body).await;
            assert_eq!(answer.tag(), "invalid_json", "{path} {shown:?}");
        }
    }
}

on_both!(json_that_is_no_object_is_invalid_json);
async fn json_that_is_no_object_is_invalid_json(world: World) {
    let ada = world.member("ada@example.com").await;
    for (path, good, field) in calls() {
        let list: Vec<&Value> = good.as_object().unwrap().values().collect();
        for body in [
            json!(null),
            json!(true),
            json!(0),
            json!("trip-with-me"),
            json!([]),
            json!([good]),
            json!(list),
            good[field].clone(),
        ] {
            let answer = send(&ada, path, body.to_string()).await;
            assert_eq!(answer.tag(), "invalid_json", "{path} {body}");
        }
    }
}

on_both!(a_field_that_stands_twice_is_invalid_json);
async fn a_field_that_stands_twice_is_invalid_json(world: World) {
    let ada = world.member("ada@example.com").await;
    for (path, good, field) in calls() {
        let value = &good[field];
        let body = format!("{{\"{field}\":{value},\"{field}\":{value}}}");
        send(&ada, path, body).await.is_error(400, "invalid_json");
    }
}

on_both!(deep_nesting_is_refused_and_breaks_nothing);
async fn deep_nesting_is_refused_and_breaks_nothing(world: World) {
    let ada = world.member("ada@example.com").await;
    for (path, _, field) in calls() {
        for depth in [129, 1_300, 4_000, 100_000] {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                send(&ada, path, open.repeat(depth)).await.is_error(400, "invalid_json");
                // An object in a field that nobody reads may be as deep as it likes.
                let nested = format!("{}7{}", open.repeat(depth), close.repeat(depth));
                let answer = send(&ada, path, nested.clone()).await;
                assert!(answer.status < 500, "{answer:?}");
                let body = format!("{{\"other\":{nested},\"{field}\":7}}");
                send(&ada, path, body).await.is_error(400, "invalid_json");
                let body = format!("{{\"{field}\":{nested}}}");
                send(&ada, path, body).await.is_error(400, "invalid_json");
            }
        }
    }
    ada.set_slug("trip-with-me").await.ok();
}

on_both!(the_content_type_is_not_looked_at);
async fn the_content_type_is_not_looked_at(world: World) {
    let ada = world.member("ada@example.com").await;
    for content_type in ["", "text/plain", "application/x-www-form-urlencoded", "nonsense"] {
        ada.set_slug("trip-with-me").header("content-type", content_type).await.ok();
    }
    ada.set_slug("trip-with-me").without("content-type").await.ok();
}

on_both!(calls_without_a_body_do_not_mind_one);
async fn calls_without_a_body_do_not_mind_one(world: World) {
    let ada = world.member("ada@example.com").await;
    for path in ["/v1/auth/me", "/v1/referrals/me", "/v1/referrals/codes", "/livez"] {
        ada.get(path).body(vec![b'{'; 10_000]).await.ok();
    }
}
