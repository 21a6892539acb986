"""An OpenID provider in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from .server import Server

SECRET = "the-secret-of-the-tests-0123456789"


def settings(issuer: str) -> dict[str, str]:
    """What a server that uses this provider is started with."""
    return {
        "TRIPORT_GOOGLE_CLIENT_ID": "triport",
        "TRIPORT_GOOGLE_CLIENT_SECRET": SECRET,
        "TRIPORT_GOOGLE_ISSUER_URL": issuer,
    }


class Provider:
    """Runs in `with`; `scripts/test-sdk-python` says where its program is."""

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            ["node", "openid.mjs"],
            cwd=os.environ["TRIPORT_TEST_PEERS"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.issuer: str = self._read()["issuer"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def knows(self, server: Server) -> None:
        """Let it lead back to a server, whose port is known once it has started."""
        self._ask({"back": f"{server.base_url}/v1/auth/google/callback"})

    def agree(self, page: str, name: str) -> str:
        """Somebody signs in on that page and agrees; returns the address to come back to."""
        return self._ask({"visit": page, "as": name})["callback"]

    def _ask(self, order: dict[str, str]) -> dict[str, str]:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, str]:
        assert self.process.stdout
        answer: dict[str, str] = json.loads(self.process.stdout.readline())
        return answer
