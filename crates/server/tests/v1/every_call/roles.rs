//! Each role against each operation for operators.

use std::collections::BTreeSet;

use triport_domain::operator::Role;

use super::coverage::{Operation, operations};
use crate::support::World;

/// Who may call what, beside `full`, which may everything. An operation without a line here fails a
/// test, and so does a line without an operation.
const ALLOWED: &[(&str, &[Role])] = &[
    ("admin_users", &[Role::Read, Role::Support, Role::Finance, Role::Product]),
    ("admin_push_user", &[Role::Product]),
    ("admin_sign_in_link", &[Role::Product]),
    ("admin_user", &[Role::Read, Role::Support, Role::Finance]),
    ("admin_set_tier", &[Role::Support]),
    ("admin_disable_code", &[Role::Support]),
    ("admin_erase_user", &[Role::Support]),
    ("admin_freeze_payouts", &[Role::Support]),
    ("admin_unfreeze_payouts", &[Role::Support]),
    ("admin_audit", &[Role::Read, Role::Support, Role::Finance]),
    ("admin_push_payment", &[Role::Billing]),
    ("admin_push_refund", &[Role::Billing]),
    ("admin_void_refund", &[Role::Billing]),
    ("admin_push_invoice", &[Role::Billing]),
    ("admin_invoice", &[Role::Read, Role::Support, Role::Finance, Role::Billing]),
    ("admin_invoices", &[Role::Read, Role::Support, Role::Finance, Role::Billing]),
    ("admin_payouts", &[Role::Read, Role::Support, Role::Finance]),
    ("admin_payout_processing", &[Role::Finance]),
    ("admin_payout_sent", &[Role::Finance]),
    ("admin_payout_failed", &[Role::Finance]),
    ("admin_verify_ledger", &[Role::Finance]),
    ("admin_attribute", &[Role::Support]),
    ("admin_totals", &[Role::Read, Role::Support, Role::Finance]),
    ("admin_series", &[Role::Read, Role::Support, Role::Finance]),
    ("metrics", &[Role::Read, Role::Support, Role::Finance]),
];

/// Whether a role may make a call.
pub(super) fn may(operation: &Operation, role: Role) -> bool {
    let row = ALLOWED.iter().find(|(id, _)| *id == operation.id);
    let (_, allowed) = row.unwrap_or_else(|| panic!("{} is not in ALLOWED", operation.id));
    role == Role::Full || allowed.contains(&role)
}

#[test]
fn every_operation_for_operators_says_who_may_call_it() {
    let operations = operations();
    let documented = operations.iter().filter(|operation| operation.needs_admin);
    let documented: BTreeSet<&str> = documented.map(|operation| operation.id.as_str()).collect();
    let listed: BTreeSet<&str> = ALLOWED.iter().map(|(id, _)| *id).collect();
    assert_eq!(documented, listed);
}

on_both!(each_role_may_what_is_listed_and_nothing_else);
async fn each_role_may_what_is_listed_and_nothing_else(world: World) {
    // More calls than a second has room for.
    let world = world.with(|setup| setup.rate_limit_rps = 0);
    for role in Role::ALL {
        let operator = world.operator_as(*role).await;
        for operation in operations().iter().filter(|operation| operation.needs_admin) {
            let may = may(operation, *role);
            let answer = operation.good(&world, &operator).await.await;
            if may {
                assert!(answer.status < 300, "{role:?} {}: {answer:?}", operation.id);
            } else {
                answer.is_error(403, "forbidden");
            }
            // The role is looked at before the body.
            if !may && operation.takes_body {
                let call = operation.good(&world, &operator).await.body("{");
                call.await.is_error(403, "forbidden");
            }
        }
    }
}
