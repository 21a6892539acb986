//! What is promised about the texts of statements.

use std::collections::BTreeSet;
use std::path::Path;

use triport_store::statement::all;

use crate::harness::TestStore;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_statement_is_prepared_on_both() {
    let (sqlite, postgres) = (TestStore::sqlite().await, TestStore::postgres().await);
    let sqlite = sqlite.place().sqlite_connection();
    let postgres = postgres.place().postgres_connection().await;
    let mut names = BTreeSet::new();
    for sql in all() {
        assert!(names.insert(sql.name), "two statements are called {}", sql.name);
        let here = sqlite.prepare(sql.sqlite).unwrap_or_else(|e| panic!("{}: {e}", sql.name));
        let there = postgres.prepare(sql.postgres).await;
        let there = there.unwrap_or_else(|e| panic!("{}: {e:?}", sql.name));
        assert_eq!(here.column_count(), there.columns().len(), "columns of {}", sql.name);
        assert_eq!(here.parameter_count(), there.params().len(), "parameters of {}", sql.name);
        // SQLite takes `$2` for a name and numbers names as they appear: only in this order is the
        // second parameter the one called `$2`.
        for number in 1..=here.parameter_count() {
            let name = here.parameter_name(number);
            assert_eq!(name, Some(format!("${number}").as_str()), "{}", sql.name);
        }
    }
    assert!(names.len() > 30, "only {} statements are registered", names.len());
}

#[test]
fn a_text_that_differs_says_why() {
    let mut differing = 0;
    for (file, source) in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        for (index, line) in lines.iter().enumerate() {
            let declares = line.contains(": sqlite =") && !line.starts_with("//");
            if !declares || line.contains("$name") || line.contains("NAME: sqlite") {
                continue;
            }
            differing += 1;
            let mut above = lines[..index].iter().rev().take_while(|line| line.starts_with("//"));
            let explained = above.any(|line| line.starts_with("// Differs because"));
            assert!(explained, "{file}: nothing says why the texts differ: {line}");
        }
    }
    let registered = all().filter(|sql| sql.sqlite != sql.postgres).count();
    assert_eq!(differing, registered, "this test overlooks some declarations");
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            let source = std::fs::read_to_string(&path).unwrap();
            found.push((path.display().to_string(), source));
        }
    }
    found
}
