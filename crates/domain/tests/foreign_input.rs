//! Every parser of what strangers send, on whatever they may send: it answers, what it takes has the
//! promised form, and taking it again changes nothing.

use proptest::prelude::*;
use triport_domain::account_name::AccountName;
use triport_domain::capture::{Click, MAX_PATH_CHARS};
use triport_domain::code::Slug;
use triport_domain::email::{Email, MAX_EMAIL_BYTES};
use triport_domain::id::is_foreign_id;
use triport_domain::operator::{Note, OperatorName, OperatorToken};
use triport_domain::payout::{is_evm_address, is_solana_address};
use triport_domain::reserved::ReservedWords;
use triport_domain::robots::is_robot;
use triport_domain::time::Timestamp;
use triport_domain::token::Token;

/// Any text, and texts that look like something.
fn foreign() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,300}",
        "[a-zA-Z0-9@.:+_-]{0,80}",
        "(ext:|email:|0x|tro_|req_)?[a-zA-Z0-9-]{0,70}",
        "[0-9T:.Z+-]{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_slug_has_the_one_form_and_its_own_check_takes_it(text in foreign()) {
        if let Ok(slug) = Slug::parse(&text) {
            let form = slug.as_str();
            prop_assert!((3..=32).contains(&form.len()));
            prop_assert!(form.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')));
            prop_assert!(!form.starts_with('-') && !form.ends_with('-'));
            prop_assert_eq!(Slug::parse(form).unwrap(), slug.clone());
            let _ = ReservedWords::with(&[]).contain(form);
        }
    }

    #[test]
    fn an_address_of_mail_is_plain_lower_case_ascii(text in foreign()) {
        if let Ok(email) = Email::parse(&text) {
            let form = email.as_str();
            prop_assert!(form.len() <= MAX_EMAIL_BYTES);
            prop_assert!(form.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase()));
            prop_assert!(form.contains('@') && !form.starts_with('"'));
            prop_assert_eq!(Email::parse(form).unwrap(), email.clone());
            let shown = format!("{email:?}");
            let local = form.split('@').next().unwrap();
            prop_assert!(local.len() < 3 || !shown.contains(local), "{}", shown);
        }
    }

    #[test]
    fn an_account_has_one_name_of_each_kind(text in foreign()) {
        match AccountName::parse(&text) {
            Ok(AccountName::Id(id)) => prop_assert_eq!(id.0.to_string(), text.to_ascii_lowercase()),
            Ok(AccountName::External(id)) => {
                prop_assert!(is_foreign_id(&id));
                prop_assert_eq!(format!("ext:{id}"), text);
            }
            Ok(AccountName::Email(email)) => prop_assert!(text.len() >= email.as_str().len() + 6),
            Err(_) => {}
        }
    }

    #[test]
    fn an_id_of_the_product_is_short_visible_ascii_without_a_slash(text in foreign()) {
        if is_foreign_id(&text) {
            prop_assert!((1..=200).contains(&text.len()));
            prop_assert!(text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'/'));
        }
    }

    #[test]
    fn what_is_taken_for_an_address_of_a_chain_looks_like_one(text in foreign()) {
        if is_evm_address(&text) {
            prop_assert!(text.len() == 42 && text.starts_with("0x"));
        }
        if is_solana_address(&text) {
            prop_assert!((32..=44).contains(&text.len()) && text.is_ascii());
        }
    }

    #[test]
    fn every_twenty_bytes_are_an_evm_address_and_nothing_longer_or_shorter(bytes: [u8; 20]) {
        let number = bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        let small = number.as_str();
        let is_address = |before: &str, digits: &str, after: &str| {
            is_evm_address(&[before, digits, after].concat())
        };
        prop_assert!(is_address("0x", small, ""));
        prop_assert!(is_address("0x", &small.to_ascii_uppercase(), ""));
        for (before, after) in [("", ""), ("0X", ""), ("0x", "0"), (" 0x", ""), ("0x", "\n")] {
            prop_assert!(!is_address(before, small, after));
        }
        prop_assert!(!is_address("0x", &small[1..], ""));
    }

    #[test]
    fn every_thirty_two_bytes_are_a_solana_address_and_no_other_number_is(
        bytes: Vec<u8>,
        key: [u8; 32],
    ) {
        prop_assert!(is_solana_address(&bs58::encode(key).into_string()));
        let other = bs58::encode(&bytes).into_string();
        prop_assert_eq!(is_solana_address(&other), bytes.len() == 32);
        prop_assert!(!is_solana_address(&[" ", &other].concat()));
    }

    #[test]
    fn a_token_is_taken_in_its_one_form_only(
        text in foreign(),
        random: [u8; 32],
        at in 0_usize..64,
    ) {
        if let Some(token) = Token::parse(&text) {
            prop_assert_eq!(token.expose(), text.as_str());
        }
        let token = Token::from_random(random);
        prop_assert!(Token::parse(token.expose()).is_some());
        prop_assert!(Token::parse(&token.expose()[..at]).is_none());
        let named = OperatorToken::from_random(random);
        prop_assert_eq!(OperatorToken::parse(&named.expose()), Some(named.clone()));
        prop_assert!(OperatorToken::parse(&text).is_none_or(|parsed| parsed.expose() == text));
        let shown = format!("{token:?} {named:?}");
        prop_assert!(!shown.contains(&token.expose()[..8]));
    }

    #[test]
    fn a_time_that_is_read_is_written_as_the_same_time(text in foreign(), micros: i64) {
        if let Some(time) = Timestamp::parse(&text) {
            prop_assert_eq!(Timestamp::parse(&time.to_string()), Some(time));
        }
        let time = Timestamp::from_micros(micros);
        prop_assert!(Timestamp::parse(&time.to_string()).is_none_or(|read| read == time));
    }

    #[test]
    fn a_click_survives_its_cookie_and_no_other_text_is_more_than_a_click(
        text in foreign(),
        path in "/\\PC{0,300}",
        micros in 1_i64..4_000_000_000_000_000,
    ) {
        let now = Timestamp::from_micros(2_000_000_000_000_000);
        if let Some(click) = Click::from_cookie(&text, now) {
            prop_assert!(click.at <= now && click.path.starts_with('/'));
            prop_assert!(click.path.chars().count() <= MAX_PATH_CHARS);
        }
        let click = Click::new(Timestamp::from_micros(micros), &path);
        let read = Click::from_cookie(&click.to_cookie(), now);
        prop_assert_eq!(read, (click.at <= now).then_some(click));
    }

    #[test]
    fn what_operators_write_is_kept_as_they_wrote_it(text in foreign()) {
        if let Ok(note) = Note::parse(&text) {
            prop_assert_eq!(note.as_str(), text.trim());
        }
        if let Ok(name) = OperatorName::parse(&text) {
            prop_assert_eq!(name.as_str(), text.as_str());
        }
        let _ = is_robot(&text);
    }
}
