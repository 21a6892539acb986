# Made from ../_async/_referrals.py by tools/generate.py: change that one.
"""What a member sees and does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _operations as op
from .._values import fill, query, some
from ._pages import Pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .. import types as t
    from .._values import Day
    from ._caller import Caller


class Referrals:
    """Codes, attribution and money of the signed-in member: `/v1/referrals`."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def set_slug(self, *, slug: str) -> t.ReferralCode:
        """Choose or change the custom code, and return it. Repeating it is safe.

        Raises BadRequestError `slug_invalid`, ConflictError `slug_reserved`, `slug_taken` or
        `slug_limit_reached`.
        """
        return self._caller.call(op.REFERRALS_SET_SLUG, body=some(slug=slug))["code"]

    def delete_code(self) -> t.Done:
        """Disable the custom code; the `uid` code goes on working. Fine too when there is none."""
        return self._caller.call(op.REFERRALS_DELETE_CODE)

    def codes(self) -> list[t.ListedCode]:
        """Return every code of the account, newest first."""
        return self._caller.call(op.REFERRALS_CODES)["items"]

    def check_slug(self, *, slug: str) -> t.SlugChecked:
        """Say whether a slug can be had, and if not why. Claims nothing."""
        return self._caller.call(op.REFERRALS_CHECK_SLUG, query=query(slug=slug))

    def me(self) -> t.Overview:
        """Return codes, tier, balance and counts."""
        return self._caller.call(op.REFERRALS_ME)

    def attribution(self) -> t.AttributionAnswer:
        """Return who invited this account, and which attempts were refused."""
        return self._caller.call(op.REFERRALS_ATTRIBUTION)

    def claim(self, *, code: str) -> t.Attributed:
        """Attribute the account to a code that the member was told. `reason` of the answer says why not."""
        return self._caller.call(op.REFERRALS_CLAIM, body=some(code=code))

    def rewards(
        self,
        *,
        status: t.RewardItemStatus | Sequence[t.RewardItemStatus] | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Pages[t.RewardItem]:
        """List rewards, newest first; `status` is one or several."""
        return Pages(self._caller, op.REFERRALS_REWARDS, limit=limit, cursor=cursor, status=status)

    def invitees(self, *, limit: int | None = None, cursor: str | None = None) -> Pages[t.Invitee]:
        """List the accounts that this one invited, newest first."""
        return Pages(self._caller, op.REFERRALS_INVITEES, limit=limit, cursor=cursor)

    def series(
        self,
        *,
        metric: t.SeriesMetric,
        bucket: t.SeriesBucket | None = None,
        from_: Day | None = None,
        to: Day | None = None,
    ) -> list[t.SeriesPoint]:
        """Return sums over time, oldest first, without gaps. `to` is included."""
        text = query(metric=metric, bucket=bucket, from_=from_, to=to)
        return self._caller.call(op.REFERRALS_SERIES, query=text)["points"]

    def payouts(self, *, limit: int | None = None, cursor: str | None = None) -> Pages[t.Payout]:
        """List payouts, newest first."""
        return Pages(self._caller, op.REFERRALS_PAYOUTS, limit=limit, cursor=cursor)

    def request_payout(
        self,
        *,
        amount_micro: int,
        network: t.RequestPayoutNetwork,
        address: str,
        idempotency_key: str | None = None,
    ) -> t.Payout:
        """Ask for a payout. Amounts are micro-units: 25_000_000 is 25.00.

        The call carries an idempotency key (made here unless given), so it is retried and pays once. If it
        fails all the same, the error's `idempotency_key` makes it safe to go on later.

        Raises BadRequestError `invalid_args`, `invalid_network`, `invalid_address`, `payout_below_min` or
        `balance_insufficient`, ForbiddenError `payouts_frozen`.
        """
        return self._caller.call(
            op.REFERRALS_REQUEST_PAYOUT,
            body=some(amount_micro=amount_micro, network=network, address=address),
            idempotency_key=idempotency_key,
        )

    def cancel_payout(self, id: str) -> t.Payout:  # noqa: A002 the API's name
        """Cancel a payout that is still `requested`.

        Raises NotFoundError `payout_not_found`, ConflictError `payout_not_actionable`.
        """
        path = fill(op.REFERRALS_CANCEL_PAYOUT.path, {"id": id})
        return self._caller.call(op.REFERRALS_CANCEL_PAYOUT, path)

    def invoices(
        self,
        *,
        status: t.InvoiceStatus | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Pages[t.Invoice]:
        """List the account's invoices; `status="open"` are those that credit can pay."""
        return Pages(self._caller, op.REFERRALS_INVOICES, limit=limit, cursor=cursor, status=status)

    def spend_on_invoice(
        self, *, invoice_id: str, amount_micro: int, idempotency_key: str | None = None
    ) -> t.Done:
        """Pay an open invoice whole with credit. Carries an idempotency key as `request_payout` does.

        Raises NotFoundError `invoice_not_eligible`, BadRequestError `amount_mismatch` or
        `balance_insufficient`.
        """
        return self._caller.call(
            op.REFERRALS_SPEND_ON_INVOICE,
            body=some(invoice_id=invoice_id, amount_micro=amount_micro),
            idempotency_key=idempotency_key,
        )
