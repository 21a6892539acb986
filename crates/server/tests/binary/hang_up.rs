//! Clients that hang up in the middle.

use crate::database::Database;
use crate::support::{Connection, Hold, Member, Server, wait};

/// How many hang up at each point.
const CLIENTS: usize = 150;

/// Sends some bytes on many connections and drops them all.
fn send_and_drop(server: &Server, bytes: &[String]) {
    let connections = wait::at_once(bytes, |bytes| {
        let mut connection = Connection::open(server.address);
        connection.send(bytes).unwrap();
        connection
    });
    drop(connections);
}

/// Sessions of the server inside a transaction, and on SQLite whether it holds the write lock.
fn open_transactions(database: &Database) -> i64 {
    if database.is_postgres() {
        let query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                     AND pid <> pg_backend_pid() AND xact_start IS NOT NULL";
        return wait::now(database.number(query));
    }
    let connection = database.sqlite_connection();
    connection.busy_timeout(std::time::Duration::ZERO).unwrap();
    i64::from(connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_err())
}

fn assert_unharmed(database: &Database, server: &Server, member: &Member) {
    wait::until("no transaction is open", || (open_transactions(database) == 0).then_some(()));
    if database.is_postgres() {
        let query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                     AND state LIKE 'idle in transaction%'";
        assert_eq!(wait::now(database.number(query)), 0);
    }
    for number in 0..40 {
        member.set_slug(server.address, &format!("afterwards-{number}")).ok();
        member.call(server.address, "GET", "/v1/referrals/me").ok();
    }
    let mut connection = Connection::open(server.address);
    connection.get("/readyz").ok();
}

on_both!(clients_that_do_not_wait_for_their_answer_leave_nothing_open);
fn clients_that_do_not_wait_for_their_answer_leave_nothing_open(database: &Database) {
    let server = Server::start(database);
    let members = ["anna", "bert", "cleo"].map(|name| Member::sign_in(&server, name));
    let requests: Vec<String> = (0..CLIENTS)
        .flat_map(|number| {
            let member = &members[number % 3];
            let slug = member.slug_request(&format!("slug-{}", number % 50));
            [slug, member.request("GET", "/v1/referrals/me", "")]
        })
        .collect();
    send_and_drop(&server, &requests);
    assert_unharmed(database, &server, &members[0]);
}

on_both!(clients_that_hang_up_inside_their_request_leave_nothing_open);
fn clients_that_hang_up_inside_their_request_leave_nothing_open(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "anna");
    let whole = member.slug_request("trip-with-me");
    let ends = [10, whole.find("cookie").unwrap() + 30, whole.len() - 9, whole.len() - 1];
    let parts: Vec<String> =
        (0..CLIENTS).map(|number| whole[..ends[number % ends.len()]].to_owned()).collect();
    send_and_drop(&server, &parts);
    assert_unharmed(database, &server, &member);
    let slugs = member.slugs(server.address);
    assert!(!slugs.iter().any(|(slug, _)| slug == "trip-with-me"), "half a request does nothing");
}

#[test]
fn clients_that_hang_up_while_their_transaction_waits_leave_no_session_in_it() {
    let database = wait::now(Database::postgres());
    let server = Server::start(&database);
    let members = ["anna", "bert", "cleo", "dora"].map(|name| Member::sign_in(&server, name));
    wait::now(async {
        let other = crate::database::connect(&database.url()).await;
        other.batch_execute("BEGIN; SELECT * FROM accounts FOR UPDATE").await.unwrap();
        let requests: Vec<String> = (0..2 * CLIENTS)
            .map(|number| members[number % 4].slug_request(&format!("slug-{}", number % 8)))
            .collect();
        let connections = wait::at_once(&requests, |request| {
            let mut connection = Connection::open(server.address);
            connection.send(request).unwrap();
            connection
        });
        wait::until("transactions wait for the rows", || {
            let query = "SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'";
            let count = std::thread::scope(|scope| {
                scope.spawn(|| wait::now(database.number(query))).join().unwrap()
            });
            (count >= 8).then_some(())
        });
        drop(connections);
        other.batch_execute("ROLLBACK").await.unwrap();
    });
    assert_unharmed(&database, &server, &members[0]);
}

on_both!(what_a_client_asked_for_is_done_even_if_it_left_meanwhile);
fn what_a_client_asked_for_is_done_even_if_it_left_meanwhile(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "anna");
    let hold = Hold::writes_of(database);
    let mut connection = Connection::open(server.address);
    connection.send(member.slug_request("trip-with-me")).unwrap();
    wait::until("the write is held up", || (hold.writes(&server) == 1).then_some(()));
    drop(connection);
    wait::until("the server has seen the client leave", || {
        // The one that is left is the question's own.
        (server.metric("triport_http_connections") == 1).then_some(())
    });
    hold.let_go();
    wait::until("the slug is there", || (member.slugs(server.address).len() == 1).then_some(()));
}
