"""Bounds everything that one attempt of the synchronous client waits for.

httpx bounds each wait for the network, so that a server which sends its headers byte by byte could hold a
call for hours. Between httpx and the sockets stands this: no wait may go beyond the deadline of its attempt.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpcore

if TYPE_CHECKING:
    import ssl
    from collections.abc import Generator, Iterable

    import httpx


class Deadline:
    """The deadline of the attempt that runs in this thread, if there is one."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Generator[None, None, None]:
        """Let nothing that waits in here wait longer than that, all together."""
        self._of_thread.at = time.monotonic() + seconds
        try:
            yield
        finally:
            self._of_thread.at = None

    def passed(self) -> bool:
        """Whether the time is up."""
        return self._left() <= 0

    def cut(self, timeout: float | None, late: type[Exception]) -> float | None:
        """Return how long the next wait may take; raises `late` if the time is up."""
        left = self._left()
        if left <= 0:
            raise late
        if left == float("inf"):
            return timeout
        return left if timeout is None else min(timeout, left)

    def bind(self, client: httpx.Client) -> None:
        """Put the bound under a client's connections.

        httpx has no public place for it. Should a version of it move these attributes, its own bounds remain:
        those of each single wait.
        """
        mounted = getattr(client, "_mounts", {}).values()
        for transport in (getattr(client, "_transport", None), *mounted):
            pool = getattr(transport, "_pool", None)
            backend = getattr(pool, "_network_backend", None)
            if isinstance(backend, httpcore.NetworkBackend):
                pool._network_backend = _Backend(self, backend)  # type: ignore[union-attr]  # noqa: SLF001

    def _left(self) -> float:
        at: float | None = getattr(self._of_thread, "at", None)
        return float("inf") if at is None else at - time.monotonic()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, inner: httpcore.NetworkBackend) -> None:
        self._deadline = deadline
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        timeout = self._deadline.cut(timeout, httpcore.ConnectTimeout)
        stream = self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(self._deadline, stream)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        timeout = self._deadline.cut(timeout, httpcore.ConnectTimeout)
        return _Stream(self._deadline, self._inner.connect_unix_socket(path, timeout, socket_options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    def __init__(self, deadline: Deadline, inner: httpcore.NetworkStream) -> None:
        self._deadline = deadline
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.cut(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.cut(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        timeout = self._deadline.cut(timeout, httpcore.ConnectTimeout)
        return _Stream(self._deadline, self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
