//! The counters of `GET /v1/referrals/me`.

use serde_json::json;
use triport_domain::time::Span;

use crate::support::{Caller, World};

on_both!(clicks_sign_ups_and_the_inviter_are_shown);
async fn clicks_sign_ups_and_the_inviter_are_shown(world: World) {
    let ada = world.member("ada@example.com").await;
    let code = ada.uid_code().await;
    world.forward(Span::from_secs(1));
    let browser = world.browser();
    for _ in 0..3 {
        browser.follow(&code).await;
    }
    world.flush().await;
    let bob = browser.sign_in("bob@example.com").await;
    world.database.run("UPDATE referral_counts SET paid_invitees = 7").await;
    let standing = ada.get("/v1/referrals/me").await.ok();
    let shown = (&standing["clicks"], &standing["signups"], &standing["paid_invitees"]);
    assert_eq!(shown, (&json!(3), &json!(1), &json!(7)));
    assert!(standing["inviter_display"].is_null());
    let standing = bob.get("/v1/referrals/me").await.ok();
    assert_eq!(standing["inviter_display"], ada.user["display_name"]);
    assert_eq!((&standing["clicks"], &standing["signups"]), (&json!(0), &json!(0)));
}
