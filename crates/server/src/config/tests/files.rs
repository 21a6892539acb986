//! The file, the environment, and which of them wins.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::super::Config;
use super::super::table::ALL;
use super::{from_env, from_file, is_one_line, load, refusal};

#[test]
fn without_any_setting_the_defaults_hold() {
    let (config, warnings) = from_env(&[]).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database_url.to_string(), "sqlite://triport-referrals.db");
    assert_eq!(config.public_url.as_str(), "http://localhost:8080/");
    assert_eq!(config.landing_url.as_str(), "http://localhost:8080/");
    assert_eq!(config.post_login_url, "/");
    assert!(config.allowed_origins.is_empty() && config.trusted_proxies.is_empty());
    assert!(config.cookie_domain.is_none() && config.secret_key.is_none());
    assert!(config.smtp_url.is_none() && config.admin_token.is_none() && config.google.is_none());
    assert!(config.metrics_listen.is_none());
    assert_eq!(config.rate_limit_rps, 100);
    assert_eq!(config.step_up_payout_micro, 100_000_000);
    assert_eq!(config.log.to_string(), "info");
    let program = config.program;
    assert_eq!(program.currency, "USD");
    assert_eq!(program.hold_period.as_secs_rounded_up(), 14 * 86_400);
    assert_eq!(program.attribution_window.as_secs_rounded_up(), 30 * 86_400);
    assert_eq!(program.min_payout_micro, 10_000_000);
    assert_eq!(program.tiers.get(2).unwrap().rate_bps, 1_500);
    assert!(program.reserved_slugs.is_empty());
    assert_eq!(program.max_slugs_per_account, 100);
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let toml = b"listen = '127.0.0.1:1'\npost_login_url = '/file'\n[program]\ntouch = 'first'\n";
    let env = [("TRIPORT_LISTEN", "127.0.0.1:2"), ("TRIPORT_PROGRAM__TOUCH", "last")];
    let (config, _) = load(Some(toml), &env).unwrap();
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.post_login_url, "/file");
    assert_eq!(config.program.touch, triport_domain::program::Touch::Last);
}

#[test]
fn a_bad_value_in_the_file_stops_the_start_even_when_a_variable_hides_it() {
    let error = refusal(load(Some(b"listen = 'x'"), &[("TRIPORT_LISTEN", "127.0.0.1:2")]));
    assert!(error.contains(".toml:1: listen: \"x\""), "{error}");
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let all: Vec<_> = ALL.iter().map(|about| (about.env, " ")).collect();
    let (config, warnings) = from_env(&all).unwrap();
    assert_eq!(config.listen.port(), 8080);
    assert!(warnings.is_empty());
    let (config, _) = load(Some(b"listen = '127.0.0.1:1'"), &[("TRIPORT_LISTEN", "")]).unwrap();
    assert_eq!(config.listen.port(), 1);
}

#[test]
fn an_unknown_variable_is_warned_about_and_those_of_tests_are_not() {
    let env = [
        ("TRIPORT_LISTN", "open-sesame"),
        ("TRIPORT_COLOUR", "open-sesame"),
        ("triport_listen", "x"),
        ("TRIPORT_TEST_PYTHON", "/usr/bin/python3"),
        ("PATH", "/bin"),
        ("TRIPORT_EMPTY", ""),
        ("TRIPORT_A\nB", "x"),
    ];
    let (_, warnings) = from_env(&env).unwrap();
    let lines: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "TRIPORT_LISTN is not a setting and has no effect; did you mean TRIPORT_LISTEN?",
            "TRIPORT_COLOUR is not a setting and has no effect",
            "TRIPORT_A B is not a setting and has no effect",
        ]
    );
}

#[test]
fn an_unknown_key_in_the_file_is_named_with_its_line() {
    for (toml, expected) in [
        ("listn = 1", ".toml:1: listn is not a setting; did you mean listen?"),
        (
            "\n\nTRIPORT_LISTEN = 'x'",
            ".toml:3: TRIPORT_LISTEN is not a setting; did you mean listen?",
        ),
        (
            "[program]\ncurency = 'EUR'",
            ".toml:2: program.curency is not a setting; did you mean program.currency?",
        ),
        ("currency = 'EUR'", ".toml:1: currency is not a setting; did you mean program.currency?"),
        (
            "[server]\nlisten = 'x'",
            ".toml:1: server is not a setting; docs/configuration.md lists the settings",
        ),
        (
            "program.listen = 'x'",
            ".toml:1: program.listen is not a setting; docs/configuration.md lists",
        ),
        ("program = 'x'", ".toml:1: program is a table: write its keys under [program]"),
        ("\"a\\nb\" = 1", ".toml:1: a b is not a setting"),
    ] {
        let error = refusal(from_file(toml));
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn numbers_and_lists_have_their_toml_types_or_are_strings() {
    let toml = "rate_limit_rps = 0x10\nallowed_origins = ['https://a.example', 'https://b.example']\n\
                [program]\nmin_payout_micro = '5'\ntiers = ['2:b:20', '1:a:10']\n\
                reserved_slugs = []\nmax_slugs_per_account = 7\n";
    let (config, _) = from_file(toml).unwrap();
    assert_eq!(config.rate_limit_rps, 16);
    assert_eq!(config.allowed_origins, ["https://a.example", "https://b.example"]);
    assert_eq!(config.program.min_payout_micro, 5);
    assert_eq!(config.program.tiers.as_slice().len(), 2);
    assert_eq!(config.program.max_slugs_per_account, 7);
    for (toml, expected) in [
        ("rate_limit_rps = 1.5", "rate_limit_rps has the wrong type, expected an integer"),
        ("rate_limit_rps = [1]", "rate_limit_rps has the wrong type"),
        ("rate_limit_rps = 99999999999999999999", "rate_limit_rps"),
        ("rate_limit_rps = -1", "rate_limit_rps: \"-1\" is not allowed"),
        ("log = true", "log has the wrong type, expected a string"),
        ("listen = ['127.0.0.1:1']", "listen has the wrong type, expected a string"),
        ("listen = 8080", "listen has the wrong type, expected a string"),
        ("listen = {}", "listen has the wrong type"),
        ("listen = ''", "listen: \"\" is not allowed"),
        ("allowed_origins = [1]", "allowed_origins has the wrong type, expected an array"),
        ("allowed_origins = ['']", "allowed_origins has the wrong type"),
        ("allowed_origins = 1", "allowed_origins has the wrong type"),
    ] {
        let error = refusal(from_file(toml));
        assert!(error.contains(&format!(".toml:1: {expected}")), "{error}");
    }
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_its_line_and_without_its_content() {
    for broken in [
        "smtp_url = smtp://u:open-sesame@h",
        "admin_token = \"open-sesame",
        "admin_token = 'open-sesame' 'open-sesame'",
        "admin_token = \"open-sesame\\q\"",
        "admin_token 'open-sesame'",
        "admin_token = 'open-sesame'\nadmin_token = 'open-sesame'",
        "admin_token = open-sesame",
        "admin_token = \"\"\"open-sesame",
        "admin_token = 'open-sesame\0'",
        "[program\nadmin_token = 'open-sesame'",
        "admin_token = { open-sesame }",
    ] {
        let error = refusal(from_file(&format!("# first\n{broken}\n")));
        assert!(error.contains(".toml:2: ") || error.contains(".toml:3: "), "{error}");
        assert!(error.contains("not TOML"), "{error}");
        assert!(!error.contains("sesame"), "{error}");
    }
    let deep = format!("listen = {}", "[".repeat(100_000));
    assert!(refusal(from_file(&deep)).contains("not TOML"));
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let missing = Config::load(Some(Path::new("/nowhere/co\nnfig.toml")), []);
    let error = refusal(missing);
    assert!(error.starts_with("/nowhere/co nfig.toml: No such file"), "{error}");
    let directory = Config::load(Some(&std::env::temp_dir()), []);
    assert!(is_one_line(&refusal(directory)));
    assert!(refusal(load(Some(b"listen = '\xff'"), &[])).ends_with(".toml: not UTF-8"));
    let large = vec![b'#'; 1024 * 1024 + 1];
    assert!(refusal(load(Some(&large), &[])).contains("larger than 1 MiB"));
}

/// What the example of the release archive shows, by the keys of the file. Each is commented out, with its
/// default or an example.
fn shown_by(example: &str) -> BTreeMap<String, &str> {
    let mut shown = BTreeMap::new();
    let mut section = "";
    for line in example.lines() {
        let setting = line.strip_prefix('#').and_then(|line| line.split_once(" = "));
        match setting.filter(|(key, _)| !key.contains(' ')) {
            Some((key, value)) => drop(shown.entry(format!("{section}{key}")).or_insert(value)),
            None if line == "[program]" => section = "program.",
            None => {}
        }
    }
    shown
}

#[test]
fn the_example_of_the_archive_shows_every_setting_and_starts() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packaging/triport-referrals.toml");
    let example = std::fs::read_to_string(path).unwrap();
    assert!(from_file(&example).unwrap().1.is_empty());
    let shown = shown_by(&example);
    let settings: BTreeSet<String> = ALL.iter().map(|about| about.file_key()).collect();
    assert_eq!(shown.keys().cloned().collect::<BTreeSet<_>>(), settings);
    let to_be_filled_in = |value: &&str| *value == "\"\"";
    for (key, value) in shown.into_iter().filter(|(_, value)| !to_be_filled_in(value)) {
        if let Err(error) = from_file(&format!("{key} = {value}")) {
            // Those that need another beside them.
            assert!(error.to_string().contains(" is not set"), "{error}");
        }
    }
}
