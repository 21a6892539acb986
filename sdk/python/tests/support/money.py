"""Members who have earned something."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triport import TriportClient

    from .server import Server

SOLANA_ADDRESS = "11111111111111111111111111111112"


def fresh(prefix: str) -> str:
    return f"{prefix}_{uuid.uuid4().hex[:12]}"


@dataclass
class Earned:
    inviter: TriportClient
    invitee: TriportClient
    payment_id: str


def earn(
    server: Server, operator: TriportClient, inviter: TriportClient, invitee: TriportClient, micro: int
) -> Earned:
    """Signs both in; the invitee pays ten times `micro`, so that the inviter has `micro` available."""
    server.sign_in(inviter)
    code = inviter.referrals.me()["primary_code"]
    server.sign_in(invitee, ref_code=code)
    payment_id = fresh("pay")
    pushed = operator.admin.push_payment(
        payment_id=payment_id, amount_micro=10 * micro, user_id=invitee.auth.me()["user"]["id"]
    )
    assert pushed["reward"] is not None
    assert pushed["reward"]["amount_micro"] == micro
    return Earned(inviter, invitee, payment_id)
