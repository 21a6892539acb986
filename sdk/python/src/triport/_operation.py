"""What is known about an endpoint before it is called."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


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

    @property
    def changes(self) -> bool:
        """Whether the method is one of those that CSRF checks are about."""
        return self.method not in ("GET", "HEAD")
