//! Embeds the console again when its files changed: the macro that reads them does not see new ones.

fn main() {
    println!("cargo::rerun-if-changed=assets/console");
}
