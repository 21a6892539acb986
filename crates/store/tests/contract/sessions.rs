//! What is promised about sessions.

use triport_domain::id::{SessionId, UserId};
use triport_domain::session::{Provider, Session, SessionClaim};
use triport_domain::time::Timestamp;
use triport_store::{Outcome, Result, StoreError, Transaction, Tx, accounts, sessions};

use crate::fixtures::{NOW, after, at_once, member, new_hash, new_id};
use crate::harness::TestStore;

/// What can be done with a session, each a transaction.
#[derive(Clone)]
enum Act {
    Open,
    Slide(Timestamp),
    Revoke,
    Purge(Timestamp),
    See(Timestamp),
}

struct Do(Act, Session);

impl Transaction for Do {
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<bool>> {
        let Self(act, session) = self;
        let (hash, claim) = (&session.token_hash, claim_of(session));
        match act {
            Act::Open => sessions::open(tx, session).await?,
            Act::Slide(to) => {
                if !sessions::slide(tx, hash, &claim, *to, after(1)).await? {
                    return Ok(Outcome::Rollback(false));
                }
            }
            Act::Revoke => sessions::revoke(tx, hash, &claim).await?,
            Act::See(now) => {
                if !sessions::seen(tx, &claim, *now).await? {
                    return Ok(Outcome::Rollback(false));
                }
            }
            Act::Purge(now) => sessions::delete_expired(tx, hash, &claim, *now).await?,
        }
        Ok(Outcome::Commit(true))
    }
}

fn new_session(user_id: UserId, expires_at: Timestamp) -> Session {
    Session {
        id: SessionId(new_id()),
        user_id,
        token_hash: new_hash(),
        provider: Provider::Google,
        user_agent: "Mozilla/5.0 (ünknown)".to_owned(),
        created_at: NOW,
        expires_at,
    }
}

fn claim_of(session: &Session) -> SessionClaim {
    let Session { id: session_id, user_id, expires_at, .. } = *session;
    SessionClaim { user_id, session_id, expires_at }
}

async fn open(store: &TestStore, expires_at: Timestamp) -> Session {
    let session = new_session(member(store).await, expires_at);
    assert!(act(store, Act::Open, &session).await);
    session
}

async fn act(store: &TestStore, act: Act, session: &Session) -> bool {
    store.write(Do(act, session.clone())).await.unwrap()
}

async fn claim(store: &TestStore, session: &Session) -> Option<SessionClaim> {
    store.read(async |db| sessions::claim(db, &session.token_hash).await).await.unwrap()
}

on_both!(a_token_finds_its_session_and_account);
async fn a_token_finds_its_session_and_account(store: TestStore) {
    let session = open(&store, after(100)).await;
    let found = claim(&store, &session).await.unwrap();
    assert_eq!(found, claim_of(&session));
    let read = store.read(async |db| sessions::with_account(db, &found).await).await;
    let (account, provider, seen_at) = read.unwrap().unwrap();
    assert_eq!((account.id, provider, seen_at), (session.user_id, Provider::Google, NOW));
    assert_eq!(claim(&store, &new_session(session.user_id, NOW)).await, None);
}

on_both!(two_sessions_cannot_have_one_token);
async fn two_sessions_cannot_have_one_token(store: TestStore) {
    let session = open(&store, after(100)).await;
    let mut twin = new_session(member(&store).await, after(100));
    twin.token_hash = session.token_hash;
    let refused = store.write(Do(Act::Open, twin)).await;
    assert!(matches!(refused, Err(StoreError::Bug(_))), "{refused:?}");
    assert_eq!(claim(&store, &session).await, Some(claim_of(&session)));
    assert_eq!(store.count("sessions").await, 1);
}

on_both!(a_session_needs_its_account);
async fn a_session_needs_its_account(store: TestStore) {
    let orphan = new_session(UserId(new_id()), after(100));
    let refused = store.write(Do(Act::Open, orphan)).await;
    assert!(matches!(refused, Err(StoreError::Bug(_))), "{refused:?}");
    assert_eq!(store.count("session_claims").await, 0);
}

on_both!(sliding_moves_both_rows);
async fn sliding_moves_both_rows(store: TestStore) {
    let (session, other) = (open(&store, after(100)).await, open(&store, after(100)).await);
    assert!(act(&store, Act::Slide(after(500)), &session).await);
    assert_eq!(claim(&store, &session).await.unwrap().expires_at, after(500));
    assert_eq!(claim(&store, &other).await.unwrap().expires_at, after(100));
    let (expires, seen) = (after(500).as_micros(), after(1).as_micros());
    let moved = format!("sessions WHERE expires_at = {expires} AND last_seen_at = {seen}");
    assert_eq!(store.count(&moved).await, 1);
}

on_both!(a_revoked_session_is_gone_and_does_not_slide_back);
async fn a_revoked_session_is_gone_and_does_not_slide_back(store: TestStore) {
    let (session, other) = (open(&store, after(100)).await, open(&store, after(100)).await);
    assert!(act(&store, Act::Revoke, &session).await);
    assert!(act(&store, Act::Revoke, &session).await, "ending it twice changes nothing");
    assert_eq!(claim(&store, &session).await, None);
    let gone = claim_of(&session);
    let read = store.read(async |db| sessions::with_account(db, &gone).await).await;
    assert_eq!(read.unwrap(), None);
    assert!(!act(&store, Act::Slide(after(500)), &session).await);
    assert_eq!(store.count("sessions").await, 1);
    assert_eq!(claim(&store, &other).await, Some(claim_of(&other)));
}

on_both!(sliding_and_revoking_at_once_never_leave_half_a_session);
async fn sliding_and_revoking_at_once_never_leave_half_a_session(store: TestStore) {
    for _ in 0..10 {
        let session = open(&store, after(100)).await;
        let acts = [Act::Slide(after(500)), Act::Revoke, Act::Slide(after(600))];
        let done = at_once(&store, acts.len(), |store, number| {
            let body = Do(acts[number].clone(), session.clone());
            async move { store.write(body).await.unwrap() }
        });
        done.await;
    }
    assert_eq!((store.count("sessions").await, store.count("session_claims").await), (0, 0));
}

on_both!(expired_sessions_are_found_oldest_first_and_a_bounded_number);
async fn expired_sessions_are_found_oldest_first_and_a_bounded_number(store: TestStore) {
    let mut opened = Vec::new();
    for seconds in [30, 10, 20, 40] {
        opened.push(open(&store, after(seconds)).await);
    }
    let expired = async |now, limit| {
        let read = store.read(async |db| sessions::expired(db, now, limit).await);
        read.await.unwrap().into_iter().map(|(_, claim)| claim.expires_at).collect::<Vec<_>>()
    };
    assert_eq!(expired(after(30), 10).await, [after(10), after(20), after(30)]);
    assert_eq!(expired(after(30), 2).await, [after(10), after(20)]);
    assert_eq!(expired(after(9), 10).await, []);
}

on_both!(purging_spares_a_session_that_was_extended_meanwhile);
async fn purging_spares_a_session_that_was_extended_meanwhile(store: TestStore) {
    let (slid, left) = (open(&store, after(10)).await, open(&store, after(10)).await);
    assert!(act(&store, Act::Slide(after(500)), &slid).await);
    for session in [&slid, &left] {
        assert!(act(&store, Act::Purge(after(20)), session).await);
    }
    assert!(claim(&store, &slid).await.is_some());
    assert_eq!(claim(&store, &left).await, None);
    assert_eq!((store.count("sessions").await, store.count("session_claims").await), (1, 1));
}

on_both!(a_claim_with_an_impossible_hash_is_reported_as_corrupt);
async fn a_claim_with_an_impossible_hash_is_reported_as_corrupt(store: TestStore) {
    open(&store, after(10)).await;
    let short = if store.is_postgres() { r"'\x00ff'" } else { "x'00ff'" };
    store.place().run(&format!("UPDATE session_claims SET token_hash = {short}")).await;
    let read = store.read(async |db| sessions::expired(db, after(20), 5).await).await;
    assert!(matches!(read, Err(StoreError::Corrupt(_))), "{read:?}");
    store.check().await.unwrap();
}

/// Makes room for one more session.
struct MakeRoom(UserId);

impl Transaction for MakeRoom {
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Outcome<()>> {
        accounts::lock(tx, self.0).await?;
        sessions::make_room(tx, self.0, NOW).await?;
        Ok(Outcome::Commit(()))
    }
}

on_both!(room_is_made_among_live_sessions_of_one_account);
async fn room_is_made_among_live_sessions_of_one_account(store: TestStore) {
    let (user_id, other) = (member(&store).await, open(&store, after(100)).await);
    let mut opened = Vec::new();
    for number in 0..23_u32 {
        // Of an expired one nobody has to make room.
        let expires_at = if number == 22 { NOW } else { after(100) };
        let session = new_session(user_id, expires_at);
        act(&store, Act::Open, &session).await;
        opened.push(session);
    }
    store.write(MakeRoom(user_id)).await.unwrap();
    let kept = store.read(async |db| sessions::list(db, user_id, NOW).await).await.unwrap();
    let kept: Vec<SessionId> = kept.into_iter().map(|session| session.id).collect();
    let newest: Vec<SessionId> = opened[3..22].iter().rev().map(|session| session.id).collect();
    assert_eq!(kept, newest, "nineteen, the newest first");
    assert_eq!(claim(&store, &opened[2]).await, None, "their claims go with them");
    assert!(claim(&store, &other).await.is_some());
    store.write(MakeRoom(user_id)).await.unwrap();
    assert_eq!(store.count("sessions").await, 19 + 1 + 1);
}

on_both!(seeing_a_session_moves_only_forward);
async fn seeing_a_session_moves_only_forward(store: TestStore) {
    let session = open(&store, after(500)).await;
    for (seconds, noted) in [(60, true), (60, false), (30, false), (90, true)] {
        assert_eq!(act(&store, Act::See(after(seconds)), &session).await, noted, "{seconds}");
    }
    act(&store, Act::Revoke, &session).await;
    assert!(!act(&store, Act::See(after(120)), &session).await);
}
