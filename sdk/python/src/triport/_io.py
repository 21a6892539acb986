"""The one thing that differs between the clients: how bytes travel and how time passes."""

from __future__ import annotations

import time

import anyio
import httpx

from ._answer import MOST_BYTES, Answer
from ._deadline import Deadline
from .errors import InvalidAnswerError, RequestTimeoutError, TransportError, TriportError


def _too_long(response: httpx.Response) -> InvalidAnswerError:
    message = f"the answer is longer than {MOST_BYTES} bytes"
    request_id = response.headers.get("x-request-id")
    return InvalidAnswerError(message, status=response.status_code, request_id=request_id)


def _late(seconds: float) -> RequestTimeoutError:
    return RequestTimeoutError(f"no answer within {seconds:g} s")


def _failure(error: Exception, started: float, timeout_seconds: float) -> TriportError:
    """Name the kind of failure only: what a library says about a request may quote its headers.

    What fails once the time is up failed because of that: a connection that is being given up may say
    anything.
    """
    if isinstance(error, (TimeoutError, httpx.TimeoutException)):
        return _late(timeout_seconds)
    if time.monotonic() - started >= timeout_seconds:
        return _late(timeout_seconds)
    return TransportError(type(error).__name__)


# TimeoutError is an OSError; httpx.InvalidURL (a host that cannot be one) is not an HTTPError.
FAILURES = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError)


class AsyncIO:
    """For the asynchronous client; runs on asyncio and on Trio."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None) -> None:
        self._client = httpx.AsyncClient(transport=transport, follow_redirects=False)

    async def send(self, request: httpx.Request, timeout_seconds: float) -> Answer:
        """Send it and read the answer, all within the time."""
        started = time.monotonic()
        try:
            with anyio.fail_after(timeout_seconds):
                return await self._exchange(request)
        except FAILURES as error:
            raise _failure(error, started, timeout_seconds) from error

    async def _exchange(self, request: httpx.Request) -> Answer:
        response = await self._client.send(request, stream=True)
        try:
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise _too_long(response)
            return Answer(response.status_code, response.headers, bytes(content))
        finally:
            await response.aclose()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()


class SyncIO:
    """For the synchronous client."""

    def __init__(self, transport: httpx.BaseTransport | None) -> None:
        self._client = httpx.Client(transport=transport, follow_redirects=False)
        self._deadline = Deadline()
        self._deadline.bind(self._client)

    def send(self, request: httpx.Request, timeout_seconds: float) -> Answer:
        """Send it and read the answer, all within the time."""
        started = time.monotonic()
        try:
            with self._deadline.within(timeout_seconds):
                return self._exchange(request, timeout_seconds)
        except FAILURES as error:
            raise _failure(error, started, timeout_seconds) from error

    def _exchange(self, request: httpx.Request, timeout_seconds: float) -> Answer:
        response = self._client.send(request, stream=True)
        try:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise _too_long(response)
                # A transport of the caller's own may know nothing of the deadline.
                if self._deadline.passed():
                    raise _late(timeout_seconds)
            return Answer(response.status_code, response.headers, bytes(content))
        finally:
            response.close()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def close(self) -> None:
        """Close all connections."""
        self._client.close()
