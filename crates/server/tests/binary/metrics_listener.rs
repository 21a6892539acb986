//! `TRIPORT_METRICS_LISTEN`: metrics for a scraper that has no token.

use std::net::{SocketAddr, TcpListener};

use crate::database::Database;
use crate::support::{Connection, Server};

/// An address that nobody listens on just now.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[test]
fn metrics_have_a_listener_of_their_own_without_a_token() {
    let database = Database::sqlite();
    let address = free_address();
    let text = address.to_string();
    let server = Server::start_with(&database.url(), &[("TRIPORT_METRICS_LISTEN", &text)]);
    Connection::open(server.address).get("/metrics").is_error(401, "admin_token_invalid");
    let mut scraper = Connection::open(address);
    let answer = scraper.get("/metrics");
    assert_eq!(answer.status, 200, "{answer:?}");
    let metrics = String::from_utf8(answer.body).unwrap();
    assert!(metrics.contains("triport_http_connections "), "{metrics}");
    for path in ["/", "/livez", "/v1/auth/me", "/metrics/"] {
        assert_eq!(scraper.get(path).status, 404, "{path}: nothing else is served here");
    }
}
