//! What a statement has to keep to run on a distributed PostgreSQL: one place each.

use triport_store::statement::all;
use triport_store::tables::{Kind, TABLES, Table};

use crate::sql_text::{pieces, words};

/// Statements of background work that look at all places, a bounded number of rows each.
const BACKGROUND_SCANS: &[&str] = &[
    // Purging: some rows that have expired, whoever they belong to.
    "triport_store::sessions::EXPIRED",
    "triport_store::challenges::EXPIRED",
    "triport_store::one_time_codes::EXPIRED",
    "triport_store::limits::EXPIRED",
    "triport_store::sign_in_links::EXPIRED",
    "triport_store::known_browsers::EXPIRED",
    "triport_store::idempotency::EXPIRED",
    "triport_store::clicks::OLD_VISITORS",
    // Erasing an account: its codes in other places, its one-time codes, accounts to go on with.
    "triport_store::erasures::DUE",
    "triport_store::erasures::NAMED_ELSEWHERE",
    "triport_store::one_time_codes::OF_ADDRESS",
    // Balances on which something is due.
    "triport_store::balances::WORK_DUE",
];

/// Lists over all accounts that operators ask for: every machine answers, a page of rows each.
const OPERATOR_LISTS: &[&str] = &[
    "triport_store::audit::LIST",
    "triport_store::directory::SEARCH",
    "triport_store::verify::ACCOUNTS",
    "triport_store::verify::BEYOND",
    "triport_store::verify::differences::DIFFERENCES",
    "triport_store::payouts::OWNER",
    "triport_store::payouts::QUEUE",
    "triport_store::payouts::QUEUE_STATUS",
    "triport_store::invoices::CHANGED",
    "triport_store::invoices::CHANGED_STATUS",
];

/// Sums over all accounts that operators ask for: every machine adds up its own.
const OPERATOR_SUMS: &[&str] = &[
    "triport_store::overview::ACCOUNTS",
    "triport_store::overview::BALANCES",
    "triport_store::overview::PAYOUTS",
    "triport_store::overview::CLICKS",
    "triport_store::overview::DAYS",
];

/// What answers something else on every machine. Times, ids and random values are parameters.
const OWN_VALUES: &str = "now clock_timestamp statement_timestamp transaction_timestamp timeofday
    current_timestamp current_date current_time localtime localtimestamp date time datetime
    julianday unixepoch strftime random randomblob gen_random_uuid nextval last_insert_rowid";

/// Words that can follow a table's name and are no alias.
const NO_ALIAS: &str =
    "where on set left inner join order group limit for returning values using ( ) ,";

#[test]
fn every_statement_names_the_place_of_its_rows() {
    let mut scans = 0;
    for sql in all() {
        let scan = BACKGROUND_SCANS.contains(&sql.name) || OPERATOR_LISTS.contains(&sql.name);
        let sum = OPERATOR_SUMS.contains(&sql.name);
        scans += usize::from(scan || sum);
        for text in [sql.sqlite, sql.postgres] {
            let mut found = findings(text);
            if scan || sum {
                assert!(sum || text.contains("LIMIT $"), "{} has no bound", sql.name);
                found.retain(|finding| !finding.ends_with("without its key"));
            }
            assert!(found.is_empty(), "{}: {found:?}", sql.name);
        }
    }
    let listed = BACKGROUND_SCANS.len() + OPERATOR_LISTS.len() + OPERATOR_SUMS.len();
    assert_eq!(scans, listed, "a list of scans names one that is not there");
}

/// What is wrong with a statement.
fn findings(text: &str) -> Vec<String> {
    let words = words(text);
    let mut found: Vec<String> = words
        .iter()
        .filter(|word| is_listed(word, OWN_VALUES))
        .map(|word| format!("{word} is not a parameter"))
        .collect();
    let uses = uses(&words, &mut found);
    let groups: Vec<Option<&str>> = uses.iter().map(Use::group).collect();
    if groups.windows(2).any(|pair| pair[0] != pair[1]) {
        found.push("tables of several groups in one statement".to_owned());
    }
    if words[0] == "insert" {
        found.extend(uses.first().and_then(|used| insert_finding(&words, used)));
    } else {
        found.extend(missing_keys(&words, &uses));
    }
    found
}

fn is_listed(word: &str, list: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

/// A table in a statement, with the name under which its columns are known there.
struct Use {
    table: &'static Table,
    alias: Option<String>,
}

impl Use {
    fn group(&self) -> Option<&'static str> {
        match self.table.kind {
            Kind::Distributed { group, .. } => Some(group),
            Kind::Local => None,
        }
    }
}

fn uses(words: &[String], found: &mut Vec<String>) -> Vec<Use> {
    let mut uses = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(table) = TABLES.iter().find(|table| table.name == word) else { continue };
        let before = index.checked_sub(1).map_or("", |index| words[index].as_str());
        if !["from", "join", "update", "into"].contains(&before) {
            found.push(format!("{word} after '{before}'"));
        }
        let alias = words.get(index + 1).filter(|next| !is_listed(next, NO_ALIAS));
        uses.push(Use { table, alias: alias.cloned() });
    }
    uses
}

/// Each use of a distributed table needs an equation of its own, all with the same parameter.
fn missing_keys(words: &[String], uses: &[Use]) -> Vec<String> {
    let (set, rest) = parts_of_update(words);
    let equations: Vec<&[String]> =
        rest.windows(3).filter(|three| three[1] == "=" && three[2].starts_with('$')).collect();
    let mut free = equations.clone();
    let mut parameters = Vec::new();
    let mut found = Vec::new();
    for used in uses {
        let Kind::Distributed { key, .. } = used.table.kind else { continue };
        let column = used.alias.as_ref().map_or(key.to_owned(), |alias| format!("{alias}.{key}"));
        match free.iter().position(|equation| equation[0] == column) {
            Some(position) => parameters.push(free.remove(position)[2].clone()),
            None => found.push(format!("{} without its key", used.table.name)),
        }
        if set.windows(2).any(|pair| pair[0] == key && pair[1] == "=") {
            found.push(format!("{} moves to another place", used.table.name));
        }
    }
    parameters.sort();
    parameters.dedup();
    if parameters.len() > 1 {
        found.push("two places in one statement".to_owned());
    }
    found
}

/// What stands between `SET` and `WHERE`, and everything else.
fn parts_of_update(words: &[String]) -> (&[String], &[String]) {
    let place = |wanted: &str| words.iter().position(|word| word == wanted);
    match (place("set"), place("where")) {
        (Some(set), Some(end)) if set < end => (&words[set..end], &words[end..]),
        (Some(set), None) => (&words[set..], &[]),
        _ => (&[], words),
    }
}

fn insert_finding(words: &[String], used: &Use) -> Option<String> {
    let Kind::Distributed { key, .. } = used.table.kind else { return None };
    let mut lists = words.split(|word| word == "(" || word == ")").skip(1).step_by(2);
    let (columns, values) = (lists.next()?, lists.next().unwrap_or_default());
    if !words.iter().any(|word| word == "values") || words.iter().any(|word| word == "select") {
        return Some("rows from a query".to_owned());
    }
    if !pieces(values).iter().all(|value| value.len() == 1 && value[0].starts_with('$')) {
        return Some("a value that is not a parameter".to_owned());
    }
    if !columns.iter().any(|column| column == key) {
        return Some(format!("{} without its key", used.table.name));
    }
    let conflict = words.windows(2).any(|pair| pair[0] == "on" && pair[1] == "conflict");
    let target = lists.next().unwrap_or_default();
    (conflict && !target.iter().any(|column| column == key))
        .then(|| "a conflict that is not found by the key".to_owned())
}

#[test]
fn the_lint_finds_what_it_looks_for() {
    for (expected, text) in PLANTED {
        let found = findings(text);
        assert!(found.iter().any(|finding| finding == expected), "{text}: {found:?}");
    }
    for fine in ALLOWED {
        assert_eq!(findings(fine), [""; 0], "{fine}");
    }
}

const PLANTED: &[(&str, &str)] = &[
    (
        "now is not a parameter",
        "SELECT tier FROM accounts WHERE user_id = $1 AND updated_at < now()",
    ),
    (
        "current_timestamp is not a parameter",
        "UPDATE accounts SET updated_at = CURRENT_TIMESTAMP WHERE user_id = $1",
    ),
    ("accounts without its key", "SELECT tier FROM accounts WHERE email = $1"),
    ("accounts without its key", "SELECT tier FROM accounts WHERE email = $1 FOR UPDATE"),
    ("accounts without its key", "SELECT tier FROM accounts a WHERE user_id = $1"),
    ("accounts without its key", "UPDATE accounts SET tier = $1"),
    ("accounts without its key", "UPDATE accounts SET user_id = $1 WHERE email = $2"),
    ("sessions without its key", "DELETE FROM sessions WHERE session_id = $1"),
    ("sessions without its key", "INSERT INTO sessions (session_id) VALUES ($1)"),
    (
        "sessions without its key",
        "SELECT a.tier FROM accounts a JOIN sessions s ON s.user_id = a.user_id
         WHERE a.user_id = $1",
    ),
    (
        "accounts without its key",
        "SELECT tier FROM accounts WHERE user_id = (SELECT user_id FROM code_claims WHERE code = $1)",
    ),
    (
        "accounts without its key",
        "SELECT tier FROM accounts WHERE user_id = $1 OR tier IN (SELECT tier FROM accounts)",
    ),
    ("accounts after ','", "SELECT tier FROM sessions, accounts WHERE user_id = $1"),
    (
        "two places in one statement",
        "SELECT a.tier FROM accounts a JOIN sessions s ON s.user_id = $2 WHERE a.user_id = $1",
    ),
    (
        "tables of several groups in one statement",
        "SELECT a.tier FROM accounts a JOIN code_claims c ON c.code = $1 WHERE a.user_id = $1",
    ),
    (
        "tables of several groups in one statement",
        "SELECT a.tier FROM accounts a JOIN settings s ON s.name = $1 WHERE a.user_id = $1",
    ),
    ("accounts moves to another place", "UPDATE accounts SET user_id = $1 WHERE user_id = $2"),
    (
        "rows from a query",
        "INSERT INTO code_claims (code, user_id) SELECT code, user_id FROM referral_codes",
    ),
    (
        "rows from a query",
        "INSERT INTO code_claims (code, user_id)
         VALUES ($1, (SELECT user_id FROM code_claims WHERE code = $2))",
    ),
    (
        "a value that is not a parameter",
        "INSERT INTO code_claims (code, user_id) VALUES ('fixed', $1)",
    ),
    (
        "a conflict that is not found by the key",
        "INSERT INTO identities (user_id, subject) VALUES ($1, $2)
         ON CONFLICT (subject) DO NOTHING",
    ),
];

const ALLOWED: &[&str] = &[
    "SELECT tier FROM accounts WHERE user_id = $1 FOR UPDATE",
    "SELECT s.provider FROM accounts a JOIN sessions s ON s.user_id = $1 WHERE a.user_id = $1",
    "SELECT value FROM settings",
    "INSERT INTO code_claims (code, user_id) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING",
];
