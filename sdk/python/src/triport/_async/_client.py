"""The client itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .._io import AsyncIO
from .._request import Settings
from .._session import Session
from ._admin import AsyncAdmin
from ._auth import AsyncAuth
from ._caller import AsyncCaller
from ._program import AsyncProgram
from ._referrals import AsyncReferrals

if TYPE_CHECKING:
    from types import TracebackType

    import httpx
    from typing_extensions import Self

    from .._events import OnAttempt


class AsyncTriportClient:
    """A client of one server, for one member or one operator at a time.

    `session` is the value of the cookie `nl_session` of a signed-in member; without it the environment's
    `TRIPORT_SESSION`, if any, or the sign-in through `auth`. `csrf_token` is the value of `nl_csrf`; without
    one no CSRF header is sent. `browser_token` is what a sign-in left for the next one. `admin_token` is an
    operator's token, for `admin`.

    `timeout` is in seconds and for one attempt; `max_retries` is how often a call is tried again that
    cannot do anything twice. `on_attempt` is told of every attempt, without secrets. `transport` replaces
    httpx's own, for a proxy or certificates of your own.

    Use it in `async with`, or call `aclose` at the end.
    """

    program: AsyncProgram
    """The programme's terms."""
    auth: AsyncAuth
    """Signing in and the account itself."""
    referrals: AsyncReferrals
    """Codes, attribution and money of the signed-in member."""
    admin: AsyncAdmin
    """What operators and a product's back end do."""

    def __init__(
        self,
        *,
        base_url: str,
        session: str | None = None,
        csrf_token: str | None = None,
        browser_token: str | None = None,
        admin_token: str | None = None,
        timeout: float = 30.0,
        max_retries: int = 2,
        on_attempt: OnAttempt = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        settings = Settings.of(base_url, admin_token, timeout, max_retries)
        if session is None:
            session = os.environ.get("TRIPORT_SESSION")
        kept = Session.of(session, csrf_token, browser_token)
        self._wire(AsyncCaller(AsyncIO(transport), settings, kept, on_attempt), owns_connections=True)

    def _wire(self, caller: AsyncCaller, *, owns_connections: bool) -> None:
        self._caller = caller
        self._owns_connections = owns_connections
        self.program = AsyncProgram(caller)
        self.auth = AsyncAuth(caller)
        self.referrals = AsyncReferrals(caller)
        self.admin = AsyncAdmin(caller)

    @property
    def session(self) -> str | None:
        """The session that the client has now: a secret, to be kept like a password."""
        return self._caller.session.session

    @property
    def csrf_token(self) -> str | None:
        """The CSRF token that belongs to it."""
        return self._caller.session.csrf_token

    @property
    def browser_token(self) -> str | None:
        """By which the server knows this program again at its next sign-in; outlives the session."""
        return self._caller.session.browser_token

    def with_session(self, session: str | None, csrf_token: str | None = None) -> AsyncTriportClient:
        """Return a client for another member that shares this one's connections and settings.

        For a back end that serves many. It has no operator's token, and is of use while this one is open.
        """
        mine = self._caller
        other = AsyncTriportClient.__new__(AsyncTriportClient)
        settings = mine.settings.without_token()
        caller = AsyncCaller(mine.io, settings, Session.of(session, csrf_token), mine.on_attempt)
        other._wire(caller, owns_connections=False)  # noqa: SLF001 the same class
        return other

    async def aclose(self) -> None:
        """Close all connections, unless they are another client's (`with_session`)."""
        if self._owns_connections:
            await self._caller.io.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"AsyncTriportClient(base_url={self._caller.settings.base_url!r})"
