"""Signing in and the account itself."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from .. import _operations as op
from .._values import NOT_GIVEN, fill, given, query, some
from ..errors import UnauthorizedError

if TYPE_CHECKING:
    from .. import types as t
    from .._values import NotGivenType
    from ._caller import AsyncCaller


class AsyncAuth:
    """Signing in and the account itself: `/v1/auth`."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def email_start(self, *, email: str) -> t.EmailStarted:
        """Send a one-time code to an address. `request_id` of the answer goes into `email_verify`.

        Raises BadRequestError `invalid_email`, RateLimitedError.
        """
        return await self._caller.call(op.AUTH_EMAIL_START, body=some(email=email))

    async def email_verify(self, *, request_id: str, code: str, ref_code: str | None = None) -> t.User:
        """Sign in with the code from the mail. The client keeps the session.

        `ref_code` is the referral code that brought the person, if your site has kept one. A refused one
        does not fail the sign-in.

        Raises BadRequestError `invalid_request` (start again) or `invalid_code` (ask again).
        """
        body = some(request_id=request_id, code=code)
        answer = await self._caller.call(op.AUTH_EMAIL_VERIFY, body=body, ref_code=ref_code)
        return answer["user"]

    async def me(self) -> t.Me:
        """Return the signed-in account and how it signed in. Prolongs the session."""
        return await self._caller.call(op.AUTH_ME)

    async def change_me(
        self,
        *,
        display_name: str | NotGivenType = NOT_GIVEN,
        avatar_url: str | NotGivenType | None = NOT_GIVEN,
    ) -> t.User:
        """Change the profile. What is left out stays; `avatar_url=None` removes the picture.

        Raises BadRequestError `invalid_args`.
        """
        body = given(display_name=display_name, avatar_url=avatar_url)
        return (await self._caller.call(op.AUTH_CHANGE_ME, body=body))["user"]

    async def logout(self) -> t.Done:
        """End the session, here and on the server. Fine too without one."""
        await self._learn_csrf_token()
        return await self._caller.call(op.AUTH_LOGOUT)

    async def sessions(self) -> list[t.Session]:
        """Return where the account is signed in, the newest sign-in first."""
        return (await self._caller.call(op.AUTH_SESSIONS))["items"]

    async def end_session(self, id: str) -> t.Done:  # noqa: A002 the API's name
        """End a session of the account; ending the client's own is signing out.

        Raises NotFoundError `session_not_found`.
        """
        path = fill(op.AUTH_END_SESSION.path, {"id": id})
        return await self._caller.call(op.AUTH_END_SESSION, path)

    async def end_other_sessions(self) -> t.Ended:
        """End every session of the account but the client's own. `ended` of the answer counts them."""
        return await self._caller.call(op.AUTH_END_OTHER_SESSIONS)

    async def link_verify(self, *, token: str, ref_code: str | None = None) -> t.User:
        """Sign in with what stands behind `#link=` in a sign-in link of the product.

        The client keeps the session. Such a sign-in is never a fresh one.

        Raises BadRequestError `invalid_request`.
        """
        answer = await self._caller.call(op.AUTH_LINK_VERIFY, body=some(token=token), ref_code=ref_code)
        return answer["user"]

    async def export_me(self) -> t.AccountExport:
        """Return everything about the account."""
        return await self._caller.call(op.AUTH_EXPORT_ME)

    async def erase_me(self, *, forfeit: bool | None = None) -> t.Done:
        """Erase the account, for ever. `forfeit=True` gives up the money that it still has.

        Raises ConflictError `payout_in_flight` or `balance_would_be_forfeited` (`extra["forfeit_micro"]` says
        how much), ForbiddenError `fresh_sign_in_required`.
        """
        return await self._caller.call(op.AUTH_ERASE_ME, query=query(forfeit=forfeit))

    async def wallet_challenge(self, *, address: str, chain: t.ChallengeWalletChain) -> t.WalletChallenge:
        """Get the text that a wallet signs within 5 minutes. `nonce` of the answer goes into `wallet_verify`.

        Raises BadRequestError `invalid_address`, RateLimitedError.
        """
        return await self._caller.call(op.AUTH_WALLET_CHALLENGE, body=some(address=address, chain=chain))

    async def wallet_verify(
        self,
        *,
        nonce: str,
        address: str,
        chain: t.VerifyWalletChain,
        signature: str,
        ref_code: str | None = None,
    ) -> t.User:
        """Sign in with the signed text. The client keeps the session; `ref_code` as in `email_verify`.

        Raises BadRequestError `invalid_nonce` (start again), `address_mismatch` or `invalid_signature`.
        """
        body = some(nonce=nonce, address=address, chain=chain, signature=signature)
        answer = await self._caller.call(op.AUTH_WALLET_VERIFY, body=body, ref_code=ref_code)
        return answer["user"]

    def google_start_url(self) -> str:
        """Return where to send a browser that signs in with Google. No call is made.

        It comes back to the server, which leads it to the page after a sign-in, or to
        `/login?error=google_…`.
        """
        return self._caller.settings.base_url + "/v1/auth/google/start"

    async def identities(self) -> list[t.SignInIdentity]:
        """Return the ways to sign in to the account, the oldest first."""
        return (await self._caller.call(op.AUTH_IDENTITIES))["items"]

    async def link_email(self, *, request_id: str, code: str) -> t.SignInIdentity:
        """Add an address as a way to sign in, with the code that `email_start` has sent there.

        Raises BadRequestError as `email_verify`, ForbiddenError `fresh_sign_in_required`, ConflictError
        `identity_taken`.
        """
        return await self._caller.call(op.AUTH_LINK_EMAIL, body=some(request_id=request_id, code=code))

    async def link_google(self) -> t.GooglePage:
        """Begin to add a Google account as a way to sign in. `url` of the answer is Google's page.

        Only a browser that holds this session, and the cookies of this call, can end it; so this is for
        programs that are one, or that pass both on.

        Raises ForbiddenError `fresh_sign_in_required`, UnavailableError `google_disabled` or
        `google_unavailable`.
        """
        return await self._caller.call(op.AUTH_LINK_GOOGLE)

    async def link_wallet(
        self, *, nonce: str, address: str, chain: t.VerifyWalletChain, signature: str
    ) -> t.SignInIdentity:
        """Add a wallet as a way to sign in, with the signed text of `wallet_challenge`.

        Raises BadRequestError as `wallet_verify`, ForbiddenError `fresh_sign_in_required`, ConflictError
        `identity_taken`.
        """
        body = some(nonce=nonce, address=address, chain=chain, signature=signature)
        return await self._caller.call(op.AUTH_LINK_WALLET, body=body)

    async def unlink_identity(self, id: str) -> t.Done:  # noqa: A002 the API's name
        """Give a way to sign in up.

        Raises NotFoundError `identity_not_found`, ConflictError `last_identity`, ForbiddenError
        `fresh_sign_in_required`.
        """
        path = fill(op.AUTH_UNLINK_IDENTITY.path, {"id": id})
        return await self._caller.call(op.AUTH_UNLINK_IDENTITY, path)

    async def attribute(self, *, ref_code: str | None = None) -> t.Attributed:
        """Attribute the account to the referral code that brought it, as its visit left it in a cookie.

        `reason` of the answer says why not.
        """
        await self._learn_csrf_token()
        return await self._caller.call(op.AUTH_ATTRIBUTE, ref_code=ref_code)

    async def _learn_csrf_token(self) -> None:
        """Get what the server insists on here, for a client that was made with only `session`."""
        if self._caller.session.session and not self._caller.session.csrf_token:
            with contextlib.suppress(UnauthorizedError):
                await self.me()
