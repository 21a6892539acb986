"""A member's view: codes, balance, rewards, and a slug if there is none yet.

    TRIPORT_URL=http://localhost:8080 TRIPORT_SESSION=… python examples/member.py

`TRIPORT_SESSION` is the value of the cookie `nl_session` of somebody who is signed in.
"""

from __future__ import annotations

import os
import uuid

from triport import ConflictError, TriportClient, UnauthorizedError


def show(client: TriportClient) -> None:
    """Print what the member has."""
    overview = client.referrals.me()
    if overview["custom_slug"] is None:
        code = client.referrals.set_slug(slug=f"guest-{uuid.uuid4().hex[:8]}")
        print("new slug:", code["Code"])
    balance = overview["balance"]
    print("share:", overview["share_url"])
    print("balance:", balance["available_micro"] / 1_000_000, "of", balance["lifetime_micro"] / 1_000_000)
    for reward in client.referrals.rewards(status="pending"):
        print("unlocks:", reward["unlock_at"], reward["amount_micro"] / 1_000_000)


def main() -> None:
    """Connect and show."""
    with TriportClient(base_url=os.environ.get("TRIPORT_URL", "http://localhost:8080")) as client:
        try:
            show(client)
        except UnauthorizedError:
            print("TRIPORT_SESSION is not the session of somebody who is signed in")
        except ConflictError as error:
            print("no slug:", error.code)


if __name__ == "__main__":
    main()
