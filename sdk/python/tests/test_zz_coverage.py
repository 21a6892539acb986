"""Runs last: what the other tests have called and met is everything that there is."""

from __future__ import annotations

import json
from typing import Any

import pytest

import conftest
from support.server import ROOT
from test_contract import operations

# Tags that no call of the SDK can end with, and why.
NOT_REACHABLE = {
    "invalid_host": "httpx sends one host, which is one",
    "method_not_allowed": "the SDK calls addresses with their own methods only",
    "csrf_invalid": "header and cookie are sent from the same value",
    "csrf_missing": "no browser, so only two calls insist on the header, and they get the token first",
}
# Tags that need a particular database.
ONLY_POSTGRES = {
    "unavailable": "SQLite cannot be taken away from a server that has it open",
    "idempotency_in_flight": "SQLite has one writer; see test_409_in_flight_is_waited_for",
}


def tags_of_the_document() -> set[str]:
    document: dict[str, Any] = json.loads((ROOT / "api" / "openapi.json").read_text())
    known = operations()
    found: set[str] = set()
    for methods in document["paths"].values():
        for operation in methods.values():
            if operation["operationId"] not in known:
                continue
            for answer in operation["responses"].values():
                for content in answer.get("content", {}).values():
                    found |= set(content.get("examples", {}))
    return found & set(document["components"]["schemas"]["Error"]["properties"]["error"]["enum"])


@pytest.fixture
def seen(request: pytest.FixtureRequest, database: str, mode: str) -> tuple[str, str]:
    if len({item.path for item in request.session.items}) < len(list(request.path.parent.glob("test_*.py"))):
        pytest.skip("only some of the tests were selected")
    if not conftest.SEEN_OPERATIONS[database, mode]:
        pytest.skip(f"nothing ran on {database}")
    return database, mode


def test_every_operation_has_succeeded(seen: tuple[str, str]) -> None:
    assert set(operations()) - conftest.SEEN_OPERATIONS[seen] == set()


def test_every_tag_was_met(seen: tuple[str, str]) -> None:
    excused = set(NOT_REACHABLE)
    if seen[0] == "sqlite":
        excused |= set(ONLY_POSTGRES)
    assert tags_of_the_document() - excused - conftest.SEEN_TAGS[seen] == set()
    assert not conftest.SEEN_TAGS[seen] & set(NOT_REACHABLE)
