# Made from ../_async/_caller.py by tools/generate.py: change that one.
"""Sends a call as often as it takes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from .._answer import result
from .._events import report
from .._operation import Access
from .._request import Call, build
from .._retry import delay_seconds, is_transient, may_repeat
from ..errors import TriportError

if TYPE_CHECKING:
    from .._answer import Answer
    from .._events import OnAttempt
    from .._io import SyncIO
    from .._operation import Operation
    from .._request import Settings
    from .._session import Session
    from .._values import Json

T = TypeVar("T")


class Caller:
    """What the resources of one client have in common: settings, session and connections."""

    def __init__(self, io: SyncIO, settings: Settings, session: Session, on_attempt: OnAttempt) -> None:
        self.io = io
        self.settings = settings
        self.session = session
        self.on_attempt = on_attempt

    def call(
        self,
        operation: Operation[T],
        path: str | None = None,
        *,
        query: str = "",
        body: dict[str, Json] | None = None,
        idempotency_key: str | None = None,
        ref_code: str | None = None,
    ) -> T:
        """Return the answer, or raise why there is none; tries again where that cannot do anything twice."""
        path = (operation.path if path is None else path) + query
        call = Call.of(operation, path, body, idempotency_key, ref_code)
        number = 1
        while True:
            started = time.monotonic()
            try:
                answer = self._attempt(call)
                found = result(operation, answer)
            except TriportError as error:
                error.idempotency_key = call.idempotency_key
                delay = self._retry_in(call, error, number)
                report(self.on_attempt, call, number, time.monotonic() - started, error, delay)
                if delay is None:
                    raise
            else:
                report(self.on_attempt, call, number, time.monotonic() - started, answer, None)
                return found
            self.io.sleep(delay)
            number += 1

    def _attempt(self, call: Call) -> Answer:
        request = build(call, self.settings, self.session)
        answer = self.io.send(request, self.settings.timeout_seconds)
        if call.operation.access is Access.MEMBER:
            self.session.learn(answer.headers)
        return answer

    def _retry_in(self, call: Call, error: TriportError, number: int) -> float | None:
        if number > self.settings.max_retries or not is_transient(error):
            return None
        if not may_repeat(call.operation, call.idempotency_key):
            return None
        return delay_seconds(error, number)
