"""What goes over the wire, looked at on its way to the real server."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING, Any

import pytest

from support import proxy as faulty
from support.server import ADMIN_TOKEN
from triport import AsyncTriportClient, TriportClient
from triport._retry import delay_seconds
from triport.errors import RateLimitedError, TransportError

if TYPE_CHECKING:
    from conftest import MakeClient
    from support.server import Server


def test_rights_do_not_mix(connect: MakeClient, server: Server, member: TriportClient) -> None:
    with faulty.Proxy(server.port) as between:
        client = connect(
            base_url=between.base_url,
            session=member.session,
            csrf_token=member.csrf_token,
            admin_token=ADMIN_TOKEN,
        )
        client.referrals.delete_code()
        client.referrals.me()
        client.admin.totals()
    write, read, operator = (request.decode().lower() for request in between.requests)
    assert "x-csrf-token: " in write
    assert "nl_session=" in write
    assert "x-csrf-token: " not in read
    assert "x-admin-token: " not in write + read
    assert "x-admin-token: " in operator
    assert "cookie: " not in operator


def test_only_a_session_means_no_csrf_header(
    connect: MakeClient, server: Server, member: TriportClient
) -> None:
    with faulty.Proxy(server.port) as between:
        connect(base_url=between.base_url, session=member.session).referrals.delete_code()
    sent = between.requests[0].decode().lower()
    assert "x-csrf-token" not in sent
    assert "nl_csrf" not in sent


@pytest.mark.parametrize("make", [TriportClient, AsyncTriportClient])
def test_arguments_are_checked_and_secrets_not_repeated(
    make: type[TriportClient | AsyncTriportClient],
) -> None:
    wrong: list[dict[str, Any]] = [
        {"session": "secret\r\nx: y"},
        {"csrf_token": "secret; x=y"},
        {"admin_token": "secret\n"},
        {"base_url": "ftp://secret"},
        {"base_url": "https://user:secret@example.com"},
        {"base_url": "https://example.com?key=secret"},
        {"timeout": 0},
        {"max_retries": -1},
    ]
    for each in wrong:
        arguments: dict[str, Any] = {"base_url": "https://example.com", **each}
        with pytest.raises(ValueError) as caught:  # noqa: PT011 the message is looked at
            make(**arguments)
        assert "secret" not in str(caught.value)


def test_a_time_has_a_zone(member: TriportClient) -> None:
    with pytest.raises(ValueError, match="time zone"):
        member.referrals.series(metric="clicks", from_=dt.datetime(2026, 3, 14))  # noqa: DTZ001


def test_the_environment_may_hold_the_session(
    connect: MakeClient, server: Server, member: TriportClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPORT_SESSION", str(member.session))
    assert connect(server).referrals.me() == member.referrals.me()
    assert connect(server, session="").session is None


def test_delays_grow_and_never_undercut_the_server() -> None:
    random.seed(7)
    lost = TransportError("lost")
    for attempt, most in ((1, 0.25), (2, 0.5), (3, 1.0), (10, 8.0)):
        delays = [delay_seconds(lost, attempt) or 0.0 for _ in range(100)]
        assert most / 2 <= min(delays) < max(delays) <= most
    limited: dict[str, Any] = {"status": 429, "code": "rate_limited", "message": "m"}
    asked = delay_seconds(RateLimitedError(**limited, retry_after=7.0), 1)
    assert asked is not None
    assert 7.0 <= asked <= 7.25
    assert delay_seconds(RateLimitedError(**limited, retry_after=31.0), 1) is None
