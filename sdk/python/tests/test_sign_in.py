"""The methods of signing in, and of what belongs to an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triport import BadRequestError

if TYPE_CHECKING:
    from conftest import MakeClient
    from support.server import Server
    from triport import TriportClient


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
