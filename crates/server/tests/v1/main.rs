//! The HTTP API, called through the real router on both databases.
//!
//! A test of `POST /v1/auth/me` stands in `auth/me/post.rs`; what holds for every call in
//! `every_call/`. A promise is an `async fn` that takes a [`World`](support::World), under
//! `on_both!(its_name)`, which makes of it one test for SQLite and one for PostgreSQL. A promise
//! without that line is dead code, which the compiler reports: none can be forgotten.
//!
//! PostgreSQL is the server of `TRIPORT_TEST_POSTGRES_URL`; every test has a database of its own.

#![expect(
    clippy::allow_attributes,
    reason = "of what both test programs share, each leaves another part unused"
)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets something unexpected ends there"
)]

/// Makes of a promise a module of its name with a test per database.
macro_rules! on_both {
    ($promise:ident) => {
        mod $promise {
            use crate::support::World;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                Box::pin(super::$promise(World::sqlite().await)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                Box::pin(super::$promise(World::postgres().await)).await;
            }
        }
    };
}

#[path = "../shared/database.rs"]
mod database;
#[path = "../shared/history/mod.rs"]
mod history;
mod support;

/// `/v1/auth`.
mod auth {
    mod attribute {
        mod post;
        mod races;
        mod reasons;
    }
    mod email {
        mod start {
            mod limit;
            mod network;
            mod post;
            mod timing;
        }
        mod verify {
            mod attribution;
            mod browsers;
            mod notices;
            mod post;
            mod refusals;
            mod wrong_codes;
        }
    }
    mod google {
        mod callback {
            mod addresses;
            mod get;
            mod parameters;
            mod tokens;
        }
        mod start {
            mod get;
        }
    }
    mod link {
        mod verify {
            mod post;
        }
    }
    mod logout {
        mod post;
    }
    mod me {
        mod export {
            mod get;
        }
        mod delete;
        mod erased_money;
        mod erased_names;
        mod erased_traces;
        mod get;
        mod post;
        mod sliding;
    }
    mod identities {
        mod email {
            mod post;
        }
        mod get;
        mod google {
            mod post;
        }
        #[path = "{id}/delete.rs"]
        mod one;
        mod wallet {
            mod post;
        }
    }
    mod wallet {
        mod challenge {
            mod post;
        }
        mod verify {
            mod post;
        }
    }
    mod sessions {
        mod cap;
        mod delete;
        mod get;
        #[path = "{id}/delete.rs"]
        mod one;
    }
}

/// `/v1/admin`.
mod admin {
    mod audit {
        mod get;
    }
    mod invoices {
        mod get;
        #[path = "{invoice_id}/get.rs"]
        mod one;
        #[path = "{invoice_id}/put.rs"]
        mod put;
    }
    mod ledger {
        mod verify {
            mod post;
        }
    }
    mod payments {
        mod post;
        #[path = "{payment_id}/refund/post.rs"]
        mod refund;
        #[path = "{payment_id}/refund/{refund_id}/void/post.rs"]
        mod void;
    }
    mod referrals {
        mod attributions {
            mod post;
        }
        mod payouts {
            #[path = "{id}/failed/post.rs"]
            mod failed;
            mod get;
            #[path = "{id}/processing/post.rs"]
            mod processing;
            #[path = "{id}/sent/post.rs"]
            mod sent;
        }
    }
    mod series {
        mod get;
    }
    #[path = "sign-in-links/post.rs"]
    mod sign_in_links;
    mod totals {
        mod get;
    }
    #[path = "codes/{code}/disable/post.rs"]
    mod disable_code;
    #[path = "users/{external_id}/delete.rs"]
    mod erase_user;
    #[path = "users/{user}/freeze-payouts/post.rs"]
    mod freeze_payouts;
    #[path = "users/{external_id}/put.rs"]
    mod push_user;
    #[path = "users/{external_id}/racing.rs"]
    mod push_user_racing;
    #[path = "referrals/users/{user}/tier/post.rs"]
    mod set_tier;
    #[path = "referrals/users/{user}/get.rs"]
    mod show_user;
    #[path = "users/{user}/unfreeze-payouts/post.rs"]
    mod unfreeze_payouts;
    mod users {
        mod get;
    }
}

/// `/v1/referrals`.
mod referrals {
    mod attribution {
        mod get;
    }
    mod claim {
        mod post;
    }
    mod code {
        mod check {
            mod get;
            mod probing;
        }
        mod delete;
        mod limit;
        mod own;
        mod post;
        mod reserved;
    }
    mod codes {
        mod get;
    }
    mod invitees {
        mod get;
    }
    mod invoices {
        mod get;
    }
    mod me {
        mod counts;
        mod get;
    }
    mod payouts {
        #[path = "{id}/cancel/post.rs"]
        mod cancel;
        mod get;
        mod keys;
        mod post;
        mod step_up;
    }
    mod rewards {
        mod get;
    }
    mod series {
        mod get;
    }
    #[path = "spend-on-invoice/post.rs"]
    mod spend_on_invoice;
}

/// `/r/{code}`.
mod r {
    mod clicks;
    mod get;
    mod people;
    mod touch;
}

/// Money over time.
mod histories {
    mod checks;
    mod debt;
    mod driver;
    mod pair;
    mod random;
    mod skew;
    mod tampering;
    mod used_up;
}

/// Pages for members and operators.
mod console {
    mod caching;
    mod pages;
}
mod docs {
    mod get;
    mod security;
}
mod healthz {
    mod get;
}
mod livez {
    mod get;
}
mod metrics {
    mod get;
}
mod program {
    mod get;
}
mod readyz {
    mod get;
}

/// What holds whatever is asked for.
mod every_call {
    mod amounts;
    mod authorization;
    mod bodies;
    mod captured_pages;
    mod cookies;
    mod cors;
    mod coverage;
    mod csrf;
    mod csrf_everywhere;
    mod cursors;
    mod envelope;
    mod faults;
    mod headers;
    mod order;
    mod prepared;
    mod purge;
    mod rate;
    mod refusals;
    mod roles;
    mod tags;
    mod tokens;
}
