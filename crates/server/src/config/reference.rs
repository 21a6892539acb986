//! The documentation of all settings, from the table.

use std::fmt::Write as _;

use super::table::{ALL, About, Default};

const INTRODUCTION: &str = "\
# Configuration

<!-- Generated from the table of settings in the server; `make generate` rewrites it. -->

Every setting has a default: `triport-referrals serve` works without any. Settings come from the
environment and from a TOML file named with `--config FILE`. The environment wins over the file, and
an empty variable counts as not set.

A bad value, or an unknown key in the file, stops the start with one line that names the key, the
value and what is allowed. An unknown `TRIPORT_*` variable is warned about.

In the file a number may be an integer or a string, and a list an array of strings or one string
with commas:

```toml
public_url = \"https://refer.example.com\"
database_url = \"postgres://triport@db.internal/triport\"
allowed_origins = [\"https://app.example.com\"]
smtp_url = \"smtps://triport:secret@mail.example.com\"
mail_from = \"Example <hello@example.com>\"

[program]
currency = \"EUR\"
tiers = [\"1:regular:1000\", \"2:influencer:1500\"]
```

";

/// The text of `docs/configuration.md`.
pub fn reference() -> String {
    let mut page = INTRODUCTION.to_owned();
    for about in ALL {
        entry(&mut page, about);
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

fn entry(page: &mut String, about: &About) {
    let default = match about.default {
        Default::Text("") => "empty".to_owned(),
        Default::Text(text) => format!("`{text}`"),
        Default::Other(text) => text.to_owned(),
    };
    let secret = if about.secret { " Never shown in messages." } else { "" };
    // Writing to a String cannot fail.
    let _ = write!(
        page,
        "## `{}`\n\n{}{secret}\n\n- In the file: `{}`\n- Default: {default}\n- Allowed: {}\n\n",
        about.env,
        about.meaning,
        about.file_key(),
        as_markdown(about.allowed),
    );
}

/// Angle brackets and asterisks mean something in Markdown.
fn as_markdown(text: &str) -> String {
    text.replace('<', "\\<").replace('*', "\\*")
}
