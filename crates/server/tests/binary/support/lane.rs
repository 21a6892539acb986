//! One of several histories that run side by side on one server, and go on however often the server
//! or its database goes away: what was not answered is sent again, the same, until it is.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::connection::{Answer, Connection};
use super::member::Member;
use super::money::operator_request;
use super::process::Server;
use crate::history::{By, Call, Dice, Model, Names, Request, Step};

/// Who invited whom in each lane.
const INVITERS: [Option<usize>; 4] = [None, Some(0), Some(0), Some(1)];
/// As the server has it: longer than any test runs, so that here no time passes.
const HOLD: i64 = 14 * 86_400_000_000;
/// A server is back before that.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where the server is, if there is one, and how far all lanes together are.
#[derive(Default)]
pub(crate) struct Way {
    pub(crate) server: Mutex<Option<SocketAddr>>,
    pub(crate) answered: AtomicUsize,
    /// Calls that were not answered and had to be sent again.
    pub(crate) repeated: AtomicUsize,
    pub(crate) is_over: AtomicBool,
}

/// A history that one caller after the other makes, and the model of it.
pub(crate) struct Lane {
    prefix: String,
    members: Vec<Member>,
    names: Names,
    model: Model,
    dice: Dice,
    steps: usize,
    connection: Option<Connection>,
}

impl Lane {
    pub(crate) fn sign_in(server: &Server, number: usize, seed: u64) -> Self {
        let (mut members, mut names): (Vec<Member>, Names) = (Vec::new(), Names::default());
        for (account, inviter) in INVITERS.into_iter().enumerate() {
            let member = Member::sign_in(server, &format!("lane-{number}-{account}"));
            if let Some(inviter) = inviter {
                member.claim(server.address, &members[inviter]);
            }
            names.ids.push(member.id(server.address));
            names.codes.push(member.code(server.address));
            members.push(member);
        }
        #[expect(clippy::disallowed_methods, reason = "the clock of the program under test")]
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros();
        let model = Model::new(i64::try_from(now).unwrap(), HOLD, &INVITERS);
        let dice = Dice::new(seed * 1_000 + u64::try_from(number).unwrap());
        let prefix = format!("lane{number}-");
        Self { prefix, members, names, model, dice, steps: 0, connection: None }
    }

    /// Takes one step after the other until it is told that it is over.
    pub(crate) fn run(&mut self, way: &Way) {
        while !way.is_over.load(Ordering::SeqCst) {
            let raw = self.dice.raw(self.steps, 1);
            if let Step::Call(call) = raw.step(&self.prefix, &self.model) {
                self.call(way, &self.with_key(call));
            }
            self.steps += 1;
            if self.steps.is_multiple_of(8) {
                self.check_balances(way);
            }
        }
    }

    /// What is sent again needs a key, or it would be done twice.
    fn with_key(&self, mut call: Call) -> Call {
        if let Call::Payout { key, .. } | Call::Spend { key, .. } = &mut call {
            key.get_or_insert_with(|| format!("{}n{}", self.prefix, self.steps));
        }
        call
    }

    fn call(&mut self, way: &Way, call: &Call) {
        let (answer, is_repeated) = self.answer(way, &call.request(&self.names));
        let expected = self.model.apply(call);
        let found = (answer.status, tag(&answer));
        let was_done_before = is_repeated
            && match call {
                Call::Cancel { .. } | Call::Answer { .. } => {
                    expected.status == 200 && found == (409, "payout_not_actionable".to_owned())
                }
                _ => expected.status == 201 && found.0 == 200,
            };
        assert!(
            was_done_before || found == (expected.status, expected.tag.to_owned()),
            "{call:?} was answered {found:?}, expected {expected:?}, repeated: {is_repeated}"
        );
        if answer.status < 400 {
            self.model.learn(call, &answer.json());
        }
        way.answered.fetch_add(1, Ordering::SeqCst);
    }

    /// The answer to a request, and whether it had to be sent again.
    fn answer(&mut self, way: &Way, request: &Request) -> (Answer, bool) {
        let body = &request.body;
        let bytes = match request.by {
            By::Operator => operator_request(request.method, &request.path, body),
            By::Member(number) if request.method == "GET" => {
                self.members[number].request("GET", &request.path, "")
            }
            By::Member(number) => {
                self.members[number].json_request(&request.path, body, request.key.as_deref())
            }
        };
        let (begun, mut is_repeated) = (Instant::now(), false);
        loop {
            if let Some(answer) = self.try_once(way, &bytes, &mut is_repeated) {
                return (answer, is_repeated);
            }
            assert!(begun.elapsed() < PATIENCE, "no answer to {request:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn try_once(&mut self, way: &Way, bytes: &str, is_repeated: &mut bool) -> Option<Answer> {
        let Some(mut connection) = self.connection.take() else {
            let address = (*way.server.lock().unwrap())?;
            self.connection = Connection::try_open(address).ok();
            self.connection.as_ref()?;
            return self.try_once(way, bytes, is_repeated);
        };
        // From here on the server may have done it.
        let sent = connection.send(bytes).and_then(|()| connection.read(true));
        let answer = sent.ok().flatten();
        match answer {
            Some(answer) if answer.status != 503 => {
                self.connection = Some(connection);
                Some(answer)
            }
            unanswered => {
                // A server that tells that its database is away is still there.
                self.connection = unanswered.map(|_| connection);
                *is_repeated = true;
                way.repeated.fetch_add(1, Ordering::SeqCst);
                None
            }
        }
    }

    fn get(&mut self, way: &Way, account: usize, path: &str) -> Value {
        let (method, body) = ("GET", Value::Null);
        let path = path.to_owned();
        let request = Request { by: By::Member(account), method, path, body, key: None };
        self.answer(way, &request).0.ok()
    }

    /// Nothing that was answered is lost, nothing is counted twice.
    pub(crate) fn check_balances(&mut self, way: &Way) {
        for account in 0..INVITERS.len() {
            let me = self.get(way, account, "/v1/referrals/me");
            let expected = self.model.standing(account);
            let balance = json!({
                "pending_micro": number(expected.pending),
                "available_micro": number(expected.available),
                "lifetime_micro": number(expected.lifetime),
                "debt_micro": number(expected.debt),
            });
            assert_eq!(me["balance"], balance, "{} {account}", self.prefix);
            assert_eq!(me["paid_invitees"], number(expected.paid_invitees));
        }
    }

    /// Every row is there once.
    pub(crate) fn check_rows(&mut self, way: &Way) {
        for account in 0..INVITERS.len() {
            let rewards = &self.model.accounts[account].rewards;
            let mut expected: Vec<Value> = rewards
                .iter()
                .map(|reward| json!([reward.payment_id, number(reward.amount)]))
                .collect();
            expected.reverse();
            let found = self.rows(way, account, "rewards", ["payment_id", "amount_micro"]);
            // Two of one millisecond have no order.
            assert_eq!(sorted(found), sorted(expected));
            let payouts = self.model.payouts.iter().filter(|payout| payout.account == account);
            let expected = payouts.map(|payout| json!([payout.id, payout.status])).collect();
            let found = self.rows(way, account, "payouts", ["id", "status"]);
            assert_eq!(sorted(found), sorted(expected));
            let invoices = self.model.invoices.iter().filter(|known| known.account == account);
            let expected = invoices.map(|invoice| json!([invoice.id, invoice.status])).collect();
            let found = self.rows(way, account, "invoices", ["id", "status"]);
            assert_eq!(sorted(found), sorted(expected));
        }
    }

    fn rows(&mut self, way: &Way, account: usize, list: &str, fields: [&str; 2]) -> Vec<Value> {
        let path = format!("/v1/referrals/{list}?limit=200");
        let (mut rows, mut page_path) = (Vec::new(), path.clone());
        loop {
            let page = self.get(way, account, &page_path);
            let items = page["items"].as_array().unwrap().iter();
            rows.extend(items.map(|item| json!(fields.map(|field| &item[field]))));
            match page["next_cursor"].as_str() {
                Some(cursor) => page_path = format!("{path}&cursor={cursor}"),
                None => return rows,
            }
        }
    }
}

fn sorted(mut rows: Vec<Value>) -> Vec<Value> {
    rows.sort_by_key(Value::to_string);
    rows
}

fn number(number: i128) -> Value {
    i64::try_from(number).unwrap().into()
}

fn tag(answer: &Answer) -> String {
    if answer.status < 400 {
        return String::new();
    }
    answer.json()["error"].as_str().unwrap().to_owned()
}
