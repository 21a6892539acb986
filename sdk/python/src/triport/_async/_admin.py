"""What operators and a product's back end do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _operations as op
from .._values import fill, query, some
from ._admin_users import AsyncAdminUsers
from ._pages import AsyncPages

if TYPE_CHECKING:
    from .. import types as t
    from .._values import Day, Time


PAYOUTS_CSV = op.ADMIN_PAYOUTS.as_text("admin_payouts_csv", "text/csv")


class AsyncAdmin(AsyncAdminUsers):
    """Everything under `/v1/admin`. Needs `admin_token`, and a role that allows the call.

    In a body an account is named by exactly one of `user_id`, `external_id` and `email`; as `user` it is a
    UUID, `ext:<external id>` or `email:<address>`. Pushes may be repeated: the same id with the same data
    changes nothing.
    """

    async def push_payment(
        self,
        *,
        payment_id: str,
        amount_micro: int,
        user_id: str | None = None,
        external_id: str | None = None,
        email: str | None = None,
        currency: str | None = None,
        paid_at: Time | None = None,
        invoice_id: str | None = None,
    ) -> t.PaymentAnswer:
        """Record money that an account paid; `reward` of the answer is its inviter's share.

        Raises NotFoundError `user_not_found`, ConflictError `payment_conflict`.
        """
        body = some(
            payment_id=payment_id,
            amount_micro=amount_micro,
            user_id=user_id,
            external_id=external_id,
            email=email,
            currency=currency,
            paid_at=paid_at,
            invoice_id=invoice_id,
        )
        return await self._caller.call(op.ADMIN_PUSH_PAYMENT, body=body)

    async def push_refund(self, payment_id: str, *, refund_id: str, amount_micro: int) -> t.RefundAnswer:
        """Record money that went back.

        Raises NotFoundError `payment_not_found`, ConflictError `refund_conflict` or `refund_exceeds_payment`.
        """
        path = fill(op.ADMIN_PUSH_REFUND.path, {"payment_id": payment_id})
        body = some(refund_id=refund_id, amount_micro=amount_micro)
        return await self._caller.call(op.ADMIN_PUSH_REFUND, path, body=body)

    async def void_refund(self, payment_id: str, refund_id: str) -> t.RefundAnswer:
        """Take a refund back, as after a dispute that was won.

        Raises NotFoundError `payment_not_found` or `refund_not_found`.
        """
        path = fill(op.ADMIN_VOID_REFUND.path, {"payment_id": payment_id, "refund_id": refund_id})
        return await self._caller.call(op.ADMIN_VOID_REFUND, path)

    async def push_invoice(
        self,
        invoice_id: str,
        *,
        amount_micro: int,
        status: t.InvoiceStatus,
        user_id: str | None = None,
        external_id: str | None = None,
        email: str | None = None,
        description: str | None = None,
    ) -> t.OwnedInvoice:
        """Create an invoice, or change its status.

        Raises NotFoundError `user_not_found`, ConflictError `invoice_conflict`.
        """
        path = fill(op.ADMIN_PUSH_INVOICE.path, {"invoice_id": invoice_id})
        body = some(
            amount_micro=amount_micro,
            status=status,
            user_id=user_id,
            external_id=external_id,
            email=email,
            description=description,
        )
        return await self._caller.call(op.ADMIN_PUSH_INVOICE, path, body=body)

    async def invoice(self, invoice_id: str) -> t.OwnedInvoice:
        """Return one invoice. Raises NotFoundError `invoice_not_found`."""
        return await self._caller.call(
            op.ADMIN_INVOICE, fill(op.ADMIN_INVOICE.path, {"invoice_id": invoice_id})
        )

    def invoices(
        self,
        *,
        status: t.InvoiceStatus | None = None,
        since: Time | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[t.OwnedInvoice]:
        """List invoices of all accounts, such as those that changed `since` the last reconciliation."""
        return AsyncPages(
            self._caller, op.ADMIN_INVOICES, limit=limit, cursor=cursor, status=status, since=since
        )

    def payouts(
        self,
        *,
        status: t.PayoutStatus | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[t.QueueItem]:
        """List payouts of all accounts, each with what its account owes."""
        return AsyncPages(self._caller, op.ADMIN_PAYOUTS, limit=limit, cursor=cursor, status=status)

    async def payouts_csv(
        self, *, status: t.PayoutStatus | None = None, limit: int | None = None, offset: int | None = None
    ) -> str:
        """Return a page of payouts as CSV; cells that a spreadsheet would calculate are neutralised."""
        text = query(format="csv", status=status, limit=limit, offset=offset)
        return await self._caller.call(PAYOUTS_CSV, query=text)

    async def payout_processing(self, id: str) -> t.Done:  # noqa: A002 the API's name
        """Say that a payout is being sent: its member cannot cancel it any more.

        Raises NotFoundError `payout_not_found`, ConflictError `payout_not_actionable`.
        """
        path = fill(op.ADMIN_PAYOUT_PROCESSING.path, {"id": id})
        return await self._caller.call(op.ADMIN_PAYOUT_PROCESSING, path)

    async def payout_sent(self, id: str, *, tx_hash: str) -> t.Done:  # noqa: A002 the API's name
        """Say that a payout was sent. Not retried: a second answer would be `payout_not_actionable`.

        Raises BadRequestError `tx_hash_required`, and as `payout_processing`.
        """
        path = fill(op.ADMIN_PAYOUT_SENT.path, {"id": id})
        return await self._caller.call(op.ADMIN_PAYOUT_SENT, path, body=some(tx_hash=tx_hash))

    async def payout_failed(self, id: str, *, reason: str | None = None) -> t.Done:  # noqa: A002
        """Say that a payout could not be sent: the amount is given back. The member reads `reason`."""
        path = fill(op.ADMIN_PAYOUT_FAILED.path, {"id": id})
        return await self._caller.call(op.ADMIN_PAYOUT_FAILED, path, body=some(reason=reason))

    async def verify_ledger(self, *, cursor: str | None = None) -> t.Verification:
        """Compare kept figures with the ledger; call again with `next_cursor` until it is None."""
        return await self._caller.call(op.ADMIN_VERIFY_LEDGER, query=query(cursor=cursor))

    async def attribute(
        self, *, invitee: t.NamedAccount, code: str, backfill: bool | None = None
    ) -> t.Attributed:
        """Attribute an account to a code; with `backfill` its earlier payments earn something too."""
        named = some(
            user_id=invitee.get("user_id"),
            external_id=invitee.get("external_id"),
            email=invitee.get("email"),
        )
        body = some(invitee=named, code=code, backfill=backfill)
        return await self._caller.call(op.ADMIN_ATTRIBUTE, body=body)

    async def totals(self) -> t.Totals:
        """Return what everything has come to."""
        return await self._caller.call(op.ADMIN_TOTALS)

    async def series(
        self,
        *,
        metric: t.SeriesMetric,
        bucket: t.SeriesBucket | None = None,
        from_: Day | None = None,
        to: Day | None = None,
    ) -> list[t.SeriesPoint]:
        """Return sums of the whole programme over time, oldest first, without gaps."""
        text = query(metric=metric, bucket=bucket, from_=from_, to=to)
        return (await self._caller.call(op.ADMIN_SERIES, query=text))["points"]

    def audit(
        self, *, user: str | None = None, limit: int | None = None, cursor: str | None = None
    ) -> AsyncPages[t.AuditEntry]:
        """List what operators did, newest first; `user` names the account that it concerns."""
        return AsyncPages(self._caller, op.ADMIN_AUDIT, limit=limit, cursor=cursor, user=user)
