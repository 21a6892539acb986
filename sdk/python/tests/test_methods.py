"""Every method does what it says, with both clients on both databases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from support.money import SOLANA_ADDRESS, Earned, earn, fresh
from triport import ConflictError, NotFoundError, UnauthorizedError

if TYPE_CHECKING:
    from conftest import MakeClient
    from support.server import Server
    from triport import TriportClient

MILLION = 1_000_000


@pytest.fixture
def earned(connect: MakeClient, server: Server, operator: TriportClient) -> Earned:
    return earn(server, operator, connect(server), connect(server), 50 * MILLION)


def test_the_programme_s_terms_need_no_session(connect: MakeClient, server: Server) -> None:
    terms = connect(server).program.show()
    assert terms["currency"] == "USD"
    assert [each["rate_bps"] for each in terms["tiers"]] == [1000, 1500]
    assert "email" in terms["sign_in_with"]


def test_signing_in_and_out(connect: MakeClient, server: Server) -> None:
    client = connect(server)
    assert client.session is None
    with pytest.raises(UnauthorizedError):
        client.auth.me()
    email = server.sign_in(client)
    assert client.session
    assert client.csrf_token
    me = client.auth.me()
    assert me["user"]["email"] == email
    assert me["provider"] == "email"
    assert client.auth.logout() == {"ok": True}
    assert client.session is None
    assert client.csrf_token is None
    with pytest.raises(UnauthorizedError):
        client.auth.me()


def test_the_profile_keeps_what_is_left_out(member: TriportClient) -> None:
    changed = member.auth.change_me(display_name="Ada", avatar_url="https://example.com/a.png")
    assert (changed["display_name"], changed["avatar_url"]) == ("Ada", "https://example.com/a.png")
    assert member.auth.change_me(display_name="Eva")["avatar_url"] == "https://example.com/a.png"
    assert member.auth.change_me(avatar_url=None)["avatar_url"] is None


def test_sessions(connect: MakeClient, server: Server) -> None:
    first, second, third = connect(server), connect(server), connect(server)
    email = server.sign_in(first)
    for other in (second, third):
        server.sign_in(other, email)
    listed = second.auth.sessions()
    assert [each["current"] for each in listed] == [False, True, False]
    assert {each["provider"] for each in listed} == {"email"}
    assert listed[0]["user_agent"].startswith("triport-sdk-python/")
    assert second.auth.end_session(listed[0]["id"]) == {"ok": True}
    with pytest.raises(UnauthorizedError):
        third.auth.me()
    assert second.auth.end_other_sessions() == {"ended": 1}
    assert second.auth.end_session(listed[1]["id"]) == {"ok": True}
    assert (second.session, second.csrf_token) == (None, None)


def test_codes(member: TriportClient) -> None:
    slug = fresh("trip").replace("_", "-")
    assert member.referrals.check_slug(slug=slug.upper()) == {"slug": slug, "available": True, "reason": None}
    code = member.referrals.set_slug(slug=f"  {slug.upper()} ")
    assert (code["Code"], code["Kind"], code["DisabledAt"]) == (slug, "custom", None)
    assert member.referrals.set_slug(slug=slug) == code
    assert {each["Kind"]: each["State"] for each in member.referrals.codes()} == {
        "custom": "active",
        "uid": "active",
    }
    assert member.referrals.me()["custom_slug"] == slug
    assert member.referrals.delete_code() == {"ok": True}
    assert member.referrals.delete_code() == {"ok": True}
    assert member.referrals.me()["custom_slug"] is None


def test_a_code_at_sign_in_attributes(earned: Earned) -> None:
    attribution = earned.invitee.referrals.attribution()
    assert attribution["attributed"]
    assert attribution["source"] == "cookie"
    again = earned.invitee.auth.attribute(ref_code=earned.inviter.referrals.me()["primary_code"])
    assert again == {"attributed": False, "reason": "already_attributed"}
    (invitee,) = earned.inviter.referrals.invitees()
    assert invitee["user_id"] == earned.invitee.auth.me()["user"]["id"]


def test_attributing_later(connect: MakeClient, server: Server, member: TriportClient) -> None:
    code = member.referrals.me()["primary_code"]
    late, later = connect(server), connect(server)
    server.sign_in(late)
    server.sign_in(later)
    assert late.auth.attribute() == {"attributed": False, "reason": "no_cookie"}
    assert late.auth.attribute(ref_code=code.upper()) == {"attributed": True}
    assert later.referrals.claim(code=code) == {"attributed": True}


def test_payouts(earned: Earned) -> None:
    inviter = earned.inviter
    asked = inviter.referrals.request_payout(
        amount_micro=20 * MILLION, network="solana", address=SOLANA_ADDRESS, idempotency_key="mine"
    )
    again = inviter.referrals.request_payout(
        amount_micro=20 * MILLION, network="solana", address=SOLANA_ADDRESS, idempotency_key="mine"
    )
    assert again == asked
    assert [each["id"] for each in inviter.referrals.payouts()] == [asked["id"]]
    assert inviter.referrals.cancel_payout(asked["id"])["status"] == "cancelled"
    assert inviter.referrals.me()["balance"]["available_micro"] == 50 * MILLION


def test_two_calls_are_two_payouts(earned: Earned) -> None:
    for _ in range(2):
        earned.inviter.referrals.request_payout(
            amount_micro=20 * MILLION, network="solana", address=SOLANA_ADDRESS
        )
    assert len(list(earned.inviter.referrals.payouts())) == 2


def test_spending_on_an_invoice(earned: Earned, operator: TriportClient) -> None:
    owner = earned.inviter.auth.me()["user"]["id"]
    invoice_id = fresh("inv")
    pushed = operator.admin.push_invoice(
        invoice_id, amount_micro=19 * MILLION, status="open", user_id=owner, description="March"
    )
    assert pushed["status"] == "open"
    (open_one,) = earned.inviter.referrals.invoices(status="open")
    assert open_one["id"] == invoice_id
    paid = earned.inviter.referrals.spend_on_invoice(invoice_id=invoice_id, amount_micro=19 * MILLION)
    assert paid == {"ok": True}
    assert operator.admin.invoice(invoice_id)["status"] == "paid"
    since = dt.datetime.now(dt.timezone.utc) - dt.timedelta(minutes=5)
    listed = [each["id"] for each in operator.admin.invoices(status="paid", since=since)]
    assert invoice_id in listed


def test_an_id_stays_one_segment_of_the_path(member: TriportClient, operator: TriportClient) -> None:
    owner = member.auth.me()["user"]["id"]
    for odd in ("a b?c#d%2Fe", "+&=;:@", "{id}"):
        name = fresh(odd)
        pushed = operator.admin.push_invoice(name, amount_micro=MILLION, status="open", user_id=owner)
        assert pushed["id"] == name
        assert operator.admin.invoice(name) == pushed
    for odd in (".", "..", "a/../b"):
        with pytest.raises(NotFoundError) as refused:
            operator.admin.invoice(odd)
        assert refused.value.code == "invoice_not_found"
    with pytest.raises(ValueError, match="invoice_id is empty"):
        operator.admin.invoice("")


def test_refunds(earned: Earned, operator: TriportClient) -> None:
    refund = fresh("re")
    pushed = operator.admin.push_refund(earned.payment_id, refund_id=refund, amount_micro=500 * MILLION)
    assert pushed["reward"] is not None
    assert pushed["reward"]["status"] == "reversed"
    voided = operator.admin.void_refund(earned.payment_id, refund)
    assert voided["refund"]["voided_at"] is not None
    (reward,) = earned.inviter.referrals.rewards(status=["available", "pending"])
    assert reward["amount_micro"] == 50 * MILLION


def test_a_payment_with_everything(operator: TriportClient, server: Server, connect: MakeClient) -> None:
    email = server.sign_in(connect(server))
    pushed = operator.admin.push_payment(
        payment_id=fresh("pay"),
        amount_micro=MILLION,
        email=email,
        currency="USD",
        paid_at=dt.datetime(2026, 3, 14, 10, 26, 53, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        invoice_id=fresh("inv"),
    )
    assert pushed["payment"]["paid_at"].startswith("2026-03-14T09:26:53")
    assert pushed["reward"] is None


def test_the_way_of_a_payout(earned: Earned, operator: TriportClient) -> None:
    ask = earned.inviter.referrals.request_payout
    sent = ask(amount_micro=20 * MILLION, network="solana", address=SOLANA_ADDRESS)["id"]
    failed = ask(amount_micro=20 * MILLION, network="solana", address=SOLANA_ADDRESS)["id"]
    assert {sent, failed} <= {each["id"] for each in operator.admin.payouts(status="requested", limit=200)}
    csv = operator.admin.payouts_csv(status="requested", limit=200)
    assert csv.startswith("id,user_id,amount_micro,")
    assert sent in csv
    assert operator.admin.payout_processing(sent) == {"ok": True}
    with pytest.raises(ConflictError) as refused:
        earned.inviter.referrals.cancel_payout(sent)
    assert refused.value.code == "payout_not_actionable"
    assert operator.admin.payout_sent(sent, tx_hash="0x9f2c") == {"ok": True}
    assert operator.admin.payout_failed(failed, reason="No such wallet.") == {"ok": True}
    states = {each["id"]: each["status"] for each in earned.inviter.referrals.payouts()}
    assert states == {sent: "sent", failed: "failed"}


def test_series(earned: Earned, operator: TriportClient) -> None:
    now = dt.datetime.now(dt.timezone.utc)
    mine = earned.inviter.referrals.series(
        metric="earnings", bucket="day", from_=now - dt.timedelta(days=2), to=now
    )
    assert [point["value"] for point in mine] == [0, 0, 50 * MILLION]
    today = now.date()
    everybody = operator.admin.series(metric="signups", bucket="week", from_=today, to=today)
    assert sum(point["value"] for point in everybody) >= 1


def test_what_operators_read(earned: Earned, operator: TriportClient) -> None:
    assert operator.admin.totals()["accounts"] >= 2
    stranger = earned.inviter.auth.me()["user"]["id"]
    assert list(operator.admin.audit(user=stranger)) == []
    cursor = None
    while True:
        checked = operator.admin.verify_ledger(cursor=cursor)
        assert checked["clean"], checked["differences"]
        cursor = checked["next_cursor"]
        if cursor is None:
            break


def test_an_operator_attributes(
    connect: MakeClient, server: Server, member: TriportClient, operator: TriportClient
) -> None:
    invitee = connect(server)
    email = server.sign_in(invitee)
    code = member.referrals.me()["primary_code"]
    done = operator.admin.attribute(invitee={"email": email}, code=code, backfill=True)
    assert done == {"attributed": True}
    assert invitee.referrals.attribution()["source"] == "operator"


def test_the_product_s_accounts(member: TriportClient, operator: TriportClient) -> None:
    admin, name = operator.admin, fresh("customer")
    code = member.referrals.me()["primary_code"]
    pushed = admin.push_user(name, email=f"{name}@example.com", display_name="Ada", ref_code=code)
    assert pushed["user"]["external_id"] == name
    assert pushed["attribution"] == {"attributed": True}
    again = admin.push_user(name, email=None)
    assert (again["user"]["email"], again["user"]["display_name"]) == (None, "Ada")
    (found,) = admin.users(query=name)
    assert found["user_id"] == pushed["user"]["id"]
    assert admin.set_tier(f"ext:{name}", tier=2, note="agreed by mail") == {"old_tier": 1, "new_tier": 2}
    shown = admin.user(f"ext:{name}")
    assert (shown["user_id"], shown["rate_bps"]) == (found["user_id"], 1500)
    assert [each["kind"] for each in shown["recent_attributions"]] == ["tier_changed", "signup"]
    assert len(list(admin.audit(user=f"ext:{name}"))) >= 2


def test_what_operators_stop(member: TriportClient, operator: TriportClient) -> None:
    slug = fresh("s").replace("_", "-")
    member.referrals.set_slug(slug=slug)
    user = f"email:{member.auth.me()['user']['email']}"
    assert operator.admin.disable_code(slug, reason="against the terms") == {"ok": True}
    assert member.referrals.me()["custom_slug"] is None
    assert operator.admin.freeze_payouts(user, reason="under review") == {"ok": True}
    assert operator.admin.unfreeze_payouts(user, reason="reviewed") == {"ok": True}


def test_lists_go_over_all_pages(connect: MakeClient, server: Server, member: TriportClient) -> None:
    code = member.referrals.me()["primary_code"]
    for _ in range(5):
        server.sign_in(connect(server), ref_code=code)
    invitees = member.referrals.invitees(limit=2)
    every = [each["user_id"] for each in invitees]
    assert len(set(every)) == len(every) == 5
    assert [len(page["items"]) for page in invitees.pages()] == [2, 2, 1]
    first = invitees.page()
    assert [each["user_id"] for each in first["items"]] == every[:2]
    assert first["next_cursor"]
    assert [each["user_id"] for each in member.referrals.invitees(cursor=first["next_cursor"])] == every[2:]
    assert [each["user_id"] for each in invitees.page(offset=4)["items"]] == every[4:]


def test_one_pool_serves_many_members(
    connect: MakeClient, server: Server, member: TriportClient, operator: TriportClient
) -> None:
    mine = member.referrals.me()["primary_code"]
    stranger = operator.with_session(None)
    with pytest.raises(UnauthorizedError):
        stranger.referrals.me()
    with pytest.raises(UnauthorizedError) as refused:
        stranger.admin.totals()
    assert refused.value.code == "admin_token_invalid"
    with operator.with_session(member.session) as shared:
        assert shared.referrals.me()["primary_code"] == mine
    assert operator.admin.totals()["accounts"]
