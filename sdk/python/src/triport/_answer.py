"""From an answer to a result or an error, the same for both clients."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ._operation import JSON
from .errors import BY_STATUS, UNKNOWN, ApiError, InvalidAnswerError, TriportError

if TYPE_CHECKING:
    import httpx

    from ._operation import Operation

T = TypeVar("T")

HTTP_OK = 200
ENVELOPE = {"error", "message", "request_id", "retry_after"}
"""The fields of an error answer that each error has an attribute for."""
MOST_BYTES = 64 * 1024 * 1024
"""Longer answers are not read: the API's are far below it."""


@dataclass(frozen=True)
class Answer:
    """What came over the wire, read to its end."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def request_id(self) -> str | None:
        """The server's name of this request."""
        found: str | None = self.headers.get("x-request-id")
        return found


def result(operation: Operation[T], answer: Answer) -> T:
    """Return what a good answer holds, or raise what a bad one says."""
    if operation.media != JSON and answer.status == HTTP_OK:
        return cast("T", _text(answer, operation.media))
    found = _object(answer)
    if not 200 <= answer.status < 300:  # noqa: PLR2004
        raise _error(answer, found or {})
    if found is None:
        raise _invalid(answer, "is not JSON")
    missing = [name for name in operation.fields if name not in found]
    if missing:
        raise _invalid(answer, f"lacks {', '.join(missing)}")
    return cast("T", found)


def _text(answer: Answer, media: str) -> str:
    if not answer.headers.get("content-type", "").startswith(media):
        raise _invalid(answer, f"is not {media}")
    try:
        return answer.content.decode()
    except UnicodeDecodeError as error:
        raise _invalid(answer, "is not UTF-8") from error


def _invalid(answer: Answer, what: str) -> TriportError:
    message = f"the answer {what} (status {answer.status}, {len(answer.content)} bytes)"
    return InvalidAnswerError(message, status=answer.status, request_id=answer.request_id)


def _object(answer: Answer) -> dict[str, Any] | None:
    try:
        found: object = json.loads(answer.content)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _error(answer: Answer, envelope: dict[str, Any]) -> ApiError:
    code = envelope.get("error")
    message = envelope.get("message")
    request_id = envelope.get("request_id")
    kind = BY_STATUS.get(answer.status, ApiError)
    return kind(
        status=answer.status,
        code=code if isinstance(code, str) else UNKNOWN,
        message=message if isinstance(message, str) else "The answer is not the API's.",
        request_id=request_id if isinstance(request_id, str) else answer.request_id,
        retry_after=_retry_after(answer.headers.get("retry-after"), envelope.get("retry_after")),
        extra={name: value for name, value in envelope.items() if name not in ENVELOPE},
    )


def _retry_after(header: str | None, field: object) -> float | None:
    if isinstance(field, (int, float)) and not isinstance(field, bool) and field >= 0:
        return float(field)
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except (TypeError, ValueError):  # TypeError before Python 3.10
        return None
    if when.tzinfo is None:
        return None
    return max(0.0, (when - dt.datetime.now(dt.timezone.utc)).total_seconds())
