//! What is promised about accounts and the identities by which they are found.

use triport_domain::account::{Account, ProfileChange};
use triport_domain::id::UserId;
use triport_domain::session::Provider;
use triport_store::{accounts, identities};

use crate::bodies::{ChangeProfile, SignUp};
use crate::fixtures::{after, at_once, member, new_account, new_id};
use crate::harness::TestStore;

async fn find(store: &TestStore, user_id: UserId) -> Option<Account> {
    store.read(async |db| accounts::find(db, user_id).await).await.unwrap()
}

async fn by_identity(store: &TestStore, provider: Provider, subject: &str) -> Option<UserId> {
    store.read(async |db| identities::owner(db, provider, subject).await).await.unwrap()
}

on_both!(an_account_is_found_again_as_it_was_written);
async fn an_account_is_found_again_as_it_was_written(store: TestStore) {
    let full = Account {
        display_name: "Ада 👩‍🚀 O'Hara \"x\"".to_owned(),
        avatar_url: Some("https://cdn.example.com/a.png".to_owned()),
        tier: u16::MAX,
        updated_at: after(5),
        ..new_account()
    };
    let bare = Account { email: None, ..new_account() };
    for account in [full, bare] {
        let subject = account.id.to_string();
        let body = SignUp { account: account.clone(), provider: Provider::Wallet, subject };
        assert_eq!(store.write(body).await.unwrap(), Some(account.id));
        assert_eq!(find(&store, account.id).await, Some(account));
    }
    assert_eq!(find(&store, UserId(new_id())).await, None);
}

on_both!(an_identity_belongs_to_one_account_and_one_provider);
async fn an_identity_belongs_to_one_account_and_one_provider(store: TestStore) {
    let sign_up = |provider| {
        let subject = "ada@example.com".to_owned();
        store.write(SignUp { account: new_account(), provider, subject })
    };
    let ada = sign_up(Provider::Email).await.unwrap();
    assert_eq!(sign_up(Provider::Email).await.unwrap(), None);
    let google = sign_up(Provider::Google).await.unwrap();
    assert!(google.is_some() && google != ada);
    assert_eq!(by_identity(&store, Provider::Email, "ada@example.com").await, ada);
    assert_eq!(by_identity(&store, Provider::Google, "ada@example.com").await, google);
    assert_eq!(by_identity(&store, Provider::Email, "bob@example.com").await, None);
    assert_eq!(store.count("accounts").await, 2, "what was refused left nothing");
    assert_eq!(store.count("code_claims").await, 2);
}

on_both!(sign_ups_racing_for_one_identity_make_one_account);
async fn sign_ups_racing_for_one_identity_make_one_account(store: TestStore) {
    let answers = at_once(&store, 16, |store, _| async move {
        let subject = "ada@example.com".to_owned();
        let body = SignUp { account: new_account(), provider: Provider::Email, subject };
        store.write(body).await.unwrap()
    });
    let made: Vec<UserId> = answers.await.into_iter().flatten().collect();
    assert_eq!(made.len(), 1);
    assert_eq!(by_identity(&store, Provider::Email, "ada@example.com").await, Some(made[0]));
    for table in ["accounts", "identities", "identity_claims", "referral_codes"] {
        assert_eq!(store.count(table).await, 1, "{table}");
    }
}

on_both!(two_fields_changed_at_once_both_stay);
async fn two_fields_changed_at_once_both_stay(store: TestStore) {
    let ada = member(&store).await;
    for round in 0..10_u32 {
        let name = format!("Ada {round}");
        let picture = format!("https://example.com/{round}.png");
        let changes = [
            ProfileChange { display_name: Some(name.clone()), avatar_url: None },
            ProfileChange { display_name: None, avatar_url: Some(Some(picture.clone())) },
        ];
        let done = at_once(&store, changes.len(), |store, number| {
            let change = changes[number].clone();
            let body = ChangeProfile { user_id: ada, change, now: after(round) };
            async move { store.write(body).await.unwrap() }
        });
        assert!(done.await.iter().all(Option::is_some));
        let account = find(&store, ada).await.unwrap();
        assert_eq!(account.display_name, name);
        assert_eq!(account.avatar_url, Some(picture));
        assert_eq!(account.updated_at, after(round));
    }
}

on_both!(a_profile_change_answers_what_is_stored);
async fn a_profile_change_answers_what_is_stored(store: TestStore) {
    let ada = member(&store).await;
    let change = |change| store.write(ChangeProfile { user_id: ada, change, now: after(1) });
    let with_picture = ProfileChange {
        display_name: None,
        avatar_url: Some(Some("https://example.com/a.png".to_owned())),
    };
    let answered = change(with_picture).await.unwrap();
    assert_eq!(answered, find(&store, ada).await);
    let without = ProfileChange { display_name: None, avatar_url: Some(None) };
    let answered = change(without).await.unwrap();
    assert_eq!(answered.as_ref().unwrap().avatar_url, None);
    assert_eq!(answered, find(&store, ada).await);
}

on_both!(the_profile_of_nobody_cannot_be_changed);
async fn the_profile_of_nobody_cannot_be_changed(store: TestStore) {
    let change = ProfileChange { display_name: Some("Eve".to_owned()), avatar_url: None };
    let nobody = UserId(new_id());
    let body = ChangeProfile { user_id: nobody, change, now: after(1) };
    assert_eq!(store.write(body).await.unwrap(), None);
    assert_eq!(store.count("accounts").await, 0);
}
