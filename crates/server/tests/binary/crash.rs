//! `kill -9` under load.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::database::Database;
use crate::support::{Connection, Member, Server, wait};

const WRITERS: usize = 8;

/// Sets one slug after the other until the server is gone; answers those that were answered.
fn write_until_gone(server: std::net::SocketAddr, member: &Member, writer: usize) -> Vec<String> {
    let mut answered = Vec::new();
    let Ok(mut connection) = Connection::try_open(server) else { return answered };
    for number in 0.. {
        let slug = format!("slug-{writer}-{number}");
        if connection.send(member.slug_request(&slug)).is_err() {
            break;
        }
        match connection.read(true) {
            Ok(Some(answer)) if answer.status == 200 => answered.push(slug),
            Ok(Some(answer)) => panic!("{answer:?}"),
            Ok(None) | Err(_) => break,
        }
    }
    answered
}

on_both!(after_kill_9_every_answered_write_is_there);
fn after_kill_9_every_answered_write_is_there(database: &Database) {
    let unlimited = [("TRIPORT_PROGRAM__MAX_SLUGS_PER_ACCOUNT", "1000")];
    let mut server = Server::start_with(&database.url(), &unlimited);
    let members: Vec<Member> =
        (0..WRITERS).map(|writer| Member::sign_in(&server, &format!("writer-{writer}"))).collect();
    let mut all: Vec<Vec<String>> = vec![Vec::new(); WRITERS];
    for round in 0..2 {
        let address = server.address;
        let killed = AtomicBool::new(false);
        let written = std::thread::scope(|scope| {
            let writers = scope.spawn(|| {
                let numbered = members.iter().enumerate();
                wait::at_once(numbered, |(writer, member)| {
                    let written = write_until_gone(address, member, round * WRITERS + writer);
                    assert!(killed.load(Ordering::SeqCst), "the server went away by itself");
                    written
                })
            });
            // Somewhere in the middle: when the load has done some work.
            wait::until("slugs were written", || {
                let query = "SELECT count(*) FROM referral_codes WHERE kind = 'custom'";
                let before: usize = all.iter().map(Vec::len).sum();
                let written = wait::now(database.number(query));
                (written >= i64::try_from(before + 60).unwrap()).then_some(())
            });
            killed.store(true, Ordering::SeqCst);
            server.kill();
            writers.join().unwrap()
        });
        for (all, written) in all.iter_mut().zip(written) {
            all.extend(written);
        }
        server = Server::start_with(&database.url(), &unlimited);
        for (member, answered) in members.iter().zip(&all) {
            assert_all_there(member, &server, answered);
        }
    }
    if !database.is_postgres() {
        let connection = database.sqlite_connection();
        let check = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0));
        assert_eq!(check, Ok("ok".to_owned()));
    }
}

/// Everything that was answered is there, in order, and nothing but one more that was under way.
fn assert_all_there(member: &Member, server: &Server, answered: &[String]) {
    let there = member.slugs(server.address);
    for slug in answered {
        assert!(there.iter().any(|(text, _)| text == slug), "{slug} is lost");
    }
    let active: Vec<_> = there.iter().filter(|(_, state)| state == "active").collect();
    assert_eq!(active.len(), usize::from(!there.is_empty()), "{there:?}");
}
