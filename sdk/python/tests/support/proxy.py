"""Stands between client and server and spoils what comes back, as networks do."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Callable

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

    from typing_extensions import Self

Fault = Callable[[socket.socket, bytes], None]
QUIET_SECONDS = 20.0


def pass_on(client: socket.socket, answer: bytes) -> None:
    client.sendall(answer)


def drop(client: socket.socket, answer: bytes) -> None:
    """The request arrives, the answer is lost."""


def never(client: socket.socket, answer: bytes) -> None:
    """The connection stays open and nothing comes."""
    client.settimeout(QUIET_SECONDS)
    with suppress(OSError):
        client.recv(1)


def late(client: socket.socket, answer: bytes) -> None:
    time.sleep(2.0)
    client.sendall(answer)


def cut(client: socket.socket, answer: bytes) -> None:
    """Within the body: the headers promise more."""
    client.sendall(answer[:-10])


def cut_head(client: socket.socket, answer: bytes) -> None:
    client.sendall(answer[:30])


def garble(client: socket.socket, answer: bytes) -> None:
    """The length is right, the body is noise."""
    head, _, body = answer.partition(b"\r\n\r\n")
    client.sendall(head + b"\r\n\r\n" + bytes((byte ^ 0x55) for byte in body))


def garble_head(client: socket.socket, answer: bytes) -> None:
    client.sendall(bytes((byte ^ 0x55) for byte in answer))


def page(client: socket.socket, answer: bytes) -> None:
    """What a load balancer says when it has lost the server."""
    body = b"<html>Bad Gateway</html>"
    client.sendall(
        b"HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
    )


def portal_page(client: socket.socket, answer: bytes) -> None:
    """A cheerful 200 of somebody else."""
    client.sendall(
        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 17\r\n\r\n" + b'{"welcome": true}'
    )


def drip(client: socket.socket, answer: bytes) -> None:
    """A byte of the body from time to time, for ever."""
    head = b"HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n"
    client.sendall(head)
    deadline = time.monotonic() + QUIET_SECONDS
    with suppress(OSError):
        while time.monotonic() < deadline:
            client.sendall(b"1\r\n \r\n")
            time.sleep(0.2)


def drip_head(client: socket.socket, answer: bytes) -> None:
    """As `drip`, but already the headers."""
    with suppress(OSError):
        for at in range(len(answer)):
            client.sendall(answer[at : at + 1])
            time.sleep(0.2)


FAULTS = (drop, never, late, cut, cut_head, garble, garble_head, page, portal_page, drip, drip_head)


class Proxy:
    """Answers one request a connection; the first answers meet the faults, one each, the rest pass."""

    def __init__(self, target_port: int, tls: ssl.SSLContext | None = None, *, tunnel: bool = False) -> None:
        self.target_port = target_port
        self.tls = tls
        self.tunnel = tunnel
        self.faults: list[Fault] = []
        self.requests: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Wakes the thread that waits in accept, which closing alone does not.
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            client.settimeout(QUIET_SECONDS)
            if self.tunnel:
                read_message(client)
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            secure = self.tls.wrap_socket(client, server_side=True) if self.tls else client
            with secure:
                self._exchange(secure)

    def _exchange(self, client: socket.socket) -> None:
        request = read_message(client)
        self.requests.append(request)
        fault = self.faults.pop(0) if self.faults else pass_on
        with socket.create_connection(("127.0.0.1", self.target_port), QUIET_SECONDS) as server:
            server.sendall(request)
            answer = read_message(server)
        # One request a connection: the client must not send its next one into the closing of this one.
        fault(client, answer.replace(b"\r\n", b"\r\nconnection: close\r\n", 1))


def read_message(peer: socket.socket) -> bytes:
    """A whole request or answer; all that the tests meet have a length, or no body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += received(peer)
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += received(peer)
    return head + b"\r\n\r\n" + body


def received(peer: socket.socket) -> bytes:
    data = peer.recv(65536)
    if not data:
        raise ConnectionError
    return data
