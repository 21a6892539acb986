//! Many that want the same at the same moment.

use crate::database::Database;
use crate::support::{Member, Server, wait};

/// Checks what a race of one account with itself must leave: everything was answered 200, and one
/// slug is active.
fn assert_one_winner(member: &Member, server: &Server, statuses: &[u16]) {
    assert!(statuses.iter().all(|status| *status == 200), "{statuses:?}");
    let slugs = member.slugs(server.address);
    let active = slugs.iter().filter(|(_, state)| state == "active").count();
    let aliases = slugs.iter().filter(|(_, state)| state == "alias").count();
    assert_eq!((active, active + aliases), (1, slugs.len()), "{slugs:?}");
}

on_both!(of_twelve_accounts_that_race_for_one_slug_one_gets_it);
fn of_twelve_accounts_that_race_for_one_slug_one_gets_it(database: &Database) {
    let server = Server::start(database);
    let members: Vec<Member> =
        (0..12).map(|number| Member::sign_in(&server, &format!("racer-{number}"))).collect();
    for slug in ["gold", "silver", "bronze"] {
        let answers = wait::at_once(&members, |member| member.set_slug(server.address, slug));
        let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
        assert_eq!((won.len(), lost.len()), (1, 11), "{slug}");
        for answer in lost {
            answer.is_error(409, "slug_taken");
        }
    }
}

on_both!(an_account_that_races_with_itself_ends_with_one_active_slug);
fn an_account_that_races_with_itself_ends_with_one_active_slug(database: &Database) {
    let server = Server::start(database);
    let member = Member::sign_in(&server, "racer");
    for round in 0..3 {
        let slugs = (0..12).map(|number| format!("slug-{round}-{}", number % 8));
        let statuses = wait::at_once(slugs, |slug| member.set_slug(server.address, &slug).status);
        assert_one_winner(&member, &server, &statuses);
    }
}

#[test]
fn an_account_that_races_with_itself_through_two_processes_ends_with_one_active_slug() {
    let database = wait::now(Database::postgres());
    let servers = [Server::start(&database), Server::start(&database)];
    let member = Member::sign_in(&servers[0], "racer");
    for round in 0..3 {
        let slugs = (0..16).map(|number| (number % 2, format!("slug-{round}-{}", number % 8)));
        let statuses = wait::at_once(slugs, |(server, slug)| {
            member.set_slug(servers[server].address, &slug).status
        });
        assert_one_winner(&member, &servers[0], &statuses);
        assert_eq!(member.slugs(servers[0].address), member.slugs(servers[1].address));
    }
}

#[test]
fn accounts_that_race_through_two_processes_share_no_slug() {
    let database = wait::now(Database::postgres());
    let servers = [Server::start(&database), Server::start(&database)];
    let members: Vec<(usize, Member)> = (0..12)
        .map(|number| {
            (number % 2, Member::sign_in(&servers[number % 2], &format!("racer-{number}")))
        })
        .collect();
    for slug in ["gold", "silver", "bronze"] {
        let statuses = wait::at_once(&members, |(server, member)| {
            member.set_slug(servers[*server].address, slug).status
        });
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 11, "{statuses:?}");
    }
}

#[test]
fn a_session_of_one_process_is_one_of_the_other_until_it_ends_everywhere() {
    let database = wait::now(Database::postgres());
    let servers = [Server::start(&database), Server::start(&database)];
    let member = Member::sign_in(&servers[0], "somebody");
    member.call(servers[1].address, "GET", "/v1/auth/me").ok();
    member.call(servers[1].address, "POST", "/v1/auth/logout").ok();
    for server in &servers {
        let answer = member.call(server.address, "GET", "/v1/auth/me");
        answer.is_error(401, "unauthenticated");
    }
}
