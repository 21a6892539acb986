"""Every tag that can be reached through the SDK is reached, and arrives as the class of its status."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any, Callable

import pytest

import triport
from support.money import SOLANA_ADDRESS, earn, fresh
from support.provider import settings
from support.proxy import Proxy
from support.server import ADMIN_TOKEN, psql
from support.wallets import EvmWallet, SolanaWallet, answered
from triport import ApiError

if TYPE_CHECKING:
    from conftest import MakeClient
    from support.server import Server
    from triport import TriportClient

MILLION = 1_000_000
MOST_WAYS = 20
NOBODY = "01999c3e-1f04-7c2b-8e15-0b9d3a6c7f21"


def refused(
    tag: str, kind: type[ApiError], call: Callable[..., Any], *values: Any, **fields: Any
) -> ApiError:
    """The call ends with this tag, in this class."""
    with pytest.raises(ApiError) as caught:
        call(*values, **fields)
    error = caught.value
    assert (error.code, type(error)) == (tag, kind)
    assert triport.errors.BY_STATUS[error.status] is kind
    assert error.message
    assert (error.request_id or "").startswith("req_")
    return error


def test_400_at_sign_in(connect: MakeClient, server: Server) -> None:
    auth = connect(server).auth
    bad = triport.BadRequestError
    refused("invalid_email", bad, auth.email_start, email="nobody")
    refused("invalid_request", bad, auth.email_verify, request_id=NOBODY, code="000000")
    request_id = auth.email_start(email=f"{fresh('x')}@example.com")["request_id"]
    refused("invalid_code", bad, auth.email_verify, request_id=request_id, code="wrong")


def test_400_of_fields(member: TriportClient, operator: TriportClient) -> None:
    bad = triport.BadRequestError
    refused("slug_invalid", bad, member.referrals.set_slug, slug="-")
    refused("invalid_json", bad, member.referrals.set_slug, slug="x" * 5000)
    refused("invalid_args", bad, member.auth.change_me, display_name="")
    ask = member.referrals.request_payout
    fields: dict[str, Any] = {"amount_micro": 20 * MILLION, "network": "solana", "address": SOLANA_ADDRESS}
    refused("invalid_network", bad, ask, **{**fields, "network": "cash"})
    refused("invalid_address", bad, ask, **{**fields, "address": "nowhere"})
    refused("payout_below_min", bad, ask, **{**fields, "amount_micro": 1})
    error = refused("balance_insufficient", bad, ask, **fields)
    assert error.idempotency_key
    refused("invalid_payout_id", bad, operator.admin.payout_processing, "x")
    refused("invalid_user_id", bad, operator.admin.audit(user="x").page)


def test_403_of_a_sign_in_that_is_not_fresh(
    connect: MakeClient, server: Server, operator: TriportClient
) -> None:
    earned = earn(server, operator, connect(server), connect(server), 200 * MILLION)
    # Everybody who is signed in now has been so for years; whoever signs in next has not.
    server.run_sql("UPDATE sessions SET created_at = 0")
    fields: dict[str, Any] = {"amount_micro": 150 * MILLION, "network": "solana", "address": SOLANA_ADDRESS}
    ask = earned.inviter.referrals.request_payout
    refused("fresh_sign_in_required", triport.ForbiddenError, ask, **fields)
    missing = triport.NotFoundError
    refused("session_not_found", missing, earned.inviter.auth.end_session, NOBODY)


def test_409_of_an_account_that_still_has_something(
    connect: MakeClient, server: Server, operator: TriportClient
) -> None:
    leaving = earn(server, operator, connect(server), connect(server), 50 * MILLION).inviter
    fields: dict[str, Any] = {"amount_micro": 20 * MILLION, "network": "solana", "address": SOLANA_ADDRESS}
    payout = leaving.referrals.request_payout(**fields)
    refused("payout_in_flight", triport.ConflictError, leaving.auth.erase_me, forfeit=True)
    leaving.referrals.cancel_payout(payout["id"])
    error = refused("balance_would_be_forfeited", triport.ConflictError, leaving.auth.erase_me)
    assert error.extra == {"forfeit_micro": 50 * MILLION}


def test_409_of_an_account_that_was_erased(operator: TriportClient) -> None:
    name = fresh("gone")
    operator.admin.push_user(name)
    assert operator.admin.erase_user(f"ext:{name}") == {"ok": True}
    refused("user_erased", triport.ConflictError, operator.admin.push_user, name)


def test_wallets_and_ways_to_sign_in(connect: MakeClient, server: Server, member: TriportClient) -> None:
    bad, conflict = triport.BadRequestError, triport.ConflictError
    client, wallet = connect(server), EvmWallet()
    verify, link = client.auth.wallet_verify, member.auth.link_wallet
    answer = answered(client, wallet)
    refused("invalid_nonce", bad, verify, **{**answer, "nonce": NOBODY})
    refused("address_mismatch", bad, verify, **{**answer, "address": EvmWallet().address})
    unsigned = {**answered(client, wallet), "signature": "00" * 65}
    refused("invalid_signature", bad, verify, **unsigned)
    verify(**answered(client, wallet))
    refused("identity_taken", conflict, link, **answered(member, wallet))
    (only,) = member.auth.identities()
    refused("last_identity", conflict, member.auth.unlink_identity, only["id"])
    refused("identity_not_found", triport.NotFoundError, member.auth.unlink_identity, NOBODY)
    for _ in range(MOST_WAYS - 1):
        link(**answered(member, SolanaWallet()))
    refused("identity_limit_reached", conflict, link, **answered(member, SolanaWallet()))


def test_503_of_a_provider(
    connect: MakeClient, member: TriportClient, another_server: Callable[..., Server]
) -> None:
    away = triport.UnavailableError
    refused("google_disabled", away, member.auth.link_google)
    server = another_server(**settings("http://127.0.0.1:9"))
    client = connect(server)
    server.sign_in(client)
    refused("google_unavailable", away, client.auth.link_google)


def test_invoices_that_cannot_be_paid(member: TriportClient, operator: TriportClient) -> None:
    owner = member.auth.me()["user"]["id"]
    invoice_id = fresh("inv")
    push = operator.admin.push_invoice
    push(invoice_id, amount_micro=MILLION, status="open", user_id=owner)
    spend = member.referrals.spend_on_invoice
    refused("amount_mismatch", triport.BadRequestError, spend, invoice_id=invoice_id, amount_micro=2)
    missing = triport.NotFoundError
    refused("invoice_not_eligible", missing, spend, invoice_id=fresh("inv"), amount_micro=MILLION)
    refused("invoice_not_found", missing, operator.admin.invoice, fresh("inv"))
    changed: dict[str, Any] = {"amount_micro": 2, "status": "open", "user_id": owner}
    refused("invoice_conflict", triport.ConflictError, push, invoice_id, **changed)


def test_401(connect: MakeClient, server: Server, another_server: Callable[..., Server]) -> None:
    denied = triport.UnauthorizedError
    refused("unauthenticated", denied, connect(server, session="stale").referrals.me)
    refused("admin_token_invalid", denied, connect(server, admin_token="x" * 20).admin.totals)
    without = another_server(TRIPORT_ADMIN_TOKEN=None)
    refused("admin_token_unset", denied, connect(without, admin_token=ADMIN_TOKEN).admin.totals)


def test_403(connect: MakeClient, server: Server) -> None:
    reader = connect(server, admin_token=server.operator_token("read"))
    assert reader.admin.totals()["accounts"]
    push: dict[str, Any] = {"payment_id": fresh("pay"), "amount_micro": 1, "user_id": NOBODY}
    refused("forbidden", triport.ForbiddenError, reader.admin.push_payment, **push)


def test_only_a_session_is_enough_to_sign_out(
    connect: MakeClient, server: Server, member: TriportClient
) -> None:
    bare = connect(server, session=member.session)
    assert bare.referrals.delete_code() == {"ok": True}
    assert bare.csrf_token is None
    assert bare.auth.attribute() == {"attributed": False, "reason": "no_cookie"}
    assert bare.csrf_token
    assert connect(server, session=member.session).auth.logout() == {"ok": True}
    stale = connect(server, session=member.session)
    assert stale.auth.logout() == {"ok": True}
    refused("unauthenticated", triport.UnauthorizedError, member.auth.me)


def test_what_operators_do_about_accounts(
    connect: MakeClient, server: Server, operator: TriportClient
) -> None:
    earned = earn(server, operator, connect(server), connect(server), 50 * MILLION)
    admin, user = operator.admin, earned.inviter.auth.me()["user"]["id"]
    bad = triport.BadRequestError
    refused("invalid_user_id", bad, admin.user, "nobody")
    refused("invalid_tier", bad, admin.set_tier, user, tier=99)
    refused("code_not_found", triport.NotFoundError, admin.disable_code, fresh("c"), reason="why not")
    email = server.sign_in(connect(server))
    taken: dict[str, Any] = {"email": email, "email_verified": True}
    refused("email_taken", triport.ConflictError, admin.push_user, fresh("customer"), **taken)
    admin.freeze_payouts(user, reason="under review")
    ask: dict[str, Any] = {"amount_micro": 20 * MILLION, "network": "solana", "address": SOLANA_ADDRESS}
    refused("payouts_frozen", triport.ForbiddenError, earned.inviter.referrals.request_payout, **ask)
    admin.unfreeze_payouts(user, reason="reviewed")
    assert earned.inviter.referrals.request_payout(**ask)["status"] == "requested"


def test_404(connect: MakeClient, server: Server, member: TriportClient, operator: TriportClient) -> None:
    missing, admin = triport.NotFoundError, operator.admin
    refused("not_found", missing, connect(base_url=server.base_url + "/nowhere").auth.me)
    refused("user_not_found", missing, admin.push_payment, payment_id="p", amount_micro=1, user_id=NOBODY)
    refused("payment_not_found", missing, admin.push_refund, fresh("pay"), refund_id="r", amount_micro=1)
    payment_id, owner = fresh("pay"), member.auth.me()["user"]["id"]
    admin.push_payment(payment_id=payment_id, amount_micro=1, user_id=owner)
    refused("refund_not_found", missing, admin.void_refund, payment_id, fresh("re"))
    refused("payout_not_found", missing, member.referrals.cancel_payout, NOBODY)


def test_409_of_slugs(connect: MakeClient, server: Server, member: TriportClient) -> None:
    conflict = triport.ConflictError
    slug = fresh("s").replace("_", "-")
    member.referrals.set_slug(slug=slug)
    other = connect(server)
    server.sign_in(other)
    refused("slug_taken", conflict, other.referrals.set_slug, slug=slug)
    refused("slug_reserved", conflict, other.referrals.set_slug, slug="admin")
    for _ in range(3):
        other.referrals.set_slug(slug=fresh("s").replace("_", "-"))
    refused("slug_limit_reached", conflict, other.referrals.set_slug, slug=fresh("s").replace("_", "-"))


def test_409_of_pushes(member: TriportClient, operator: TriportClient) -> None:
    conflict, admin = triport.ConflictError, operator.admin
    owner, payment_id, refund_id = member.auth.me()["user"]["id"], fresh("pay"), fresh("re")
    admin.push_payment(payment_id=payment_id, amount_micro=100, user_id=owner)
    changed: dict[str, Any] = {"payment_id": payment_id, "amount_micro": 200, "user_id": owner}
    refused("payment_conflict", conflict, admin.push_payment, **changed)
    admin.push_refund(payment_id, refund_id=refund_id, amount_micro=60)
    refused("refund_conflict", conflict, admin.push_refund, payment_id, refund_id=refund_id, amount_micro=50)
    refused(
        "refund_exceeds_payment",
        conflict,
        admin.push_refund,
        payment_id,
        refund_id=fresh("re"),
        amount_micro=50,
    )


def test_422_and_a_payout_that_is_over(connect: MakeClient, server: Server, operator: TriportClient) -> None:
    earned = earn(server, operator, connect(server), connect(server), 50 * MILLION)
    ask = earned.inviter.referrals.request_payout
    fields: dict[str, Any] = {"network": "solana", "address": SOLANA_ADDRESS, "idempotency_key": "k"}
    payout = ask(amount_micro=20 * MILLION, **fields)
    error = refused(
        "idempotency_conflict", triport.UnprocessableError, ask, amount_micro=21 * MILLION, **fields
    )
    assert error.idempotency_key == "k"
    refused("tx_hash_required", triport.BadRequestError, operator.admin.payout_sent, payout["id"], tx_hash="")
    earned.inviter.referrals.cancel_payout(payout["id"])
    refused(
        "payout_not_actionable", triport.ConflictError, earned.inviter.referrals.cancel_payout, payout["id"]
    )


def test_429_with_a_long_wait_is_told_at_once(connect: MakeClient, server: Server) -> None:
    client, email = connect(server), f"{fresh('x')}@example.com"
    for _ in range(5):
        client.auth.email_start(email=email)
    started = time.monotonic()
    error = refused("rate_limited", triport.RateLimitedError, client.auth.email_start, email=email)
    assert error.retry_after is not None
    assert error.retry_after > 60
    assert time.monotonic() - started < 5


def test_429_with_a_short_wait_is_waited_for(
    connect: MakeClient, another_server: Callable[..., Server]
) -> None:
    slow = another_server(TRIPORT_RATE_LIMIT_RPS="2")
    attempts: list[triport.Attempt] = []
    client = connect(slow, on_attempt=attempts.append)
    slow.sign_in(client)
    for _ in range(6):
        client.referrals.me()
    waits = [each.retry_in_seconds for each in attempts if each.code == "rate_limited"]
    assert waits
    assert all(wait is not None and wait >= 1 for wait in waits)


def test_421(connect: MakeClient, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """As behind a proxy that leads a name here of which the server knows nothing."""
    with Proxy(server.port) as between:
        monkeypatch.setenv("HTTP_PROXY", between.base_url)
        lost = connect(base_url="http://elsewhere.test")
        refused("misdirected_request", triport.MisdirectedRequestError, lost.program.show)


def test_431(connect: MakeClient, server: Server) -> None:
    fat = connect(server, session="x" * 20_000)
    refused("headers_too_large", triport.HeadersTooLargeError, fat.referrals.me)


def test_500_and_503(connect: MakeClient, database: str, another_server: Callable[..., Server]) -> None:
    broken = another_server()
    client = connect(broken, max_retries=0)
    broken.sign_in(client)
    if database == "sqlite":
        with sqlite3.connect(broken.database_url.removeprefix("sqlite://")) as direct:
            direct.execute("CREATE TRIGGER no BEFORE UPDATE ON sessions BEGIN SELECT RAISE(ABORT, 'no'); END")
            direct.execute(
                "CREATE TRIGGER no2 BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
            direct.execute("DROP TABLE daily_counts")
        direct.close()
    else:
        psql(
            broken.database_url,
            "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no''; END';"
            "CREATE TRIGGER no BEFORE UPDATE OR DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION no();"
            "DROP TABLE daily_counts CASCADE",
        )
    session = client.session
    refused("logout_failed", triport.InternalError, client.auth.logout)
    assert client.session == session
    refused("internal", triport.InternalError, client.referrals.series, metric="clicks")
    if database == "postgres":
        server, _, name = broken.database_url.rpartition("/")
        psql(server + "/postgres", f"DROP DATABASE {name} WITH (FORCE)")
        error = refused("unavailable", triport.UnavailableError, client.referrals.me)
        assert error.retry_after is not None


def test_409_in_flight_is_waited_for(
    connect: MakeClient, database: str, server: Server, operator: TriportClient
) -> None:
    if database == "sqlite":
        pytest.skip("one writer: a call cannot be held up in the middle of its transaction from outside")
    earned = earn(server, operator, connect(server), connect(server), 50 * MILLION)
    attempts: list[triport.Attempt] = []
    both = [connect(server, session=earned.inviter.session, on_attempt=attempts.append) for _ in range(2)]
    found: list[str] = []

    def ask(client: TriportClient) -> None:
        payout = client.referrals.request_payout(
            amount_micro=20 * MILLION, network="solana", address=SOLANA_ADDRESS, idempotency_key="same"
        )
        found.append(payout["id"])

    lock = "BEGIN; LOCK TABLE payouts IN EXCLUSIVE MODE; SELECT pg_sleep(7); COMMIT"
    threads = [threading.Thread(target=psql, args=(server.database_url, lock))]
    threads += [threading.Thread(target=ask, args=(client,)) for client in both]
    for thread in threads:
        thread.start()
        time.sleep(0.5)
    for thread in threads:
        thread.join(60)
    assert len(set(found)) == 1
    assert len(found) == 2
    assert "idempotency_in_flight" in {each.code for each in attempts}
    assert len(list(earned.inviter.referrals.payouts())) == 1
