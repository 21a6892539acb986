//! What is promised about comparing a page of accounts.

use triport_domain::id::UserId;
use triport_store::verify;
use uuid::Uuid;

use crate::fixtures::member;
use crate::harness::TestStore;

/// Makes everybody everybody's inviter, past the counters.
const INVITE_ALL: &str = "INSERT INTO invitees
    (user_id, invitee_id, display_name, signed_at, total_paid_micro)
    SELECT a.user_id, b.user_id, 'Member 4F2K', 0, 0 FROM accounts a CROSS JOIN accounts b";

async fn three_members(store: &TestStore) -> [UserId; 3] {
    let mut members = [member(store).await, member(store).await, member(store).await];
    members.sort();
    members
}

on_both!(a_page_ends_before_the_account_that_owns_too_many_rows);
async fn a_page_ends_before_the_account_that_owns_too_many_rows(store: TestStore) {
    let [first, second, third] = three_members(&store).await;
    store.place().run(INVITE_ALL).await;
    let nobody = UserId(Uuid::nil());
    let beyond = async |after, to, rows| {
        store.read(async |db| verify::beyond(db, after, to, rows).await).await.unwrap()
    };
    assert_eq!(beyond(nobody, third, 2).await, Some(first));
    assert_eq!(beyond(nobody, third, 3).await, Some(second));
    assert_eq!(beyond(first, third, 3).await, Some(third));
    assert_eq!(beyond(nobody, third, 9).await, None);
    assert_eq!(beyond(nobody, second, 6).await, None);
}

on_both!(each_account_of_a_page_is_compared_and_no_other_is);
async fn each_account_of_a_page_is_compared_and_no_other_is(store: TestStore) {
    let [first, second, third] = three_members(&store).await;
    store.place().run(INVITE_ALL).await;
    let differing = async |after, to| {
        let read = async |db: &mut triport_store::Db<'_>| verify::differences(db, after, to).await;
        let found = store.read(read).await.unwrap();
        let invitees = found.into_iter().filter(|difference| difference.what == "invitees");
        invitees.map(|difference| difference.user_id).collect::<Vec<_>>()
    };
    assert_eq!(differing(UserId(Uuid::nil()), third).await, [first, second, third]);
    assert_eq!(differing(first, second).await, [second]);
    assert_eq!(differing(third, UserId(Uuid::max())).await, []);
}
