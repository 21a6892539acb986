//! Invoices of the product, as far as credit can pay them.

/// What became of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InvoiceStatus {
    /// Waits to be paid.
    Open,
    /// Paid, by credit or outside.
    Paid,
    /// No longer asked for.
    Void,
}

/// What paid an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaidBy {
    /// Rewards of the account.
    Credit,
    /// Anything else; the product says so.
    External,
}

/// What a push with a status does to an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceChange {
    /// Nothing: repeated, or late.
    Keep,
    /// It has that status now.
    Become(InvoiceStatus),
    /// The invoice cannot go that way.
    Refuse,
}

impl InvoiceStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Paid, Self::Void];

    /// The name in the API and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paid => "paid",
            Self::Void => "void",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// What a push of status `pushed` does. A late `open` never reopens; nothing follows `void`.
    #[must_use]
    pub fn pushed(self, pushed: Self) -> InvoiceChange {
        match (self, pushed) {
            (Self::Open, Self::Paid | Self::Void) | (Self::Paid, Self::Void) => {
                InvoiceChange::Become(pushed)
            }
            (Self::Void, Self::Paid) => InvoiceChange::Refuse,
            _ => InvoiceChange::Keep,
        }
    }
}

impl PaidBy {
    /// The name in the API and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::External => "external",
        }
    }

    /// Reads the name back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Credit, Self::External].into_iter().find(|paid_by| paid_by.as_str() == text)
    }
}
