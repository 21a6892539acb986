"""Lists that come page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from .._values import query

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from .._operation import Operation
    from .._page import Page
    from .._values import Time
    from ._caller import AsyncCaller

T = TypeVar("T")


class AsyncPages(Generic[T]):
    """A list that has not been asked for yet.

    Iterate over it for every item of every page, over `pages()` for the pages, or take one page with
    `page()`. Pages are fetched as they are needed, by cursor: nothing is missed or seen twice while new
    items arrive.
    """

    def __init__(
        self,
        caller: AsyncCaller,
        operation: Operation[Page[T]],
        *,
        limit: int | None,
        cursor: str | None,
        **filters: Time | Sequence[str] | None,
    ) -> None:
        self._caller = caller
        self._operation = operation
        self._limit = limit
        self._cursor = cursor
        self._filters = filters

    async def page(self, cursor: str | None = None, *, offset: int | None = None) -> Page[T]:
        """Fetch one page: `items`, and `next_cursor` for the next one (None on the last).

        Without `cursor` it is the one that the list was made with, else the first page.
        """
        cursor = self._cursor if cursor is None else cursor
        text = query(limit=self._limit, offset=offset, cursor=cursor, **self._filters)
        return await self._caller.call(self._operation, query=text)

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Iterate over the pages."""
        cursor = self._cursor
        while True:
            page = await self.page(cursor)
            yield page
            following = page["next_cursor"]
            # A server that repeats itself must not keep us for ever.
            if following is None or following == cursor:
                return
            cursor = following

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page["items"]:
                yield item
