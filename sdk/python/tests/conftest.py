"""Every test runs against the real program, on each database that there is, through each client."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Callable

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from support.driven import make_client
from support.server import ADMIN_TOKEN, Server, make_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triport import Attempt, TriportClient

MakeClient = Callable[..., "TriportClient"]

# What was called and what was answered, by database and client: `test_zz_coverage.py` looks at it.
SEEN_OPERATIONS: dict[tuple[str, str], set[str]] = defaultdict(set)
SEEN_TAGS: dict[tuple[str, str], set[str]] = defaultdict(set)


@pytest.fixture(scope="session", autouse=True)
def _plain_environment() -> None:
    for name in ("TRIPORT_SESSION", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def make_url(database: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    if database == "sqlite":
        folder = tmp_path_factory.mktemp("databases")
        return lambda: make_database("sqlite", folder)
    url = os.environ.get("TRIPORT_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("TRIPORT_TEST_POSTGRES_URL is not set: run it under scripts/with-postgres")
    return lambda: make_database(url, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def server(make_url: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    settings = {
        "TRIPORT_PROGRAM__MAX_SLUGS_PER_ACCOUNT": "3",
        # The host of the public contract's example.
        "TRIPORT_ALLOWED_HOSTS": "api.triport.io",
    }
    with Server(make_url(), folder, **settings) as running:
        yield running


@pytest.fixture
def another_server(make_url: Callable[[], str], tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers with settings of their own, each on an empty database."""
    running: list[Server] = []

    def start(**settings: str | None) -> Server:
        running.append(Server(make_url(), tmp_path, **settings).__enter__())
        return running[-1]

    yield start
    for each in running:
        each.stop()


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def portal(mode: str) -> Iterator[BlockingPortal | None]:
    if mode == "sync":
        yield None
        return
    with start_blocking_portal() as running:
        yield running


@pytest.fixture
def connect(portal: BlockingPortal | None, database: str, mode: str) -> Iterator[MakeClient]:
    """Makes clients of the kind that is tested, and closes them at the end."""
    made: list[TriportClient] = []

    def note(attempt: Attempt) -> None:
        if attempt.code is None:
            SEEN_OPERATIONS[database, mode].add(attempt.operation)
        else:
            SEEN_TAGS[database, mode].add(attempt.code)

    def make(server: Server | None = None, **arguments: Any) -> TriportClient:
        hook = arguments.pop("on_attempt", None)

        def on_attempt(attempt: Attempt) -> None:
            note(attempt)
            if hook:
                hook(attempt)

        if server is not None:
            arguments.setdefault("base_url", server.base_url)
        made.append(make_client(portal, on_attempt=on_attempt, **arguments))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def member(connect: MakeClient, server: Server) -> TriportClient:
    """Somebody new who is signed in."""
    client = connect(server)
    server.sign_in(client)
    return client


@pytest.fixture
def operator(connect: MakeClient, server: Server) -> TriportClient:
    return connect(server, admin_token=ADMIN_TOKEN)
