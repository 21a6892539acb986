//! What comes over the wire, sensible or not.

use crate::database::Database;
use crate::support::member::request;
use crate::support::{Connection, Member, Server};

/// A server, after the database under it, so that it goes first.
fn server() -> (Database, Server) {
    let database = Database::sqlite();
    let server = Server::start(&database);
    (database, server)
}

#[test]
fn bytes_that_are_no_request_are_refused_and_the_connection_closed() {
    let (_database, server) = server();
    for garbage in [
        b"\r\n\r\n\r\n\r\nnonsense\r\n\r\n".as_slice(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS client says hello\r\n\r\n",
        b"\0\0\0\0\0\0\0\0\0\0\0\0\r\n\r\n",
        b"GET / HTTP/9.9\r\nhost: localhost\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: localhost\r\nbad\0name: 1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        &vec![0xff; 70_000],
    ] {
        let mut connection = Connection::open(server.address);
        let _ = connection.send(garbage);
        if let Ok(Some(answer)) = connection.read(true) {
            assert!((400..506).contains(&answer.status), "{answer:?}");
        }
        assert!(connection.rest().is_ok_and(|rest| rest.is_empty()) || garbage.len() > 60_000);
    }
    Connection::open(server.address).get("/livez").ok();
}

#[test]
fn two_framings_of_one_body_are_never_two_requests() {
    let (_database, server) = server();
    let mut connection = Connection::open(server.address);
    let smuggled = "GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let body = format!("0\r\n\r\n{smuggled}");
    let headers = "transfer-encoding: chunked\r\n";
    connection.send(request("POST", "/v1/auth/logout", headers, &body)).unwrap();
    let first = connection.read(true).unwrap().unwrap();
    // Refused, or read as chunks with the connection closed behind it.
    let closed = connection.rest().is_ok_and(|rest| rest.is_empty());
    assert!(first.status == 400 || closed, "{first:?}");
}

#[test]
fn a_client_of_http_1_0_is_answered_and_hung_up_on() {
    let (_database, server) = server();
    let mut connection = Connection::open(server.address);
    connection.send("GET /livez HTTP/1.0\r\n\r\n").unwrap();
    let answer = connection.answer();
    answer.ok();
    assert_eq!(answer.version, "HTTP/1.0");
    assert_eq!(connection.rest().unwrap(), b"");
}

#[test]
fn pipelined_requests_are_answered_in_their_order() {
    let (_database, server) = server();
    let member = Member::sign_in(&server, "somebody");
    let mut connection = Connection::open(server.address);
    let requests = [
        member.slug_request("first"),
        request("GET", "/livez", "", ""),
        member.slug_request("second"),
        member.slug_request("x"),
        request("GET", "/nowhere", "", ""),
        member.request("GET", "/v1/referrals/me", ""),
    ];
    connection.send(requests.concat()).unwrap();
    assert_eq!(connection.answer().ok()["code"]["Code"], "first");
    assert_eq!(connection.answer().ok()["status"], "ok");
    assert_eq!(connection.answer().ok()["code"]["Code"], "second");
    connection.answer().is_error(400, "slug_invalid");
    connection.answer().is_error(404, "not_found");
    assert_eq!(connection.answer().ok()["custom_slug"], "second");
}

#[test]
fn an_answer_to_head_has_no_body_even_when_it_is_an_error() {
    let (_database, server) = server();
    let mut connection = Connection::open(server.address);
    for (path, status) in
        [("/livez", 200), ("/nowhere", 404), ("/v1/auth/me", 401), ("/v1/auth/email/start", 405)]
    {
        connection.send(request("HEAD", path, "", "")).unwrap();
        let answer = connection.read(false).unwrap().unwrap();
        assert_eq!(answer.status, status, "{answer:?}");
        assert!(answer.header("x-request-id").starts_with("req_"), "{answer:?}");
    }
    connection.get("/livez").ok();
}

#[test]
fn heads_beyond_every_limit_are_431_and_those_before_it_have_the_envelope() {
    let (_database, server) = server();
    let filler = |length| format!("x-filler: {}\r\n", "a".repeat(length));
    let mut connection = Connection::open(server.address);
    connection.send(request("GET", "/livez", &filler(16_000), "")).unwrap();
    connection.answer().ok();
    connection.send(request("GET", "/livez", &filler(17_000), "")).unwrap();
    connection.answer().is_error(431, "headers_too_large");
    connection.get("/livez").ok();
    for headers in [filler(80_000), "x-many: a\r\n".repeat(101)] {
        let mut connection = Connection::open(server.address);
        let _ = connection.send(request("GET", "/livez", &headers, ""));
        if let Ok(Some(answer)) = connection.read(true) {
            assert_eq!(answer.status, 431, "{answer:?}");
        }
    }
    Connection::open(server.address).get("/livez").ok();
}

#[test]
fn a_body_of_ten_megabytes_is_answered_and_the_connection_lives_on() {
    let (_database, server) = server();
    let member = Member::sign_in(&server, "somebody");
    let mut connection = Connection::open(server.address);
    let body = " ".repeat(10_000_000);
    connection.send(member.request("POST", "/v1/referrals/code", &body)).unwrap();
    connection.answer().is_error(400, "invalid_json");
    connection.send(member.slug_request("trip-with-me")).unwrap();
    connection.answer().ok();
}

#[test]
fn a_body_without_end_is_answered_and_hung_up_on() {
    let (_database, server) = server();
    let member = Member::sign_in(&server, "somebody");
    let head = member.request("POST", "/v1/referrals/code", "");
    let head = head.replace("content-length: 0", "transfer-encoding: chunked");
    let mut connection = Connection::open(server.address);
    connection.send(head).unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let mut sent = 0;
    while sent < 40_000_000 && connection.send(&chunk).is_ok() {
        sent += chunk.len();
    }
    assert!(sent < 40_000_000, "somebody reads on and on");
    Connection::open(server.address).get("/livez").ok();
}

#[test]
fn a_refused_call_does_not_wait_for_its_body() {
    let (_database, server) = server();
    let mut connection = Connection::open(server.address);
    let whole =
        request("POST", "/v1/referrals/code", "expect: 100-continue\r\n", "{\"slug\":\"abc\"}");
    let head = &whole[..whole.find("\r\n\r\n").unwrap() + 4];
    connection.send(head).unwrap();
    connection.answer().is_error(401, "unauthenticated");
}

#[test]
fn a_client_that_asks_before_it_sends_is_told_to_go_on() {
    let (_database, server) = server();
    let member = Member::sign_in(&server, "somebody");
    let whole = member.slug_request("trip-with-me");
    let whole = whole.replace("host: localhost", "host: localhost\r\nexpect: 100-continue");
    let body = whole.find("\r\n\r\n").unwrap() + 4;
    let mut connection = Connection::open(server.address);
    connection.send(&whole[..body]).unwrap();
    assert_eq!(connection.read(false).unwrap().unwrap().status, 100);
    connection.send(&whole[body..]).unwrap();
    connection.answer().ok();
}

#[test]
fn a_request_for_a_whole_address_is_answered_like_one_for_its_path() {
    let (_database, server) = server();
    let mut connection = Connection::open(server.address);
    connection.send(request("GET", "http://localhost/livez?x=1", "", "")).unwrap();
    connection.answer().ok();
    connection.send(request("GET", "http://elsewhere.example/livez?x=1", "", "")).unwrap();
    connection.answer().is_error(421, "misdirected_request");
    connection.send(request("OPTIONS", "*", "", "")).unwrap();
    let answer = connection.answer();
    assert!([404, 405].contains(&answer.status), "{answer:?}");
    assert!(answer.json()["error"].is_string());
}
