"""Answers that are lost, late, cut or garbled: nothing happens twice, nothing hangs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

import triport
from support import proxy as faulty
from support.money import SOLANA_ADDRESS, Earned, earn, fresh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import MakeClient
    from support.server import Server
    from triport import TriportClient

MILLION = 1_000_000
# Enough for a busy machine; what makes a test wait for it is few.
TIMEOUT_SECONDS = 1.5
PAYOUT: dict[str, Any] = {"amount_micro": 20 * MILLION, "network": "solana", "address": SOLANA_ADDRESS}

every_fault = pytest.mark.parametrize("fault", faulty.FAULTS, ids=lambda fault: fault.__name__)


@pytest.fixture
def between(server: Server) -> Iterator[faulty.Proxy]:
    with faulty.Proxy(server.port) as running:
        yield running


@pytest.fixture
def earned(connect: MakeClient, server: Server, operator: TriportClient) -> Earned:
    return earn(server, operator, connect(server), connect(server), 50 * MILLION)


def over(between: faulty.Proxy, connect: MakeClient, member: TriportClient, **more: Any) -> TriportClient:
    """The same member behind the proxy."""
    more = {"timeout": TIMEOUT_SECONDS, **more}
    return connect(base_url=between.base_url, session=member.session, csrf_token=member.csrf_token, **more)


@every_fault
def test_a_payout_is_made_once(
    fault: faulty.Fault, between: faulty.Proxy, connect: MakeClient, earned: Earned
) -> None:
    client = over(between, connect, earned.inviter)
    between.faults = [fault, fault]
    started = time.monotonic()
    payout = client.referrals.request_payout(**PAYOUT)
    assert time.monotonic() - started < 15
    assert len(between.requests) == 3
    assert [each["id"] for each in earned.inviter.referrals.payouts()] == [payout["id"]]


@every_fault
def test_a_payout_whose_answers_are_all_lost_can_be_repeated_later(
    fault: faulty.Fault, between: faulty.Proxy, connect: MakeClient, earned: Earned
) -> None:
    client = over(between, connect, earned.inviter, max_retries=0)
    between.faults = [fault]
    started = time.monotonic()
    with pytest.raises(triport.TriportError) as caught:
        client.referrals.request_payout(**PAYOUT)
    assert time.monotonic() - started < 5
    key = caught.value.idempotency_key
    assert key
    payout = client.referrals.request_payout(**PAYOUT, idempotency_key=key)
    assert [each["id"] for each in earned.inviter.referrals.payouts()] == [payout["id"]]


def test_each_fault_has_its_error(between: faulty.Proxy, connect: MakeClient, member: TriportClient) -> None:
    client = over(between, connect, member, max_retries=0)
    kinds: dict[faulty.Fault, type[triport.TriportError]] = {
        faulty.drop: triport.TransportError,
        faulty.never: triport.RequestTimeoutError,
        faulty.late: triport.RequestTimeoutError,
        faulty.cut: triport.TransportError,
        faulty.cut_head: triport.TransportError,
        faulty.garble: triport.InvalidAnswerError,
        faulty.garble_head: triport.TransportError,
        faulty.page: triport.ApiError,
        faulty.portal_page: triport.InvalidAnswerError,
        faulty.drip: triport.RequestTimeoutError,
        faulty.drip_head: triport.RequestTimeoutError,
    }
    assert set(kinds) == set(faulty.FAULTS)
    for fault, kind in kinds.items():
        between.faults = [fault]
        with pytest.raises(kind) as caught:
            client.referrals.me()
        assert type(caught.value) is kind, fault
        code: dict[type[triport.TriportError], str] = {
            triport.TransportError: "connection_failed",
            triport.RequestTimeoutError: "timed_out",
            triport.InvalidAnswerError: "invalid_answer",
            triport.ApiError: "unknown",
        }
        assert caught.value.code == code[kind]
        assert caught.value.status == {"unknown": 502, "invalid_answer": 200}.get(caught.value.code, 0)


def test_no_single_byte_buys_more_time(
    between: faulty.Proxy, connect: MakeClient, member: TriportClient
) -> None:
    client = over(between, connect, member, max_retries=0)
    for fault in (faulty.drip, faulty.drip_head, faulty.never):
        between.faults = [fault]
        started = time.monotonic()
        with pytest.raises(triport.RequestTimeoutError):
            client.referrals.me()
        assert time.monotonic() - started < 2 * TIMEOUT_SECONDS, fault
    # The time of one call is not that of the next.
    assert client.referrals.me()["tier"] == 1


def test_a_slug_is_set_and_deleted_through_losses(
    between: faulty.Proxy, connect: MakeClient, member: TriportClient
) -> None:
    client = over(between, connect, member, timeout=20.0)
    slug = fresh("s").replace("_", "-")
    between.faults = [faulty.drop, faulty.cut]
    assert client.referrals.set_slug(slug=slug)["Code"] == slug
    between.faults = [faulty.drop, faulty.page]
    assert client.referrals.delete_code() == {"ok": True}
    assert len(member.referrals.codes()) == 2


def test_what_could_happen_twice_is_not_repeated(
    between: faulty.Proxy, connect: MakeClient, member: TriportClient
) -> None:
    client = over(between, connect, member, timeout=20.0)
    between.faults = [faulty.drop]
    with pytest.raises(triport.TransportError) as caught:
        client.auth.email_start(email=f"{fresh('x')}@example.com")
    assert caught.value.idempotency_key is None
    assert len(between.requests) == 1


def test_a_list_goes_on_after_a_loss(
    between: faulty.Proxy, connect: MakeClient, server: Server, member: TriportClient
) -> None:
    code = member.referrals.me()["primary_code"]
    for _ in range(3):
        server.sign_in(connect(server), ref_code=code)
    between.faults = [faulty.pass_on, faulty.drop, faulty.garble]
    found = [
        each["user_id"] for each in over(between, connect, member, timeout=20.0).referrals.invitees(limit=1)
    ]
    assert len(set(found)) == len(found) == 3


def test_a_server_that_is_not_there(connect: MakeClient) -> None:
    client = connect(base_url="http://127.0.0.1:9", timeout=TIMEOUT_SECONDS)
    with pytest.raises(triport.TransportError):
        client.auth.me()


def test_the_hook_never_sees_secrets(
    between: faulty.Proxy, connect: MakeClient, member: TriportClient
) -> None:
    seen: list[triport.Attempt] = []

    def fails(attempt: triport.Attempt) -> None:
        seen.append(attempt)
        message = "a hook that fails"
        raise RuntimeError(message)

    client = over(between, connect, member, on_attempt=fails)
    between.faults = [faulty.drop]
    client.referrals.check_slug(slug="private-thought")
    assert [(each.number, each.code, each.status) for each in seen] == [
        (1, "connection_failed", None),
        (2, None, 200),
    ]
    assert seen[0].retry_in_seconds is not None
    assert seen[1].request_id
    secrets = [client.session, client.csrf_token, "private-thought"]
    for text in (repr(seen), repr(client), str(vars(seen[0]))):
        assert not any(secret and secret in text for secret in secrets)
    head = between.requests[0].decode()
    assert f"triport-sdk-python/{triport.__version__} " in head
