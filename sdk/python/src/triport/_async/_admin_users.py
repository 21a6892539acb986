"""What operators and a product's back end do about accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _operations as op
from .._values import NOT_GIVEN, fill, given, query, some
from ._pages import AsyncPages

if TYPE_CHECKING:
    from .. import types as t
    from .._values import NotGivenType
    from ._caller import AsyncCaller


class AsyncAdminUsers:
    """The part of `admin` that is about accounts."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    def users(
        self,
        *,
        query: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[t.DirectoryUser]:
        """List accounts, newest first; `query` looks in e-mail, external id, code and display name."""
        return AsyncPages(self._caller, op.ADMIN_USERS, limit=limit, cursor=cursor, query=query)

    async def user(self, user: str) -> t.ShownUser:
        """Return one account and what was decided about it lately. Raises NotFoundError `user_not_found`."""
        return await self._caller.call(op.ADMIN_USER, fill(op.ADMIN_USER.path, {"user": user}))

    async def push_user(
        self,
        external_id: str,
        *,
        email: str | NotGivenType | None = NOT_GIVEN,
        email_verified: bool | NotGivenType = NOT_GIVEN,
        display_name: str | NotGivenType = NOT_GIVEN,
        avatar_url: str | NotGivenType | None = NOT_GIVEN,
        ref_code: str | NotGivenType = NOT_GIVEN,
    ) -> t.PushAnswer:
        """Create or change the account that the product knows by its own id; what is left out stays.

        `ref_code` attributes an account that is new. `email` signs in only with `email_verified`.

        Raises ConflictError `email_taken`, BadRequestError `invalid_args` or `invalid_email`.
        """
        path = fill(op.ADMIN_PUSH_USER.path, {"external_id": external_id})
        body = given(
            email=email,
            email_verified=email_verified,
            display_name=display_name,
            avatar_url=avatar_url,
            ref_code=ref_code,
        )
        return await self._caller.call(op.ADMIN_PUSH_USER, path, body=body)

    async def set_tier(self, user: str, *, tier: int, note: str | None = None) -> t.TierAnswer:
        """Put an account into a tier; only future rewards change.

        Raises BadRequestError `invalid_tier`, NotFoundError `user_not_found`.
        """
        path = fill(op.ADMIN_SET_TIER.path, {"user": user})
        return await self._caller.call(op.ADMIN_SET_TIER, path, body=some(tier=tier, note=note))

    async def disable_code(self, code: str, *, reason: str) -> t.Done:
        """Disable a code of whomever. Raises NotFoundError `code_not_found`."""
        path = fill(op.ADMIN_DISABLE_CODE.path, {"code": code})
        return await self._caller.call(op.ADMIN_DISABLE_CODE, path, body=some(reason=reason))

    async def freeze_payouts(self, user: str, *, reason: str) -> t.Done:
        """Refuse payouts of an account from now on. Raises NotFoundError `user_not_found`."""
        path = fill(op.ADMIN_FREEZE_PAYOUTS.path, {"user": user})
        return await self._caller.call(op.ADMIN_FREEZE_PAYOUTS, path, body=some(reason=reason))

    async def unfreeze_payouts(self, user: str, *, reason: str) -> t.Done:
        """Allow payouts of an account again. Raises NotFoundError `user_not_found`."""
        path = fill(op.ADMIN_UNFREEZE_PAYOUTS.path, {"user": user})
        return await self._caller.call(op.ADMIN_UNFREEZE_PAYOUTS, path, body=some(reason=reason))

    async def sign_in_link(
        self, *, user_id: str | None = None, external_id: str | None = None, email: str | None = None
    ) -> t.SignInLink:
        """Make a link that signs a member in, whom the product has signed in itself: once, within a minute.

        Raises NotFoundError `user_not_found`.
        """
        body = some(user_id=user_id, external_id=external_id, email=email)
        return await self._caller.call(op.ADMIN_SIGN_IN_LINK, body=body)

    async def erase_user(self, external_id: str, *, forfeit: bool | None = None) -> t.Done:
        """Erase an account, for ever: a UUID, `ext:<external id>` or `email:<address>`.

        Raises as `auth.erase_me`, and NotFoundError `user_not_found`.
        """
        path = fill(op.ADMIN_ERASE_USER.path, {"external_id": external_id})
        return await self._caller.call(op.ADMIN_ERASE_USER, path, query=query(forfeit=forfeit))
