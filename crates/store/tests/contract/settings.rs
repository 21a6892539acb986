//! What is promised about settings.

use triport_store::settings;

use crate::bodies::Keep;
use crate::fixtures::at_once;
use crate::harness::TestStore;

on_both!(a_setting_is_written_once_and_everybody_finds_the_same);
async fn a_setting_is_written_once_and_everybody_finds_the_same(store: TestStore) {
    let answers = at_once(&store, 16, |store, number| async move {
        let value = vec![u8::try_from(number).unwrap(); 32];
        store.write(Keep { name: "secret_key", value }).await.unwrap()
    });
    let answers = answers.await;
    assert_eq!(answers.iter().filter(|(inserted, _)| *inserted).count(), 1);
    let kept = store.read(async |db| settings::find(db, "secret_key").await).await.unwrap();
    assert!(kept.is_some());
    assert!(answers.iter().all(|(_, found)| *found == kept), "{answers:?}");
    let other = store.read(async |db| settings::find(db, "another").await).await.unwrap();
    assert_eq!(other, None);
}

on_both!(a_setting_outlives_a_restart);
async fn a_setting_outlives_a_restart(store: TestStore) {
    let value = vec![0, 255, 0, 1];
    store.write(Keep { name: "secret_key", value: value.clone() }).await.unwrap();
    let store = store.reopened().await;
    let kept = store.read(async |db| settings::find(db, "secret_key").await).await.unwrap();
    assert_eq!(kept, Some(value));
}
