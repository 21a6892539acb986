"""What is known about an endpoint before it is called."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")


JSON = "application/json"


class Access(enum.Enum):
    """Whose right a call uses; nothing else is sent along."""

    MEMBER = "member"
    OPERATOR = "operator"


class Repeat(enum.Enum):
    """Whether a call may be repeated when nobody knows what became of it."""

    NEVER = "never"
    ALWAYS = "always"
    WITH_KEY = "with key"


@dataclass(frozen=True)
class Operation(Generic[T]):
    """An endpoint; `T` is the type of its answer, `fields` are those that the answer has to have."""

    name: str
    method: str
    path: str
    access: Access
    repeat: Repeat
    fields: tuple[str, ...]
    media: str = JSON

    @property
    def changes(self) -> bool:
        """Whether the method is one of those that CSRF checks are about."""
        return self.method not in ("GET", "HEAD")

    def as_text(self, name: str, media: str) -> Operation[str]:
        """Return the same endpoint when it is asked for text."""
        return cast("Operation[str]", replace(cast("Operation[Any]", self), name=name, media=media))
