//! What the time of an answer tells about an address: nothing.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Caller, World, say};

/// Pairs of an address with an account and one without.
const PAIRS: usize = 1_000;
/// Pairs before it counts: caches fill, statements are prepared.
const WARM_UP: usize = 100;

/// The chance that of an address with an account and one without the slower answer is told right by
/// the better of two guesses; a half is chance.
fn distinguisher(known: &[Duration], unknown: &[Duration]) -> f64 {
    let slower = known.iter().map(|time| {
        let faster = unknown.iter().filter(|other| *other < time).count();
        let same = unknown.iter().filter(|other| *other == time).count();
        f64::from(u32::try_from(2 * faster + same).unwrap()) / 2.0
    });
    let pairs = f64::from(u32::try_from(known.len() * unknown.len()).unwrap());
    let share = slower.sum::<f64>() / pairs;
    share.max(1.0 - share)
}

async fn time(world: &World, email: &str) -> Duration {
    let anonymous = world.anonymous();
    let call = anonymous.post("/v1/auth/email/start", &json!({ "email": email })).from("127.0.0.1");
    let begin = Instant::now();
    let answer = call.await;
    let took = begin.elapsed();
    answer.ok();
    took
}

on_both!(how_long_an_answer_takes_does_not_tell_whether_an_address_has_an_account);
async fn how_long_an_answer_takes_does_not_tell_whether_an_address_has_an_account(world: World) {
    if std::env::var_os("TRIPORT_SOAK").is_none() {
        return;
    }
    for number in 0..PAIRS {
        world.member_from(&format!("known-{number}@example.com"), "10.0.0.1").await;
    }
    // Whoever asks does so long after the sign-up.
    world.forward(triport_domain::time::Span::from_days(2));
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..PAIRS {
        let pair = [format!("known-{number}@example.com"), format!("other-{number}@example.com")];
        // Neither of them always goes first.
        let first = number % 2;
        let one = time(&world, &pair[first]).await;
        let two = time(&world, &pair[1 - first]).await;
        if number >= WARM_UP {
            known.push(if first == 0 { one } else { two });
            unknown.push(if first == 0 { two } else { one });
        }
        world.last_code();
    }
    let told = distinguisher(&known, &unknown);
    say(&format!("{} pairs, told apart in {:.1} % of them", known.len(), told * 100.0));
    assert!(told <= 0.55, "{told}");
}

#[test]
fn the_distinguisher_sees_a_difference_and_no_difference() {
    let times = |from: u64| (from..from + 100).map(Duration::from_micros).collect::<Vec<_>>();
    assert!(distinguisher(&times(0), &times(0)) < 0.51);
    assert!(distinguisher(&times(0), &times(100)) > 0.99);
    assert!(distinguisher(&times(100), &times(0)) > 0.99);
}
