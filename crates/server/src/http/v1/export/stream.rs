//! The document, written list by list and piece by piece.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use serde::Serialize;
use triport_app::{AppError, Member};
use triport_domain::page::{Listed, MAX_LIMIT, Page, Position};
use triport_domain::time::Timestamp;

use super::rows::{ExportedDecision, ExportedLine, ExportedPayment, ExportedRefund};
use crate::http::site::Site;
use crate::http::v1::invitees::Invitee;
use crate::http::v1::invoices::Invoice;
use crate::http::v1::payouts::Payout;
use crate::http::v1::rewards::RewardItem;

/// The lists in the order of the document.
const LISTS: [List; 8] = [
    List::Decisions,
    List::Invitees,
    List::Rewards,
    List::Payments,
    List::Refunds,
    List::Payouts,
    List::Invoices,
    List::Ledger,
];

#[derive(Clone, Copy)]
enum List {
    Decisions,
    Invitees,
    Rewards,
    Payments,
    Refunds,
    Payouts,
    Invoices,
    Ledger,
}

/// The whole document. `begin` is a JSON object, whose members come first.
///
/// What fails on the way breaks the answer off, so that nobody takes a part for the whole.
pub(super) fn document(
    site: Arc<Site>,
    member: Member,
    begin: Vec<u8>,
) -> impl Stream<Item = Result<Bytes, AppError>> {
    let (now, lists) = (site.app.time(), LISTS.to_vec().into_iter());
    let writer = Writer { site, member, now, lists, current: None, begin: Some(begin) };
    stream::try_unfold(Some(writer), async |writer| match writer {
        None => Ok(None),
        Some(writer) => writer.next().await.map(Some).inspect_err(|error| {
            tracing::error!(%error, "an export broke off");
        }),
    })
}

struct Writer {
    site: Arc<Site>,
    member: Member,
    now: Timestamp,
    lists: std::vec::IntoIter<List>,
    /// The list that is being written, and what was written of it last.
    current: Option<(List, Position)>,
    begin: Option<Vec<u8>>,
}

/// Rows of a list, separated by commas, and where the next piece begins.
struct Piece {
    rows: Vec<u8>,
    next: Option<Position>,
}

impl Writer {
    /// The next piece of the document; the last one comes without a writer.
    async fn next(mut self) -> Result<(Bytes, Option<Self>), AppError> {
        if let Some(mut begin) = self.begin.take() {
            // Its closing brace ends the document.
            begin.pop();
            return Ok((begin.into(), Some(self)));
        }
        let mut written = Vec::new();
        let (list, after) = if let Some((list, after)) = self.current.take() {
            (list, Some(after))
        } else {
            let Some(list) = self.lists.next() else {
                return Ok((Bytes::from_static(b"}"), None));
            };
            written.extend_from_slice(format!(",\"{}\":[", list.name()).as_bytes());
            (list, None)
        };
        let goes_on = after.is_some();
        let piece = self.read(list, after).await?;
        // A full piece promises more, and then there may be nothing more.
        if goes_on && !piece.rows.is_empty() {
            written.push(b',');
        }
        written.extend(piece.rows);
        match piece.next {
            Some(next) => self.current = Some((list, next)),
            None => written.push(b']'),
        }
        Ok((written.into(), Some(self)))
    }

    async fn read(&self, list: List, after: Option<Position>) -> Result<Piece, AppError> {
        let (app, member, now) = (&self.site.app, &self.member, self.now);
        let page = Page { limit: MAX_LIMIT, offset: 0, after };
        let after = page.after.as_ref();
        match list {
            List::Decisions => {
                piece(app.exported_decisions(member, after).await?, ExportedDecision::from)
            }
            List::Invitees => piece(app.invitees(member, &page).await?, Invitee::from),
            List::Rewards => {
                let listed = app.rewards(member, None, &page).await?;
                piece(listed, |item| RewardItem::listed(item, now))
            }
            List::Payments => {
                piece(app.exported_payments(member, after).await?, ExportedPayment::from)
            }
            List::Refunds => {
                piece(app.exported_refunds(member, after).await?, ExportedRefund::from)
            }
            List::Payouts => piece(app.payouts(member, &page).await?, Payout::from),
            List::Invoices => piece(app.invoices(member, None, &page).await?, Invoice::from),
            List::Ledger => piece(app.exported_ledger(member, after).await?, ExportedLine::from),
        }
    }
}

impl List {
    const fn name(self) -> &'static str {
        match self {
            Self::Decisions => "decisions",
            Self::Invitees => "invitees",
            Self::Rewards => "rewards",
            Self::Payments => "payments",
            Self::Refunds => "refunds",
            Self::Payouts => "payouts",
            Self::Invoices => "invoices",
            Self::Ledger => "ledger",
        }
    }
}

fn piece<L, T: Serialize>(listed: Listed<L>, row: impl Fn(L) -> T) -> Result<Piece, AppError> {
    let mut rows = Vec::new();
    for item in listed.items {
        if !rows.is_empty() {
            rows.push(b',');
        }
        serde_json::to_writer(&mut rows, &row(item)).map_err(AppError::internal)?;
    }
    Ok(Piece { rows, next: listed.next })
}
