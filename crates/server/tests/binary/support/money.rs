//! Calls about money: what the billing system pushes, what members ask for, and the check of the
//! ledger by the command line.

use std::io;
use std::net::SocketAddr;
use std::process::Command;

use serde_json::{Value, json};

use super::connection::{Answer, Connection};
use super::member::{Member, request};
use super::process::{ADMIN_TOKEN, Server};

/// Every amount can be paid out, however small or large.
pub(crate) const ANY_PAYOUT: &[(&str, &str)] = &[
    ("TRIPORT_PROGRAM__MIN_PAYOUT_MICRO", "1"),
    ("TRIPORT_STEP_UP_PAYOUT_MICRO", "9007199254740991"),
];

/// A time so long ago that every hold period is over.
pub(crate) const LONG_AGO: &str = "2025-01-01T00:00:00Z";

/// Where payouts go.
pub(crate) const ADDRESS: &str = "0xde709f2102306220921060314715629080e2fb77";

/// The bytes of an operator's call.
pub(crate) fn operator_request(method: &str, path: &str, body: &Value) -> String {
    let token = format!("x-admin-token: {ADMIN_TOKEN}\r\n");
    request(method, path, &token, &body.to_string())
}

/// Makes a call over a connection of its own.
pub(crate) fn try_send(to: SocketAddr, bytes: &str) -> io::Result<Answer> {
    let mut connection = Connection::try_open(to)?;
    connection.send(bytes)?;
    connection.read(true)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// An operator's call that has to be answered.
#[track_caller]
pub(crate) fn push(to: SocketAddr, method: &str, path: &str, body: &Value) -> Answer {
    try_send(to, &operator_request(method, path, body)).unwrap()
}

impl Member {
    /// The bytes of a call with a JSON body, and an `Idempotency-Key` if there is one.
    pub(crate) fn json_request(&self, path: &str, body: &Value, key: Option<&str>) -> String {
        let (session, csrf) = (&self.session, &self.csrf);
        let key = key.map(|key| format!("idempotency-key: {key}\r\n")).unwrap_or_default();
        let headers = format!(
            "cookie: nl_session={session}; nl_csrf={csrf}\r\nx-csrf-token: {csrf}\r\n{key}"
        );
        request("POST", path, &headers, &body.to_string())
    }

    /// A call with a JSON body that has to be answered.
    #[track_caller]
    pub(crate) fn post(&self, to: SocketAddr, path: &str, body: &Value) -> Answer {
        try_send(to, &self.json_request(path, body, None)).unwrap()
    }

    pub(crate) fn id(&self, to: SocketAddr) -> String {
        let me = self.call(to, "GET", "/v1/auth/me").ok();
        me["user"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn code(&self, to: SocketAddr) -> String {
        let me = self.call(to, "GET", "/v1/referrals/me").ok();
        me["primary_code"].as_str().unwrap().to_owned()
    }

    /// Says that a member invited this one.
    #[track_caller]
    pub(crate) fn claim(&self, to: SocketAddr, inviter: &Self) {
        let code = inviter.code(to);
        let claimed = self.post(to, "/v1/referrals/claim", &json!({ "code": code })).ok();
        assert_eq!(claimed["attributed"], true, "{claimed}");
    }

    /// Pending, available, lifetime and debt.
    #[track_caller]
    pub(crate) fn balance(&self, to: SocketAddr) -> [i64; 4] {
        let me = self.call(to, "GET", "/v1/referrals/me").ok();
        ["pending_micro", "available_micro", "lifetime_micro", "debt_micro"]
            .map(|field| me["balance"][field].as_i64().unwrap())
    }

    /// Asks for a payout.
    #[track_caller]
    pub(crate) fn payout(&self, to: SocketAddr, amount: i64, key: Option<&str>) -> Answer {
        let body = payout_body(amount);
        try_send(to, &self.json_request("/v1/referrals/payouts", &body, key)).unwrap()
    }
}

pub(crate) fn payout_body(amount: i64) -> Value {
    json!({ "amount_micro": amount, "network": "polygon", "address": ADDRESS })
}

/// Runs `ledger verify` beside whatever runs, and expects that it finds nothing.
#[track_caller]
pub(crate) fn assert_ledger_is_right(database_url: &str) {
    let output = Command::new(env!("CARGO_BIN_EXE_triport-referrals"))
        .args(["ledger", "verify"])
        .env_clear()
        .env("TRIPORT_DATABASE_URL", database_url)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// Two members, one of whom the other invited.
pub(crate) struct Pair {
    pub(crate) inviter: Member,
    pub(crate) inviter_id: String,
    pub(crate) invitee_id: String,
}

impl Pair {
    pub(crate) fn sign_in(server: &Server, name: &str) -> Self {
        let inviter = Member::sign_in(server, &format!("{name}-inviter"));
        let invitee = Member::sign_in(server, &format!("{name}-invitee"));
        invitee.claim(server.address, &inviter);
        let (inviter_id, invitee_id) = (inviter.id(server.address), invitee.id(server.address));
        Self { inviter, inviter_id, invitee_id }
    }

    /// A payment of the invitee, of which the inviter can use a tenth at once.
    pub(crate) fn payment(&self, id: &str, amount: i64) -> Value {
        let user_id = &self.invitee_id;
        json!({ "payment_id": id, "user_id": user_id, "amount_micro": amount, "paid_at": LONG_AGO })
    }

    #[track_caller]
    pub(crate) fn pay(&self, to: SocketAddr, id: &str, amount: i64) {
        let answer = push(to, "POST", "/v1/admin/payments", &self.payment(id, amount));
        assert_eq!(answer.status, 201, "{answer:?}");
    }
}
