"""What the fuzzer knows beyond the document: who calls, what there is to be named, what must not be told."""

from __future__ import annotations

import os
import random
import secrets

import schemathesis
from schemathesis.core.failures import Failure

from world import load

world = load(os.environ["FUZZ_WORLD"])
role = os.environ["FUZZ_ROLE"]


def ends_sessions(case) -> bool:
    """Whether a call may end the session it is made with, so that it gets one of its own."""
    operation = case.operation
    return operation.path == "/v1/auth/logout" or (operation.path.startswith("/v1/auth/") and case.method == "DELETE")


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Exceptions: where the document is stricter than the server, on purpose."""
    for path, item in raw_schema["paths"].items():
        for operation in item.values():
            for parameter in operation.get("parameters", []):
                # Values outside count as not given: a list never fails because of them. They stay numbers in the document,
                # because the SDKs take their types from it.
                # `forfeit` is the word `true` or nothing: no other value gives money up.
                if parameter["name"] in {"limit", "offset", "forfeit"}:
                    parameter["schema"] = {"type": "string"}
                # A check of no slug says that the slug is invalid, as the one of an empty slug does.
                if operation.get("operationId") == "referrals_check_slug":
                    parameter["required"] = False


class Proof:
    """Who calls in this run. A provider, so that the fuzzer knows what to leave out when it tries without."""

    def get(self, case, context):
        # Nothing would mean that there is no proof to set.
        return world.people.get(role) or role

    def set(self, case, person, context):
        if role == "operator":
            case.headers = {**(case.headers or {}), "X-Admin-Token": world.admin_token}
            return
        if ends_sessions(case):
            person = world.sign_in(f"spare-{secrets.token_hex(8)}")
        case.cookies = {**(case.cookies or {}), "nl_session": person.session, "nl_csrf": person.csrf}
        case.headers = {**(case.headers or {}), "X-CSRF-Token": person.csrf}


if role != "anonymous":
    schemathesis.auth(refresh_interval=None)(Proof)


#: Ways to name an account in a body.
ACCOUNT_NAMES = ["external_id", "email", "user_id"]


def naming(values: dict) -> dict:
    """The same values, of which every other one that can name something does: the state behind it is worth more tries than
    the parser."""
    mapped = dict(values)
    for field, value in values.items():
        known = world.names.get(field, [])
        # Derived from what was drawn, so that a case stays the same when it is repeated.
        dice = random.Random(f"{field} {values!r}")
        if isinstance(value, dict):
            mapped[field] = naming(value)
        elif known and dice.random() < 0.5:
            mapped[field] = dice.choice(known)
    said = [name for name in ACCOUNT_NAMES if mapped.get(name) is not None]
    for further in said[1:]:
        # An account is named in one way; what says it in two is tried as a wrong body.
        del mapped[further]
    return mapped


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    operation = context.operation
    if operation.method == "delete" and operation.path.startswith("/v1/admin/users/"):
        # Whoever it erased would be nobody to all later cases.
        return path_parameters or {}
    return naming(path_parameters or {})


@schemathesis.hook
def map_case(context, case):
    # A body that is wrong on purpose stays as wrong as it is.
    if isinstance(case.body, dict) and case.meta is not None and case.meta.generation.mode.is_positive:
        case.body = naming(case.body)
    return case


class SecretTold(Failure):
    """An answer holds what its caller must not see."""


@schemathesis.check
def tells_no_secret(context, response, case) -> None:
    told = response.content.decode("utf-8", "replace") + repr(dict(response.headers))
    for secret in world.secrets_from(role):
        if secret in told:
            raise SecretTold(operation=case.operation.label, title="A secret is told", message=secret)


@schemathesis.check
def has_the_headers_of_every_answer(context, response, case) -> None:
    for name in ("x-request-id", "content-security-policy", "x-content-type-options", "cross-origin-resource-policy"):
        if name not in response.headers:
            raise SecretTold(operation=case.operation.label, title="A header is missing", message=name)
