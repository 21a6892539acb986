//! The list of tables in `docs/scaling.md` is the one in the code.

use std::fmt::Write;

use triport_store::tables::{Kind, TABLES};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/scaling.md");
const BEGIN: &str = "<!-- tables: `make generate` rewrites what follows -->\n";
const END: &str = "<!-- end of tables -->\n";

/// The list as a table.
fn list() -> String {
    let mut list = "\n| table | kind | key | group |\n|---|---|---|---|\n".to_owned();
    for table in TABLES {
        let row = match table.kind {
            Kind::Distributed { key, group } => format!("distributed | `{key}` | {group}"),
            Kind::Local => "local | |".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(list, "| `{}` | {row} |", table.name);
    }
    list.push('\n');
    list
}

#[test]
fn generated_scaling_tables() {
    let page = std::fs::read_to_string(FILE).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let generated = format!("{before}{BEGIN}{}{END}{after}", list());
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(FILE, &generated).unwrap();
        return;
    }
    assert!(page == generated, "docs/scaling.md is out of date: run `make generate`");
}
