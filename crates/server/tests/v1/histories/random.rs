//! Random histories, each in a world of its own. A few thousand steps in `make test`, a hundred
//! thousand and more in `make soak`.
//!
//! `TRIPORT_HISTORY_SEED=17` plays only the history of that seed.

use triport_domain::money::Micro;

use super::checks::Checks;
use super::driver::{Driver, Played};
use crate::history::Dice;
use crate::history::steps::Raw;
use crate::support::World;

/// How many histories, and how long they are.
struct Volume {
    histories: u64,
    steps: usize,
}

/// Runs of a failing history with steps left out.
const TRIES_TO_SHORTEN: usize = 150;

/// A history that went wrong at its last step.
struct Wrong {
    steps: usize,
    what: String,
}

fn volume() -> Volume {
    if std::env::var_os("TRIPORT_SOAK").is_some() {
        Volume { histories: 250, steps: 500 }
    } else {
        Volume { histories: 4, steps: 250 }
    }
}

async fn fresh(is_postgres: bool) -> World {
    let world = if is_postgres { World::postgres().await } else { World::sqlite().await };
    world.with(|setup| {
        setup.rate_limit_rps = 0;
        setup.min_payout = Micro::new(1);
    })
}

async fn play(is_postgres: bool, history: &[Raw]) -> Result<(), Wrong> {
    let world = fresh(is_postgres).await;
    let mut driver = Driver::new(&world).await;
    for (number, raw) in history.iter().enumerate() {
        let wrong = |what| Wrong { steps: number + 1, what };
        driver.play(raw).await.map_err(wrong)?;
    }
    let end = async || -> Played {
        driver.work().await?;
        driver.check_end().await
    };
    let mut end = end;
    end().await.map_err(|what| Wrong { steps: history.len(), what: format!("at the end: {what}") })
}

/// Leaves out steps as long as something still goes wrong.
async fn shorten(is_postgres: bool, mut history: Vec<Raw>, mut wrong: Wrong) -> (Vec<Raw>, Wrong) {
    history.truncate(wrong.steps);
    let (mut chunk, mut tries) = (history.len() / 2, 0);
    while chunk > 0 && tries < TRIES_TO_SHORTEN {
        let (mut from, mut is_shorter) = (0, false);
        while from < history.len() && tries < TRIES_TO_SHORTEN {
            let mut shorter = history.clone();
            shorter.drain(from..(from + chunk).min(history.len()));
            tries += 1;
            match play(is_postgres, &shorter).await {
                Err(still) => {
                    shorter.truncate(still.steps);
                    (history, wrong, is_shorter) = (shorter, still, true);
                }
                Ok(()) => from += chunk,
            }
        }
        if !is_shorter {
            chunk /= 2;
        }
    }
    (history, wrong)
}

/// What a shortened history did.
async fn told(is_postgres: bool, history: &[Raw]) -> String {
    let world = fresh(is_postgres).await;
    let mut driver = Driver::new(&world).await;
    let mut lines = Vec::new();
    for raw in history {
        let work = if raw.then_work { ", then work" } else { "" };
        lines.push(format!("  {:?}{work}", raw.step("", &driver.model)));
        if driver.play(raw).await.is_err() {
            break;
        }
    }
    lines.join("\n")
}

on_both!(after_every_step_of_a_random_history_all_amounts_are_those_of_the_rules);
async fn after_every_step_of_a_random_history_all_amounts_are_those_of_the_rules(world: World) {
    let is_postgres = world.database.is_postgres();
    let Volume { histories, steps } = volume();
    let one = std::env::var("TRIPORT_HISTORY_SEED").ok().map(|seed| seed.parse::<u64>().unwrap());
    let seeds = one.map_or(0..histories, |seed| seed..seed + 1);
    let mut played = 0;
    for seed in seeds {
        // Now and then a long one, in which an account gets more rows than one step of work takes.
        let steps = if seed % 50 == 49 { steps * 6 } else { steps };
        let history = Dice::new(seed).history(steps);
        if let Err(wrong) = play(is_postgres, &history).await {
            let first = wrong.what.clone();
            let (history, wrong) = shorten(is_postgres, history, wrong).await;
            let told = told(is_postgres, &history).await;
            panic!("seed {seed}: {first}\nshortened: {}\n{told}", wrong.what);
        }
        played += steps;
        if histories > 10 && seed % 10 == 9 {
            say(&format!("histories: {played} steps, {} of {histories}", seed + 1));
        }
    }
}

/// How far a long run has come.
#[expect(clippy::print_stderr, reason = "whoever runs the long tests wants to see them move")]
fn say(line: &str) {
    eprintln!("{line}");
}
