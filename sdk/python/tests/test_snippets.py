"""The public contract's example and the README run as they stand."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.proxy import Proxy
from support.readme import README, SEED, readme_program
from support.server import ADMIN_TOKEN, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from support.server import Server
    from triport import TriportClient

PACKAGE = ROOT / "sdk" / "python"


@pytest.fixture
def tls(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for api.triport.io that nobody else trusts."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-days", "2", "-subj", "/CN=api.triport.io", "-addext", "subjectAltName=DNS:api.triport.io"),
        *("-keyout", str(key), "-out", str(certificate)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


def run(program: str, **environment: str) -> str:
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("mode", ["sync"], indirect=True)
def test_the_seed_s_snippet_word_for_word(
    server: Server, member: TriportClient, tls: tuple[ssl.SSLContext, Path]
) -> None:
    assert SEED in README
    context, certificate = tls
    with Proxy(server.port, context, tunnel=True) as proxy:
        printed = run(
            SEED,
            TRIPORT_SESSION=str(member.session),
            HTTPS_PROXY=proxy.base_url,
            SSL_CERT_FILE=str(certificate),
        )
    assert printed == "trip-with-me custom\n"
    assert b"host: api.triport.io\r\n" in proxy.requests[0].lower()


@pytest.mark.parametrize("mode", ["sync"], indirect=True)
def test_the_example_runs(server: Server, member: TriportClient) -> None:
    for path in sorted((PACKAGE / "examples").glob("*.py")):
        printed = run(
            path.read_text(),
            TRIPORT_URL=server.base_url,
            TRIPORT_SESSION=str(member.session),
            TRIPORT_OPERATOR_TOKEN=ADMIN_TOKEN,
        )
        assert "balance" in printed


def test_the_readme_s_snippets_run(member: TriportClient, server: Server, mode: str) -> None:
    run(readme_program(member, server, mode))
