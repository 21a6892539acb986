"""The package and api/openapi.json say the same."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest

import generate
import triport
from operations import ALWAYS_REPEATABLE
from support.server import ROOT, binary
from triport import _operations
from triport._operation import Operation, Repeat

DOCUMENT: dict[str, Any] = json.loads((ROOT / "api" / "openapi.json").read_text())
PACKAGE = Path(str(triport.__file__)).parent

# What the SDK leaves to browsers and machines: no JSON, or nothing for a client to do.
NOT_METHODS = {"live", "healthy", "ready", "metrics"}
# Parameters of the document that are not arguments, and the other way round.
IN_PAGES = {"offset"}
# It travels as a cookie.
NOT_IN_DOCUMENT = {
    (name, "ref_code")
    for name in ("auth_email_verify", "auth_wallet_verify", "auth_link_verify", "auth_attribute")
}
NOT_OFFERED = {("admin_payouts", "format")}


def operations() -> dict[str, Operation[Any]]:
    return {each.name: each for each in vars(_operations).values() if isinstance(each, Operation)}


def described() -> dict[str, tuple[str, str, dict[str, Any]]]:
    return {
        each["operationId"]: (method.upper(), path, each)
        for path, methods in DOCUMENT["paths"].items()
        for method, each in methods.items()
    }


def test_generated_files_are_up_to_date() -> None:
    for path, text in generate.wanted(generate.DOCUMENT).items():
        assert path.read_text() == text, f"{path}: run `python tools/generate.py`"
    made = {path.name for path in (PACKAGE / "_sync").glob("*.py")}
    assert made == {path.name for path in (PACKAGE / "_async").glob("*.py")}


def test_the_document_is_the_binary_s() -> None:
    printed = subprocess.run([binary(), "openapi"], capture_output=True, check=True).stdout
    newer = set(json.loads(printed)["paths"]) - set(DOCUMENT["paths"])
    if newer:
        pytest.skip(f"the binary is newer than api/openapi.json: {sorted(newer)}")
    assert json.loads(printed) == DOCUMENT


def test_every_operation_of_the_document_is_known() -> None:
    known = operations()
    redirects = {name for name, (_, _, each) in described().items() if "302" in each["responses"]}
    assert set(known) == set(described()) - NOT_METHODS - redirects
    for name, (method, path, _) in described().items():
        if name in known:
            assert (known[name].method, known[name].path) == (method, path)


def test_what_is_repeated() -> None:
    known = operations()
    assert set(known) >= ALWAYS_REPEATABLE
    with_key = {name for name, each in known.items() if each.repeat is Repeat.WITH_KEY}
    assert with_key == {"referrals_request_payout", "referrals_spend_on_invoice"}
    for name in ("auth_email_start", "admin_payout_sent", "referrals_claim"):
        assert known[name].repeat is Repeat.NEVER


def test_both_sdks_repeat_the_same() -> None:
    """The table of docs/sdks.md is made by the other SDK's generator."""
    words = {Repeat.ALWAYS: "yes", Repeat.WITH_KEY: "key", Repeat.NEVER: "no"}
    table = (ROOT / "docs" / "sdks.md").read_text()
    for name, operation in operations().items():
        row = re.search(rf"^\| `{operation.method} {re.escape(operation.path)}` .*$", table, re.MULTILINE)
        assert row, name
        assert row[0].rsplit("|", 2)[1].strip() == words[operation.repeat], name


@pytest.mark.parametrize("prefix", ["", "Async"])
@pytest.mark.parametrize("name", sorted(operations()))
def test_every_operation_is_a_method_with_its_fields(name: str, prefix: str) -> None:
    resource, method = name.split("_", 1)
    folder = "_async" if prefix else "_sync"
    module = importlib.import_module(f"triport.{folder}._{resource}")
    found = getattr(getattr(module, prefix + resource.capitalize()), method)
    assert inspect.getdoc(found)
    arguments = {each.rstrip("_") for each in inspect.signature(found).parameters} - {"self"}
    more = {argument for operation, argument in NOT_IN_DOCUMENT if operation == name}
    assert arguments == wanted_arguments(name) | more


def wanted_arguments(name: str) -> set[str]:
    """Parameters and fields of the body, as the document has them."""
    _, _, described_one = described()[name]
    wanted = {each["name"].lower().replace("-", "_") for each in described_one.get("parameters", [])}
    body = described_one.get("requestBody", {}).get("content", {}).get("application/json", {})
    wanted |= properties(body.get("schema", {}))
    return {each for each in wanted - IN_PAGES if (name, each) not in NOT_OFFERED}


def properties(schema: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        return properties(DOCUMENT["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    own = set(schema.get("properties", {}))
    return own.union(*(properties(part) for part in schema.get("allOf", [])))


def test_types_can_be_evaluated_and_pages_hold_what_their_name_says() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for name, schema in schemas.items():
        if name.startswith("Items_"):
            inner = dict(schemas[name.removeprefix("Items_")])
            assert schema["properties"]["items"]["items"] == inner
            assert set(schema["required"]) == {"items", "next_cursor"}
            continue
        kind = getattr(triport.types, name)
        if "enum" not in schema:
            assert set(typing.get_type_hints(kind)) == properties(schema)


def test_every_tag_is_in_the_type() -> None:
    tags = DOCUMENT["components"]["schemas"]["Error"]["properties"]["error"]["enum"]
    assert list(typing.get_args(triport.types.ErrorCode)) == tags


def test_every_status_of_the_document_has_a_class() -> None:
    statuses = {int(status) for _, _, each in described().values() for status in each["responses"]}
    assert {status for status in statuses if status >= 400} <= set(triport.errors.BY_STATUS)


def test_old_pythons_can_read_it() -> None:
    """3.9's grammar; whether its library has all that is used, only a run with it can tell."""
    for path in PACKAGE.rglob("*.py"):
        ast.parse(path.read_text(), feature_version=(3, 9))
    assert sys.version_info >= (3, 9)


def test_files_are_small() -> None:
    made = set(generate.wanted(generate.DOCUMENT))
    for path in sorted((ROOT / "sdk" / "python").rglob("*.py")):
        if path not in made and ".venv" not in path.parts:
            assert len(path.read_text().splitlines()) <= 350, path
