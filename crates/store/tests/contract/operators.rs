//! What is promised about operators' tokens, their audit log, and the directory they search.

use triport_domain::account::Account;
use triport_domain::account_name::AccountName;
use triport_domain::id::{ActionId, EventId, UserId};
use triport_domain::operator::{NamedToken, OperatorName, RecordedAction, Role};
use triport_domain::page::Page;
use triport_domain::session::Provider;
use triport_store::decisions::{self, TierChange};
use triport_store::{Outcome, accounts, audit, codes, directory, names, operators};
use uuid::Uuid;

use crate::bodies::{ChooseSlug, SignUp, body};
use crate::fixtures::{NOW, after, at_once, member, new_account, new_hash, new_id, slug};
use crate::harness::TestStore;

fn token(name: &str, role: Role) -> NamedToken {
    let name = OperatorName::parse(name).unwrap();
    NamedToken { name, role, created_at: NOW, revoked_at: None }
}

on_both!(a_token_is_found_by_its_hash_until_it_is_revoked);
async fn a_token_is_found_by_its_hash_until_it_is_revoked(store: TestStore) {
    let (hash, support) = (new_hash(), token("eve", Role::Support));
    let live = async || store.read(async |db| operators::live(db, &hash).await).await.unwrap();
    let any = async || store.read(async |db| operators::any_live(db).await).await.unwrap();
    assert_eq!((live().await, any().await), (None, false));
    let written = support.clone();
    let insert = body(move |tx| {
        let written = written.clone();
        Box::pin(async move { Ok(Outcome::Commit(operators::insert(tx, &written, &hash).await?)) })
    });
    assert!(store.write(insert).await.unwrap());
    assert_eq!((live().await, any().await), (Some(support.clone()), true));
    let revoke = || {
        body(|tx| {
            Box::pin(async { Ok(Outcome::Commit(operators::revoke(tx, "eve", after(1)).await?)) })
        })
    };
    assert!(store.write(revoke()).await.unwrap());
    assert!(!store.write(revoke()).await.unwrap(), "once");
    assert_eq!((live().await, any().await), (None, false));
    let listed = store.read(async |db| operators::list(db).await).await.unwrap();
    assert_eq!(listed, [NamedToken { revoked_at: Some(after(1)), ..support }]);
}

on_both!(of_two_tokens_of_one_name_the_first_stays);
async fn of_two_tokens_of_one_name_the_first_stays(store: TestStore) {
    let added = at_once(&store, 4, |store, _| async move {
        let hash = new_hash();
        let insert = body(move |tx| {
            Box::pin(async move {
                let token = token("eve", Role::Full);
                Ok(Outcome::Commit(operators::insert(tx, &token, &hash).await?))
            })
        });
        store.write(insert).await.unwrap()
    });
    assert_eq!(added.await.into_iter().filter(|added| *added).count(), 1);
}

on_both!(the_audit_log_is_read_newest_first_and_by_account);
async fn the_audit_log_is_read_newest_first_and_by_account(store: TestStore) {
    let ada = member(&store).await;
    let entry = |user_id: Option<UserId>| RecordedAction {
        id: ActionId(new_id()),
        at: NOW,
        operator: OperatorName::configured(),
        action: "tier_changed".to_owned(),
        user_id,
        fields: r#"{"new_tier":2}"#.to_owned(),
    };
    let entries = [entry(None), entry(Some(ada)), entry(None), entry(Some(ada))];
    for entry in entries.clone() {
        let insert = body(move |tx| {
            let entry = entry.clone();
            Box::pin(async move {
                audit::insert(tx, &entry).await?;
                Ok(Outcome::Commit(()))
            })
        });
        store.write(insert).await.unwrap();
    }
    let page = Page { limit: 2, offset: 1, after: None };
    let all = store.read(async |db| audit::list(db, Uuid::max(), &page).await).await.unwrap();
    assert_eq!(all, [entries[2].clone(), entries[1].clone()]);
    let before = entries[3].id.0;
    let page = Page::default();
    let of_ada = store.read(async |db| audit::list_of(db, ada, before, &page).await).await.unwrap();
    assert_eq!(of_ada, [entries[1].clone()]);
}

on_both!(an_account_is_resolved_by_each_of_its_names);
async fn an_account_is_resolved_by_each_of_its_names(store: TestStore) {
    let account = Account { email: Some("ada@example.com".to_owned()), ..new_account() };
    let (id, subject) = (account.id, "ada@example.com".to_owned());
    store.write(SignUp { account, provider: Provider::Email, subject }).await.unwrap();
    let claim = |user_id| {
        body(move |tx| {
            Box::pin(async move {
                Ok(Outcome::Commit(names::claim_external_id(tx, "Shop:42", user_id).await?))
            })
        })
    };
    assert!(store.write(claim(id)).await.unwrap());
    assert!(!store.write(claim(UserId(new_id()))).await.unwrap(), "a name does not move");
    for (name, expected) in [
        (id.to_string(), Some(id)),
        (new_id().to_string(), None),
        ("ext:Shop:42".to_owned(), Some(id)),
        ("ext:shop:42".to_owned(), None),
        ("email:ada@example.com".to_owned(), Some(id)),
        ("email:bob@example.com".to_owned(), None),
    ] {
        let name = AccountName::parse(&name).unwrap();
        let found = store.read(async |db| names::resolve(db, &name).await).await.unwrap();
        assert_eq!(found, expected, "{name:?}");
    }
}

on_both!(signs_of_a_search_pattern_stand_for_themselves);
async fn signs_of_a_search_pattern_stand_for_themselves(store: TestStore) {
    for name in ["100% Ada", "Ada_B", "Ada!", "plain"] {
        let account = Account { display_name: name.to_owned(), email: None, ..new_account() };
        let subject = account.id.to_string();
        store.write(SignUp { account, provider: Provider::Wallet, subject }).await.unwrap();
    }
    for (text, expected) in [("%", 1), ("_", 1), ("!", 1), ("ADA", 3), ("", 4), ("\\", 0)] {
        let page = Page::default();
        let read = async |db: &mut triport_store::Db<'_>| {
            directory::search(db, text, Uuid::max(), &page).await
        };
        assert_eq!(store.read(read).await.unwrap().len(), expected, "{text}");
    }
}

on_both!(a_blocked_code_is_blocked_once_and_known_as_such);
async fn a_blocked_code_is_blocked_once_and_known_as_such(store: TestStore) {
    let ada = member(&store).await;
    let choose = ChooseSlug { user_id: ada, slug: slug("trip"), now: NOW };
    store.write(choose).await.unwrap().unwrap();
    let block = || {
        body(move |tx| {
            Box::pin(async move {
                accounts::lock(tx, ada).await?;
                Ok(Outcome::Commit(codes::block(tx, ada, "trip", after(1)).await?))
            })
        })
    };
    assert!(store.write(block()).await.unwrap());
    assert!(!store.write(block()).await.unwrap());
    let trip = slug("trip");
    let held = store.read(async |db| codes::custom_codes(db, ada, &trip).await);
    let held = held.await.unwrap().unwrap();
    assert!(held.is_blocked && held.active.is_none());
    assert_eq!(held.same_text.unwrap().disabled_at, Some(after(1)));
}

on_both!(decisions_are_read_newest_first_and_only_as_many_as_asked);
async fn decisions_are_read_newest_first_and_only_as_many_as_asked(store: TestStore) {
    let ada = member(&store).await;
    for number in 1..=3 {
        let change = TierChange {
            id: EventId(new_id()),
            user_id: ada,
            at: after(number.into()),
            old_tier: number,
            new_tier: number + 1,
            note: (number == 3).then(|| "why".to_owned()),
        };
        let insert = body(move |tx| {
            let change = change.clone();
            Box::pin(async move {
                decisions::insert_tier_change(tx, &change).await?;
                Ok(Outcome::Commit(()))
            })
        });
        store.write(insert).await.unwrap();
    }
    let recent = store.read(async |db| decisions::recent(db, ada, 2).await).await.unwrap();
    let tiers: Vec<_> = recent.iter().map(|decision| decision.new_tier).collect();
    assert_eq!(tiers, [Some(4), Some(3)]);
    assert_eq!((recent[0].kind.as_str(), recent[0].note.as_deref()), ("tier_changed", Some("why")));
}
