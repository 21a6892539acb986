//! Who invites whom to what: the people that the story is about, and what is decided about them.

/// The address that signs in to the account through which the demo is seen.
pub(crate) const HERO_EMAIL: &str = "ada@travels.example";

/// Somebody who shares links.
pub(super) struct Inviter {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    /// The day of the first sign-in, of 365.
    pub(super) joins: u32,
    /// Visits through its links in a thousand days, in the middle of its year.
    pub(super) visits: u32,
    /// Of a thousand visitors, how many sign up.
    pub(super) persuades: u32,
    /// What it calls its links, and from which day on.
    pub(super) slugs: &'static [(u32, &'static str)],
    /// Where payouts go.
    pub(super) network: &'static str,
    pub(super) address: &'static str,
    /// Whether it pays its own invoices for the product.
    pub(super) is_customer: bool,
}

/// The first is the hero.
pub(super) const INVITERS: &[Inviter] = &[
    Inviter {
        name: "Ada Moreau",
        email: HERO_EMAIL,
        joins: 0,
        visits: 8_600,
        persuades: 17,
        slugs: &[(0, "ada-moreau"), (74, "trip-with-ada"), (231, "go-with-ada")],
        network: "ethereum",
        address: "0x7d3c1f0b9a2e4c86b5d0e1f7a4938c2b6e5f1a0d",
        is_customer: true,
    },
    Inviter {
        name: "Ines Carvalho",
        email: "ines@carvalho.example",
        joins: 9,
        visits: 4_100,
        persuades: 19,
        slugs: &[(9, "ines-on-the-road"), (150, "slow-trains")],
        network: "solana",
        address: "HfpcMVLDiSGHHDBWp6aNhGfYn7wUF4kfgUYh2UdH4yat",
        is_customer: true,
    },
    Inviter {
        name: "Tomasz Zielinski",
        email: "tomasz@gory.example",
        joins: 31,
        visits: 2_300,
        persuades: 20,
        slugs: &[(31, "mountain-huts")],
        network: "polygon",
        address: "0x18e4c0a97f5b3d2260c1e8a4b7d9350f2c6a8b41",
        is_customer: false,
    },
    Inviter {
        name: "Naoko Fujita",
        email: "naoko@fujita.example",
        joins: 58,
        visits: 3_000,
        persuades: 16,
        slugs: &[(58, "naoko"), (190, "tokyo-and-back")],
        network: "ethereum",
        address: "0x93b0f4d61c7ae2584f0d9b3e6a1c85720de4b7f9",
        is_customer: true,
    },
    Inviter {
        name: "Jonas Weber",
        email: "jonas@weber.example",
        joins: 97,
        visits: 900,
        persuades: 22,
        slugs: &[(97, "jonas-weber")],
        network: "polygon",
        address: "0x5b2f8e07c4d19a36e0b7f5a28c1d4963e7a0b8d2",
        is_customer: false,
    },
    Inviter {
        name: "Leila Haddad",
        email: "leila@haddad.example",
        joins: 140,
        visits: 2_700,
        persuades: 15,
        slugs: &[(141, "leilas-kitchen")],
        network: "solana",
        address: "CUip9rJRphqVdreqVmRv2Z5M2wHBEdNUwVm9iwRDhi6R",
        is_customer: false,
    },
    Inviter {
        name: "Best Deals 24",
        email: "offers@deals.example",
        joins: 176,
        visits: 5_200,
        persuades: 4,
        slugs: &[(176, "best-deals-24")],
        network: "ethereum",
        address: "0x2e7d90b4f6a1c83d5e0f9b274c6a18d3057eb4c1",
        is_customer: false,
    },
    Inviter {
        name: "Marta Novak",
        email: "marta@novak.example",
        joins: 212,
        visits: 2_200,
        persuades: 18,
        slugs: &[],
        network: "polygon",
        address: "0xc4a7150e9d3b62f8a0e5174b9d6c3f8210b7ea56",
        is_customer: false,
    },
];

/// Where the account is that advertises against the terms.
pub(super) const OFFENDER: usize = 6;
/// Where the account is whose largest customer takes everything back.
pub(super) const DEBTOR: usize = 4;

/// Days on which something of the hero's was read by many: day, and how many times as many visits.
pub(super) const GOOD_DAYS: &[(u32, u32)] =
    &[(63, 4), (64, 2), (188, 5), (189, 3), (301, 6), (302, 3)];

/// Prices of the product per month, in whole units of the currency; the usual ones more often.
pub(super) const PRICES: &[u32] = &[19, 29, 29, 29, 49, 49, 99];

/// Pages on which visitors land.
pub(super) const LANDING: &[&str] = &["/", "/", "/welcome", "/pricing", "/blog/a-week-by-train"];
