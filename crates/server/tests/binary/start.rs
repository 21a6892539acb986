//! Starting: several at once, one too many, and after an end of any kind.

use crate::database::Database;
use crate::support::process::Refused;
use crate::support::{Connection, Member, Server, wait};

/// Expects one line for a person, and failure.
#[track_caller]
fn assert_one_line(refused: &Refused, word: &str) {
    assert!(!refused.status.success(), "{refused:?}");
    assert_eq!(refused.lines.len(), 1, "{refused:?}");
    assert!(refused.lines[0].contains(word), "{refused:?}");
}

#[test]
fn a_second_server_on_an_sqlite_file_is_refused_in_one_line_and_the_first_goes_on() {
    let database = Database::sqlite();
    let first = Server::start(&database);
    let member = Member::sign_in(&first, "somebody");
    for _ in 0..2 {
        let refused = Server::try_start(&database.url(), &[]).err().unwrap();
        assert_one_line(&refused, "in use by another server process");
        member.set_slug(first.address, "trip-with-me").ok();
    }
    first.kill();
    let next = Server::start(&database);
    assert_eq!(member.slugs(next.address).len(), 1);
}

#[test]
fn of_servers_that_start_at_once_on_a_new_sqlite_file_one_serves() {
    let database = Database::sqlite();
    let started = wait::at_once(0..4, |_| Server::try_start(&database.url(), &[]));
    let (serving, refused): (Vec<_>, Vec<_>) = started.into_iter().partition(Result::is_ok);
    assert_eq!((serving.len(), refused.len()), (1, 3));
    for refused in refused {
        assert_one_line(&refused.err().unwrap(), "in use by another server process");
    }
    let server = serving.into_iter().next().unwrap().unwrap();
    Member::sign_in(&server, "somebody").set_slug(server.address, "trip-with-me").ok();
}

#[test]
fn servers_that_start_at_once_on_a_new_postgresql_database_all_serve_with_one_key() {
    let database = wait::now(Database::postgres());
    let servers = wait::at_once(0..4, |_| Server::start(&database));
    // A code that one of them made is a code for all: they found the same secret key.
    let request_ids: Vec<(String, String)> = (0..4)
        .map(|number| {
            let email = format!("member@host-{number}.example");
            let body = format!("{{\"email\":\"{email}\"}}");
            let mut connection = Connection::open(servers[number].address);
            let start = crate::support::member::request("POST", "/v1/auth/email/start", "", &body);
            connection.send(start).unwrap();
            let id = connection.answer().ok()["request_id"].as_str().unwrap().to_owned();
            (id, servers[number].code_for(&email))
        })
        .collect();
    for (number, (id, code)) in request_ids.iter().enumerate() {
        let body = format!("{{\"request_id\":\"{id}\",\"code\":\"{code}\"}}");
        let mut connection = Connection::open(servers[(number + 1) % 4].address);
        let verify = crate::support::member::request("POST", "/v1/auth/email/verify", "", &body);
        connection.send(verify).unwrap();
        connection.answer().ok();
    }
    assert_eq!(wait::now(database.number("SELECT count(*) FROM settings")), 1);
}

on_both!(a_server_that_starts_again_finds_everything);
fn a_server_that_starts_again_finds_everything(database: &Database) {
    let first = Server::start(database);
    let member = Member::sign_in(&first, "somebody");
    member.set_slug(first.address, "trip-with-me").ok();
    first.signal("TERM");
    assert!(first.ended().0.success());
    let second = Server::start(database);
    let slugs = member.slugs(second.address);
    assert_eq!(slugs, [("trip-with-me".to_owned(), "active".to_owned())]);
}

#[test]
fn a_database_that_is_not_there_stops_the_start_in_one_line_without_its_password() {
    let url = "postgres://somebody:very-secret@127.0.0.1:9/nowhere";
    let refused = Server::try_start(url, &[]).err().unwrap();
    assert_one_line(&refused, "say where PostgreSQL answers");
    assert!(!refused.lines[0].contains("very-secret"), "{refused:?}");
}

/// A supervisor tries again after the first, and not after the second.
#[test]
fn a_wrong_setting_ends_with_a_code_of_its_own() {
    let ended = |url: &str, settings: &[(&str, &str)]| {
        Server::try_start(url, settings).err().unwrap().status.code()
    };
    assert_eq!(ended("postgres://somebody@127.0.0.1:9/nowhere", &[]), Some(1));
    let database = Database::sqlite();
    assert_eq!(ended(&database.url(), &[("TRIPORT_LOG", "warning")]), Some(78));
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let database = Database::sqlite();
    let text = "This is a letter, not a database.\n".repeat(200);
    std::fs::write(database.file(), &text).unwrap();
    let refused = Server::try_start(&database.url(), &[]).err().unwrap();
    assert_one_line(&refused, "database");
    assert_eq!(std::fs::read_to_string(database.file()).unwrap(), text);
    assert_eq!(files(&database), ["triport.db"]);
}

/// The names of what stands in the database's folder.
fn files(database: &Database) -> Vec<String> {
    let folder = std::fs::read_dir(database.file().parent().unwrap()).unwrap();
    let names = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn of_a_server_that_has_stopped_the_database_file_is_left_and_nothing_beside_it() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    assert!(files(&database).contains(&"triport.db.lock".to_owned()));
    let refused = Server::try_start(&database.url(), &[]).err().unwrap();
    assert_one_line(&refused, "in use by another server process");
    assert!(files(&database).contains(&"triport.db.lock".to_owned()), "it is the first one's");
    server.signal("TERM");
    assert!(server.ended().0.success());
    assert_eq!(files(&database), ["triport.db"]);
}

#[test]
fn a_database_that_is_refused_has_nothing_left_beside_it() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    server.signal("TERM");
    assert!(server.ended().0.success());
    let edited = "UPDATE schema_migrations SET checksum = 'another' WHERE version = 1";
    wait::now(database.run(edited));
    let refused = Server::try_start(&database.url(), &[]).err().unwrap();
    assert_one_line(&refused, "another text");
    assert_eq!(files(&database), ["triport.db"]);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let database = Database::sqlite();
    let missing = database.file().with_file_name("not-here").join("triport.db");
    let url = format!("sqlite://{}", missing.display());
    let refused = Server::try_start(&url, &[]).err().unwrap();
    assert_one_line(&refused, "not-here is not there: make it");
}

on_both!(an_address_in_use_stops_the_start_in_one_line);
fn an_address_in_use_stops_the_start_in_one_line(database: &Database) {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let settings = [("TRIPORT_LISTEN", address.as_str())];
    let refused = Server::try_start(&database.url(), &settings).err().unwrap();
    let last = refused.lines.last().unwrap();
    assert!(!refused.status.success() && last.contains(&address), "{refused:?}");
    assert!(last.contains("choose another port with TRIPORT_LISTEN"), "{refused:?}");
}
