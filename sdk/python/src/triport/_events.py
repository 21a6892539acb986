"""What the hook for logging is told."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Optional

from .errors import TriportError

if TYPE_CHECKING:
    from ._answer import Answer
    from ._request import Call

logger = logging.getLogger("triport")


@dataclass(frozen=True)
class Attempt:
    """One attempt at a call that has ended.

    Nothing in it is secret or personal: no header, no body, no query, and of the path only the pattern.
    """

    operation: str
    """Such as `referrals_set_slug`."""
    method: str
    path: str
    """Such as `/v1/referrals/payouts/{id}/cancel`."""
    number: int
    """1 for the first attempt."""
    elapsed_seconds: float
    status: int | None
    """None if there was no answer."""
    code: str | None
    """The tag of the error; None if it went well."""
    request_id: str | None
    retry_in_seconds: float | None
    """How long the client waits before it tries again; None if this was the last attempt."""


OnAttempt = Optional[Callable[[Attempt], None]]


def report(
    hook: OnAttempt,
    call: Call,
    number: int,
    elapsed_seconds: float,
    outcome: Answer | TriportError,
    retry_in_seconds: float | None,
) -> None:
    """Tell the hook. What it raises is only logged: it must not hide what became of a payout."""
    if hook is None:
        return
    operation = call.operation
    status, code, request_id = _outcome(outcome)
    attempt = Attempt(
        operation.name,
        operation.method,
        operation.path,
        number,
        elapsed_seconds,
        status,
        code,
        request_id,
        retry_in_seconds,
    )
    try:
        hook(attempt)
    except Exception:
        logger.exception("on_attempt failed")


def _outcome(outcome: Answer | TriportError) -> tuple[int | None, str | None, str | None]:
    code = outcome.code if isinstance(outcome, TriportError) else None
    return outcome.status or None, code, outcome.request_id
