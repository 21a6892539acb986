//! `pgbench`, PostgreSQL's own load generator, with scripts made from the store's statements.

mod payment;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use crate::accounts::statement;
use crate::compare::{Plan, Sample, Side};

/// Clients of the reference.
const CLIENTS: &str = "16";
/// Its threads.
const THREADS: &str = "2";

/// What `pgbench` runs. It only knows numbers, so ids are made of their digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// Choosing a new slug, statement by statement.
    SetSlug,
    /// The same in one call of one function.
    SetSlugFunction,
    /// The reads behind `GET /v1/referrals/me` as one statement.
    Overview,
    /// A payment and what it earns, statement by statement.
    Payment,
}

/// A script over a database.
#[derive(Debug)]
pub(crate) struct PgBench {
    script: Script,
    file: PathBuf,
    url: String,
}

const USER: &str = "lpad(:account, 32, '0')::uuid";
const CODE_ID: &str = "lpad(:slug, 32, '0')::uuid";

impl PgBench {
    /// A script for accounts from number `first` to `last`.
    pub(crate) fn new(
        script: Script,
        folder: &Path,
        url: &str,
        (first, last): (u64, u64),
    ) -> anyhow::Result<Self> {
        let file = folder.join(format!("{script:?}.pgbench"));
        let draw = format!(
            "\\set account random({first}, {last})\n\
             \\set slug random(100000000000000000, 999999999999999999)\n\
             \\set now 1767225600000000 + random(0, 1000000000)\n"
        );
        let body = match script {
            Script::SetSlug => set_slug()?,
            Script::SetSlugFunction => {
                format!("SELECT bench_set_slug(:slug, {USER}, {CODE_ID}, :now);\n")
            }
            Script::Overview => overview(),
            Script::Payment => payment::script()?,
        };
        fs::write(&file, draw + &body)?;
        Ok(Self { script, file, url: url.to_owned() })
    }
}

impl Side for PgBench {
    fn name(&self) -> &'static str {
        match self.script {
            Script::SetSlug | Script::Payment => "pgbench, statement by statement",
            Script::SetSlugFunction => "pgbench, one function",
            Script::Overview => "pgbench, one statement",
        }
    }

    /// Runs for warm-up and window together: `pgbench` has no warm-up to leave out.
    fn run(&mut self, plan: Plan) -> anyhow::Result<Sample> {
        let seconds = (plan.warm_up + plan.measure).as_secs_f64().ceil().to_string();
        let output = Command::new("pgbench")
            .args(["-n", "-M", "prepared", "-c", CLIENTS, "-j", THREADS, "-T", &seconds, "-f"])
            .arg(&self.file)
            .arg(&self.url)
            .output()
            .context("starting pgbench (Debian: the package postgresql-contrib or postgresql)")?;
        let (out, log) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
        ensure!(output.status.success() && out.contains("failed transactions: 0 "), "{out}{log}");
        let line = out.lines().find_map(|line| line.strip_prefix("tps = "));
        let figure = line.and_then(|rest| rest.split(' ').next()).context("no tps line")?;
        Ok(Sample { per_second: figure.parse()?, ..Sample::default() })
    }
}

/// The transaction of `app/src/referrals/choose_slug.rs` for an account that has a slug.
fn set_slug() -> anyhow::Result<String> {
    let active = ":active_code";
    let steps = [
        fill("codes::CLAIM", &[":slug", USER])? + ";",
        fill("accounts::LOCK", &[USER])? + ";",
        fill("codes::CHOICE", &[USER, ":slug"])? + " \\gset active_",
        fill("codes::REPLACE", &[":now", USER, active])? + ";",
        fill("codes::INSERT", &[USER, ":slug", CODE_ID, "'custom'", ":now"])? + ";",
    ];
    Ok(format!("BEGIN;\n{}\nCOMMIT;\n", steps.join("\n")))
}

/// The session's claim and the standing in one: `sessions::FIND_CLAIM` and `members::STANDING`.
/// The tokens of these accounts are hashed beforehand, see [`READ_KEYS`].
fn overview() -> String {
    "SELECT s.user_id, s.session_id, s.expires_at, a.tier, c.code FROM session_claims s \
     JOIN accounts a ON a.user_id = s.user_id \
     LEFT JOIN referral_codes c ON c.user_id = s.user_id \
     AND c.kind = 'custom' AND c.disabled_at IS NULL AND c.replaced_at IS NULL \
     WHERE s.token_hash = :account;\n"
        .to_owned()
}

/// A statement of the store, its parameters replaced by what `pgbench` fills in.
fn fill(name: &str, values: &[&str]) -> anyhow::Result<String> {
    let mut text = statement(name)?.postgres.split_whitespace().collect::<Vec<_>>().join(" ");
    // From the last to the first, so that $1 is not found in $10.
    for (index, value) in values.iter().enumerate().rev() {
        let place = format!("${}", index + 1);
        ensure!(text.contains(&place), "{name} has no {place}");
        text = text.replace(&place, value);
    }
    ensure!(!text.contains('$'), "{name} has more parameters than {}", values.len());
    Ok(text)
}

/// What the scripts need in the database besides the schema.
pub(crate) fn prepare() -> anyhow::Result<String> {
    let choose = fill("codes::CHOICE", &["p_user", "p_slug"])?;
    Ok(format!(
        "CREATE FUNCTION bench_set_slug(p_slug text, p_user uuid, p_id uuid, p_now bigint)
         RETURNS uuid LANGUAGE plpgsql AS $$
         DECLARE v_choice record;
         BEGIN
             {claim};
             PERFORM user_id FROM accounts WHERE user_id = p_user FOR NO KEY UPDATE;
             SELECT choice.* INTO v_choice FROM ({choose}) choice;
             {replace};
             {insert};
             RETURN p_id;
         END $$;
         {READ_KEYS}",
        claim = fill("codes::CLAIM", &["p_slug", "p_user"])?,
        replace = fill("codes::REPLACE", &["p_now", "p_user", "v_choice.code"])?,
        insert = fill("codes::INSERT", &["p_user", "p_slug", "p_id", "'custom'", "p_now"])?,
    ))
}

/// `pgbench` cannot hash, so every session gets a second claim whose key is the account's number
/// in digits.
const READ_KEYS: &str = "INSERT INTO session_claims (token_hash, user_id, session_id, expires_at)
     SELECT ltrim(replace(user_id::text, '-', ''), '0')::bytea, user_id, session_id, expires_at
     FROM session_claims;";
