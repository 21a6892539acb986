"""How Python's values become those of a request."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal, Union
from urllib.parse import quote, urlencode

Json = Union[None, bool, int, float, str, Sequence["Json"], Mapping[str, "Json"]]
Time = Union[str, dt.datetime]
"""A time of a request: RFC 3339 text, or a `datetime` that knows its time zone."""
Day = Union[Time, dt.date]
"""A time, or a day in UTC."""

VISIBLE_ASCII = re.compile(r"[!-~]+")
COOKIE_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]+")


class NotGiven(enum.Enum):
    """The type of `NOT_GIVEN`, which leaves a field out where None means something else."""

    NOT_GIVEN = "NOT_GIVEN"

    def __repr__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN: Final = NotGiven.NOT_GIVEN
NotGivenType = Literal[NotGiven.NOT_GIVEN]


def given(**fields: Json | dt.datetime | NotGivenType) -> dict[str, Json]:
    """Fields of a body; those that are NOT_GIVEN are left out."""
    return {name: _json(value) for name, value in fields.items() if value is not NOT_GIVEN}


def some(**fields: Json | dt.datetime) -> dict[str, Json]:
    """Fields of a body; those that are None are left out."""
    return {name: _json(value) for name, value in fields.items() if value is not None}


def _json(value: Json | dt.datetime) -> Json:
    return _time(value) if isinstance(value, dt.datetime) else value


def _time(value: dt.datetime) -> str:
    if value.tzinfo is None:
        message = "a datetime without a time zone does not say when it is"
        raise ValueError(message)
    return value.astimezone(dt.timezone.utc).isoformat().replace("+00:00", "Z")


def query(**values: str | int | dt.date | Sequence[str] | None) -> str:
    """Write a query, with `?` if there is one; a trailing `_` of a name is not part of it (`from_`)."""
    pairs = [(name.rstrip("_"), _text(value)) for name, value in values.items() if value is not None]
    return "?" + urlencode(pairs) if pairs else ""


def _text(value: str | int | dt.date | Sequence[str]) -> str:
    if isinstance(value, dt.datetime):
        return _time(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    return ",".join(value)


def fill(path: str, values: Mapping[str, str]) -> str:
    """Put values into the pattern of a path, each as exactly one segment."""
    for name, value in values.items():
        if not value:
            # It would be the address of something else.
            message = f"{name} is empty"
            raise ValueError(message)
        segment = quote(value, safe="")
        if value in (".", ".."):
            segment = value.replace(".", "%2E")
        path = path.replace("{" + name + "}", segment)
    return path


def checked(name: str, value: str, pattern: re.Pattern[str]) -> str:
    """Refuse what cannot stand in a header. The message does not repeat the value, which may be secret."""
    if not pattern.fullmatch(value):
        message = f"{name} has characters that cannot be sent"
        raise ValueError(message)
    return value
