"""The real program, started for a test."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from triport import TriportClient

ROOT = Path(__file__).resolve().parents[4]
ADMIN_TOKEN = "operator-of-the-python-tests"
START_SECONDS = 60.0
CODE_SECONDS = 10.0


def binary() -> str:
    return os.environ.get("TRIPORT_BINARY", str(ROOT / "target" / "debug" / "triport-referrals"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def make_database(kind: str, folder: Path) -> str:
    """A database of its own; `kind` is sqlite, or the address of a PostgreSQL server."""
    if kind == "sqlite":
        return f"sqlite://{folder / (uuid.uuid4().hex + '.db')}"
    name = f"sdk_{uuid.uuid4().hex}"
    psql(kind, f"CREATE DATABASE {name}")
    return kind.rsplit("/", 1)[0] + "/" + name


def psql(url: str, statement: str) -> None:
    subprocess.run(
        ["psql", url, "--no-psqlrc", "--quiet", "-c", statement],
        check=True,
        capture_output=True,
        timeout=60,
    )


class Server:
    """Runs in `with`; `settings` are added to the environment, None takes one away."""

    def __init__(self, database_url: str, folder: Path, **settings: str | None) -> None:
        self.port = free_port()
        self.base_url = f"http://localhost:{self.port}"
        self.log_path = folder / f"server-{self.port}.log"
        self.database_url = database_url
        wanted: dict[str, str | None] = {
            "TRIPORT_DATABASE_URL": database_url,
            "TRIPORT_LISTEN": f"127.0.0.1:{self.port}",
            "TRIPORT_PUBLIC_URL": self.base_url,
            "TRIPORT_ADMIN_TOKEN": ADMIN_TOKEN,
            "TRIPORT_PROGRAM__HOLD_PERIOD": "0s",
            "TRIPORT_LOG_FORMAT": "json",
            "TRIPORT_RATE_LIMIT_RPS": "0",
            **settings,
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TRIPORT_")}
        self.environment = inherited | {name: value for name, value in wanted.items() if value is not None}

    def __enter__(self) -> Self:
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [binary(), "serve"], stdout=log, stderr=log, env=self.environment, cwd=self.log_path.parent
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if httpx.get(self.base_url + "/readyz", trust_env=False).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.05)
        self.stop()
        raise AssertionError(self.log_path.read_text())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def codes(self) -> list[str]:
        """The one-time codes that were logged so far."""
        lines = (json.loads(line) for line in self.log_path.read_text().splitlines() if '"code":"' in line)
        return [line["code"] for line in lines]

    def sign_in(self, client: TriportClient, email: str | None = None, ref_code: str | None = None) -> str:
        """Sign in as somebody new; returns the address."""
        email = email or f"{uuid.uuid4().hex}@example.com"
        before = len(self.codes())
        request_id = client.auth.email_start(email=email)["request_id"]
        client.auth.email_verify(request_id=request_id, code=self.code_after(before), ref_code=ref_code)
        return email

    def code_after(self, before: int) -> str:
        """The newest code, once there are more than so many; a line of the log may come after the answer."""
        deadline = time.monotonic() + CODE_SECONDS
        while len(self.codes()) == before and time.monotonic() < deadline:
            time.sleep(0.01)
        return self.codes()[-1]

    def run_sql(self, statement: str) -> None:
        """Change the database behind the server's back."""
        if not self.database_url.startswith("sqlite:"):
            psql(self.database_url, statement)
            return
        with sqlite3.connect(self.database_url.removeprefix("sqlite://"), timeout=10.0) as direct:
            direct.execute(statement)
        direct.close()

    def operator_token(self, role: str) -> str:
        """A token of that role, made with the command line."""
        command = [binary(), "operator", "add", "--role", role, f"{role}-{uuid.uuid4().hex[:8]}"]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return done.stdout.split()[-1]
