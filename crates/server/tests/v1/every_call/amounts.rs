//! Amounts at the edges of what numbers can hold, in every call that takes one: exact, or a 400
//! that says so.

use serde_json::{Value, json};

use crate::support::{Answer, Caller, SignedIn, World};

/// The largest amount that can be named: 2^53 - 1.
const LARGEST: i64 = 9_007_199_254_740_991;

/// Texts that are no amount, with the tag of the answer.
const NO_AMOUNTS: &[(&str, &str)] = &[
    ("0", "invalid_args"),
    ("-0", "invalid_json"),
    ("-1", "invalid_args"),
    ("9007199254740992", "invalid_args"),
    ("9223372036854775807", "invalid_args"),
    ("-9223372036854775808", "invalid_args"),
    ("null", "invalid_json"),
    ("1.5", "invalid_json"),
    ("0.1", "invalid_json"),
    ("1.0", "invalid_json"),
    ("1e3", "invalid_json"),
    ("9007199254740990.5", "invalid_json"),
    ("\"\"", "invalid_json"),
    ("\"1\"", "invalid_json"),
    ("\"one\"", "invalid_json"),
    ("true", "invalid_json"),
    ("[]", "invalid_json"),
    ("[1]", "invalid_json"),
    ("{}", "invalid_json"),
    ("NaN", "invalid_json"),
    ("Infinity", "invalid_json"),
    ("01", "invalid_json"),
    ("+1", "invalid_json"),
];

/// Whole numbers beyond 64 bits.
const BEYOND: &[&str] =
    &["9223372036854775808", "18446744073709551616", "-9223372036854775809", "1e400"];

/// Every call that takes an amount.
const CALLS: [&str; 5] = ["payment", "refund", "invoice", "payout", "spend"];

/// An inviter and an account that it brought, which paid once.
struct People<'w> {
    world: &'w World,
    inviter: SignedIn<'w>,
    invitee: SignedIn<'w>,
}

impl<'w> People<'w> {
    async fn new(world: &'w World) -> Self {
        let inviter = world.member("ada@example.com").await;
        world.forward(triport_domain::time::Span::from_secs(1));
        let browser = world.browser();
        browser.jar.set("ref_code", &inviter.uid_code().await);
        let invitee = browser.sign_in("bob@example.com").await;
        Self { world, inviter, invitee }
    }

    /// Makes a call with that text where the amount belongs, or without an amount.
    async fn call(&self, call: &str, id: &str, amount: Option<&str>) -> Answer {
        let amount = amount.map(|text| format!("\"amount_micro\":{text},")).unwrap_or_default();
        let (method, path, rest) = match call {
            "payment" => {
                let paid_at = "2025-01-01T00:00:00Z";
                let user_id = self.invitee.id();
                let rest = json!({ "payment_id": id, "user_id": user_id, "paid_at": paid_at });
                ("POST", "/v1/admin/payments".to_owned(), rest)
            }
            "refund" => {
                let path = "/v1/admin/payments/paid/refund".to_owned();
                ("POST", path, json!({ "refund_id": id }))
            }
            "invoice" => {
                let rest = json!({ "user_id": self.inviter.id(), "status": "open" });
                ("PUT", format!("/v1/admin/invoices/{id}"), rest)
            }
            "payout" => {
                let address = "0xde709f2102306220921060314715629080e2fb77";
                let rest = json!({ "network": "polygon", "address": address });
                ("POST", "/v1/referrals/payouts".to_owned(), rest)
            }
            _ => ("POST", "/v1/referrals/spend-on-invoice".to_owned(), json!({ "invoice_id": id })),
        };
        let body = format!("{{{amount}{}", &rest.to_string()[1..]);
        let is_of_member = matches!(call, "payout" | "spend");
        let call = if is_of_member {
            self.inviter.call(method, &path)
        } else {
            self.world.operator().call(method, &path)
        };
        call.body(body).await
    }

    async fn balance(&self) -> Value {
        self.inviter.get("/v1/referrals/me").await.ok()["balance"].clone()
    }
}

/// Payouts of any amount.
fn lenient(world: &World) -> World {
    world.with(|setup| {
        setup.min_payout = triport_domain::money::Micro::new(1);
        setup.rate_limit_rps = 0;
    })
}

on_both!(what_is_no_amount_is_refused_and_changes_nothing);
async fn what_is_no_amount_is_refused_and_changes_nothing(world: World) {
    let world = lenient(&world);
    let people = People::new(&world).await;
    people.call("payment", "paid", Some("1000")).await;
    people.call("invoice", "open", Some("7")).await;
    let before = people.balance().await;
    for call in CALLS {
        people.call(call, "open", None).await.is_error(400, "invalid_args");
        for (text, tag) in NO_AMOUNTS {
            let answer = people.call(call, "open", Some(text)).await;
            assert_eq!((answer.status, answer.tag().as_str()), (400, *tag), "{call} {text}");
        }
        for text in BEYOND {
            let answer = people.call(call, "open", Some(text)).await;
            assert_eq!(answer.status, 400, "{call} {text}");
            assert!(["invalid_args", "invalid_json"].contains(&answer.tag().as_str()));
        }
    }
    assert_eq!(people.balance().await, before);
    for table in ["refunds", "payouts", "reward_uses"] {
        assert_eq!(world.count(table, "1 = 1").await, 0, "{table}");
    }
    for table in ["payments", "invoices"] {
        assert_eq!(world.count(table, "1 = 1").await, 1, "{table}");
    }
}

on_both!(the_smallest_and_the_largest_amount_are_exact_everywhere);
async fn the_smallest_and_the_largest_amount_are_exact_everywhere(world: World) {
    let world = lenient(&world);
    let people = People::new(&world).await;
    for (round, amount) in [1, LARGEST - 1, LARGEST].into_iter().enumerate() {
        // Ten payments of an amount earn just that amount, but for what is rounded away.
        let before = people.balance().await["available_micro"].as_i64().unwrap();
        let text = amount.to_string();
        for number in 0..11 {
            let answer = people.call("payment", &format!("p{round}-{number}"), Some(&text)).await;
            assert_eq!(answer.status, 201, "{answer:?}");
            assert_eq!(answer.json()["payment"]["amount_micro"], amount);
            assert_eq!(answer.json()["reward"]["amount_micro"], amount / 10);
        }
        let earned = people.balance().await["available_micro"].as_i64().unwrap();
        assert_eq!(earned - before, 11 * (amount / 10));
    }
    people.call("payment", "paid", Some(&LARGEST.to_string())).await;
    let refund = people.call("refund", "one", Some("1")).await.json();
    assert_eq!(refund["reward"]["amount_micro"], (LARGEST - 1) / 10);
    let refund = people.call("refund", "rest", Some(&(LARGEST - 1).to_string())).await.json();
    assert_eq!(refund["reward"]["status"], "reversed");
    let mut left = people.balance().await["available_micro"].as_i64().unwrap();
    for amount in [1, LARGEST] {
        let (text, invoice) = (amount.to_string(), format!("inv-{amount}"));
        let pushed = people.call("invoice", &invoice, Some(&text)).await;
        assert_eq!(pushed.json()["amount_micro"], amount);
        people.call("spend", &invoice, Some(&text)).await.ok();
        left -= amount;
        assert_eq!(people.balance().await["available_micro"], left);
    }
    let payout = people.call("payout", "", Some("1")).await;
    assert_eq!((payout.status, &payout.json()["amount_micro"]), (202, &1.into()));
    assert_eq!(people.balance().await["available_micro"], left - 1);
    let sum = "SELECT CAST(sum(amount_micro) AS BIGINT) FROM ledger_entries";
    assert_eq!(world.database.number(sum).await, 0);
}

on_both!(sums_beyond_sixty_four_bits_are_refused_and_nothing_is_wrapped);
async fn sums_beyond_sixty_four_bits_are_refused_and_nothing_is_wrapped(world: World) {
    let world = lenient(&world);
    let people = People::new(&world).await;
    // What an account has paid is a sum too: the largest amount fits 1 024 times.
    let near = i64::MAX - LARGEST;
    world.database.run(&format!("UPDATE accounts SET paid_micro = {near}")).await;
    let text = LARGEST.to_string();
    assert_eq!(people.call("payment", "fits", Some(&text)).await.status, 201);
    let before = people.balance().await;
    people.call("payment", "too-much", Some(&text)).await.is_error(400, "invalid_args");
    assert_eq!(people.balance().await, before);
    assert_eq!(world.count("payments", "1 = 1").await, 1);
    assert_eq!(world.count("payment_claims", "1 = 1").await, 1);
}
