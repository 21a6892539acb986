"""A page of a list, as the API sends it."""

import sys
from typing import Generic, Optional, TypeVar

if sys.version_info >= (3, 11):
    from typing import TypedDict
else:
    from typing_extensions import TypedDict

T = TypeVar("T")


class Page(TypedDict, Generic[T]):
    """A page of a list."""

    items: list[T]
    """Newest first."""
    next_cursor: Optional[str]
    """For the next page as `cursor`; None on the last one."""
