"""The methods of signing in, and of what belongs to an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

import httpx
import pytest

from support.money import earn, fresh
from support.provider import Provider, settings
from support.wallets import EvmWallet, SolanaWallet, answered
from triport import BadRequestError, ConflictError, UnauthorizedError

if TYPE_CHECKING:
    from conftest import MakeClient
    from support.server import Server
    from triport import TriportClient


MILLION = 1_000_000


def test_the_product_signs_a_member_in_with_a_link(
    connect: MakeClient, server: Server, member: TriportClient, operator: TriportClient
) -> None:
    user = member.auth.me()["user"]
    link = operator.admin.sign_in_link(user_id=user["id"])
    token = link["url"].rpartition("#link=")[2]
    client = connect(server)
    assert client.auth.link_verify(token=token)["id"] == user["id"]
    assert client.auth.me()["provider"] == "link"
    with pytest.raises(BadRequestError) as refused:
        connect(server).auth.link_verify(token=token)
    assert refused.value.code == "invalid_request"


def test_what_a_program_keeps_of_a_sign_in_is_given_back(connect: MakeClient, server: Server) -> None:
    client = connect(server)
    email = server.sign_in(client)
    token = client.browser_token
    assert token
    client.auth.logout()
    assert (client.session, client.browser_token) == (None, token)
    later = connect(server, browser_token=token)
    server.sign_in(later, email)
    assert later.browser_token == token


def test_a_wallet_signs_in(connect: MakeClient, server: Server, member: TriportClient) -> None:
    code = member.referrals.me()["primary_code"]
    for wallet in (EvmWallet(), SolanaWallet()):
        client = connect(server)
        user = client.auth.wallet_verify(**answered(client, wallet), ref_code=code)
        assert user["email"] is None
        assert client.auth.me()["provider"] == "wallet"
        assert client.referrals.attribution()["attributed"]


def test_a_browser_is_sent_to_google(connect: MakeClient, another_server: Callable[..., Server]) -> None:
    with Provider() as provider:
        server = another_server(**settings(provider.issuer))
        provider.knows(server)
        client = connect(server)
        assert client.program.show()["sign_in_with"] == ["email", "google", "wallet"]
        with httpx.Client(trust_env=False) as browser:
            page = browser.get(client.auth.google_start_url()).headers["location"]
            back = browser.get(provider.agree(page, "ada@example.com"))
            assert back.headers["location"] == "/"
            signed_in = connect(server, session=browser.cookies["nl_session"])
        me = signed_in.auth.me()
        assert (me["provider"], me["user"]["email"]) == ("google", "ada@example.com")
        assert signed_in.auth.link_google()["url"].startswith(provider.issuer)
        (google,) = signed_in.auth.identities()
        assert (google["provider"], google["subject"]) == ("google", "ada@example.com")


def test_a_member_adds_and_gives_up_ways_to_sign_in(
    connect: MakeClient, server: Server, member: TriportClient
) -> None:
    wallet = SolanaWallet()
    added = member.auth.link_wallet(**answered(member, wallet))
    assert (added["provider"], added.get("chain"), added["subject"]) == ("wallet", "solana", wallet.address)
    email = f"{fresh('second')}@example.com"
    before = len(server.codes())
    request_id = member.auth.email_start(email=email)["request_id"]
    linked = member.auth.link_email(request_id=request_id, code=server.code_after(before))
    assert linked["subject"] == email
    assert [each["provider"] for each in member.auth.identities()] == ["email", "wallet", "email"]
    other = connect(server)
    mine = member.auth.me()["user"]["id"]
    assert other.auth.wallet_verify(**answered(other, wallet))["id"] == mine
    assert member.auth.unlink_identity(linked["id"]) == {"ok": True}


def test_an_account_is_taken_along_and_erased(
    connect: MakeClient, server: Server, operator: TriportClient
) -> None:
    leaving = earn(server, operator, connect(server), connect(server), 50 * MILLION).inviter
    assert leaving.auth.export_me()["account"]["user_id"] == leaving.auth.me()["user"]["id"]
    with pytest.raises(ConflictError) as refused:
        leaving.auth.erase_me()
    assert refused.value.code == "balance_would_be_forfeited"
    assert refused.value.extra == {"forfeit_micro": 50 * MILLION}
    assert leaving.auth.erase_me(forfeit=True) == {"ok": True}
    assert leaving.session is None
    other = connect(server)
    email = server.sign_in(other)
    assert operator.admin.erase_user(f"email:{email}") == {"ok": True}
    with pytest.raises(UnauthorizedError):
        other.auth.me()
