"""The table of operations, from the document."""

from __future__ import annotations

from typing import Any

from schemas import fields_of, reference_name

ALWAYS_REPEATABLE = {
    # By contract the same call again changes nothing more, and answers the same.
    "auth_logout",
    "referrals_set_slug",
    "referrals_delete_code",
    # An id of the product's own is the key.
    "admin_push_payment",
    "admin_push_refund",
    "admin_void_refund",
}

HEADER = '''"""Every operation of the API. Made from api/openapi.json by tools/generate.py."""

from __future__ import annotations

from typing import Final

from . import types as t
from ._operation import Access, Operation, Repeat
from ._page import Page

'''


def operations_module(document: dict[str, Any]) -> str:
    """Return the text of `_operations.py`."""
    lines: list[str] = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if path.startswith("/v1/") and (schema := _answer(operation)):
                lines.append(_entry(path, method.upper(), operation, schema, document))
    return HEADER + "\n".join(sorted(lines)) + "\n"


def _answer(operation: dict[str, Any]) -> dict[str, Any] | None:
    """Return the JSON of success; sign-in by redirect has none."""
    for status, answer in operation["responses"].items():
        if status.startswith("2") and "application/json" in answer.get("content", {}):
            schema: dict[str, Any] = answer["content"]["application/json"]["schema"]
            return schema
    return None


def _entry(
    path: str, method: str, operation: dict[str, Any], schema: dict[str, Any], document: dict[str, Any]
) -> str:
    name = operation["operationId"]
    kind = reference_name(schema)
    fields = tuple(sorted(fields_of(schema, document)))
    access = "OPERATOR" if path.startswith("/v1/admin/") else "MEMBER"
    arguments = f"{name!r}, {method!r}, {path!r}, Access.{access}, Repeat.{_repeat(method, operation)}"
    return f"{name.upper()}: Final[Operation[{kind}]] = Operation({arguments}, {fields!r})"


def _repeat(method: str, operation: dict[str, Any]) -> str:
    if any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", [])):
        return "WITH_KEY"
    if method in ("GET", "PUT") or operation["operationId"] in ALWAYS_REPEATABLE:
        return "ALWAYS"
    return "NEVER"
