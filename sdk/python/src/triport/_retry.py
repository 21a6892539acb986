"""When a call is tried again, and after how long."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from ._operation import Repeat
from .errors import ApiError, InvalidAnswerError, TransportError, TriportError

if TYPE_CHECKING:
    from ._operation import Operation

FIRST_DELAY_SECONDS = 0.25
MOST_DELAY_SECONDS = 8.0
MOST_RETRY_AFTER_SECONDS = 30.0
"""Who is told to wait longer than this hears of it at once."""

TRANSIENT_STATUSES = (429, 500, 502, 503, 504)


def may_repeat(operation: Operation[Any], idempotency_key: str | None) -> bool:
    """Whether a second attempt cannot do anything twice."""
    if operation.repeat is Repeat.WITH_KEY:
        return idempotency_key is not None
    return operation.repeat is Repeat.ALWAYS


def is_transient(error: TriportError) -> bool:
    """Whether the same call may end differently a moment later."""
    if isinstance(error, ApiError):
        return error.status in TRANSIENT_STATUSES or error.code == "idempotency_in_flight"
    return isinstance(error, (TransportError, InvalidAnswerError))


def delay_seconds(error: TriportError, attempt: int) -> float | None:
    """How long to wait after the attempt of this number; None if that is too long.

    The jitter takes away up to half, so that clients that failed together do not come back together. What
    the server asks for is never shortened: there the jitter comes on top.
    """
    backoff = min(MOST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** (attempt - 1))
    jittered: float = backoff * random.uniform(0.5, 1.0)  # noqa: S311 no secret
    asked = error.retry_after
    if asked is None:
        return jittered
    if asked > MOST_RETRY_AFTER_SECONDS:
        return None
    return asked + FIRST_DELAY_SECONDS * random.random()  # noqa: S311 no secret
