"""Lets one test drive both clients: the asynchronous one behind the face of the synchronous one."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, cast

from triport import AsyncPages, AsyncTriportClient, TriportClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anyio.from_thread import BlockingPortal

RESOURCES = ("program", "auth", "referrals", "admin")


def make_client(portal: BlockingPortal | None, **arguments: Any) -> TriportClient:
    """A client of either kind; without a portal the synchronous one."""
    if portal is None:
        return TriportClient(**arguments)

    async def make() -> AsyncTriportClient:
        return AsyncTriportClient(**arguments)

    return cast("TriportClient", _Driven(portal.call(make), portal))


class _Driven:
    def __init__(self, target: Any, portal: BlockingPortal) -> None:
        self._target = target
        self._portal = portal

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._target, "aclose" if name == "close" else name)
        if name in RESOURCES:
            return _Driven(found, self._portal)
        return self._calling(found) if callable(found) else found

    def _calling(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*positional: Any, **named: Any) -> Any:
            answer: Any = method(*positional, **named)
            if inspect.isawaitable(answer):

                async def wait() -> Any:
                    return await answer

                return self._portal.call(wait)
            if hasattr(answer, "pages"):
                return _DrivenPages(answer, self._portal)
            if isinstance(answer, AsyncTriportClient):
                return _Driven(answer, self._portal)
            return answer

        return call

    def __enter__(self) -> Any:
        self._portal.call(self._target.__aenter__)
        return self

    def __exit__(self, *error: object) -> None:
        self._portal.call(self._target.__aexit__, *error)

    def __repr__(self) -> str:
        return repr(self._target)


class _DrivenPages:
    def __init__(self, pages: AsyncPages[Any], portal: BlockingPortal) -> None:
        self._pages = pages
        self._portal = portal

    def page(self, *positional: Any, **named: Any) -> Any:
        async def fetch() -> Any:
            return await self._pages.page(*positional, **named)

        return self._portal.call(fetch)

    def pages(self) -> Iterator[Any]:
        async def collect() -> list[Any]:
            return [page async for page in self._pages.pages()]

        return iter(self._portal.call(collect))

    def __iter__(self) -> Iterator[Any]:
        async def collect() -> list[Any]:
            return [item async for item in self._pages]

        return iter(self._portal.call(collect))
