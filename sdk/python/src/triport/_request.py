"""From the arguments of a method to a request, the same for both clients."""

from __future__ import annotations

import json
import platform
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import httpx

from ._operation import Access, Repeat
from ._session import REF_CODE_COOKIE, Session
from ._values import COOKIE_VALUE, VISIBLE_ASCII, checked
from ._version import __version__

if TYPE_CHECKING:
    from ._operation import Operation
    from ._values import Json

USER_AGENT = f"triport-sdk-python/{__version__} python/{platform.python_version()} httpx/{httpx.__version__}"
MOST_KEY_CHARACTERS = 255


@dataclass(frozen=True)
class Settings:
    """How a client was made, checked."""

    base_url: str
    admin_token: str | None = field(repr=False)
    timeout_seconds: float
    max_retries: int

    @classmethod
    def of(cls, base_url: str, admin_token: str | None, timeout: float, max_retries: int) -> Settings:
        """Check what the caller gave."""
        if timeout <= 0:
            message = "timeout is in seconds and above 0"
            raise ValueError(message)
        if max_retries < 0:
            message = "max_retries is 0 or more"
            raise ValueError(message)
        token = checked("admin_token", admin_token, VISIBLE_ASCII) if admin_token else None
        return cls(_base(base_url), token, float(timeout), max_retries)

    def without_token(self) -> Settings:
        """Return the same, for a member."""
        return replace(self, admin_token=None)


def _base(base_url: str) -> str:
    try:
        parts = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        message = f"base_url: {error}"
        raise ValueError(message) from error
    if parts.scheme not in ("http", "https") or not parts.host:
        message = "base_url starts with https:// (or http://) and a host"
        raise ValueError(message)
    if parts.userinfo or parts.query or parts.fragment:
        message = "base_url has neither user, query nor fragment"
        raise ValueError(message)
    return base_url.rstrip("/")


@dataclass(frozen=True)
class Call:
    """One call of a method, whatever the number of its attempts."""

    operation: Operation[Any]
    path: str
    body: dict[str, Json] | None = None
    idempotency_key: str | None = None
    ref_code: str | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls,
        operation: Operation[Any],
        path: str,
        body: dict[str, Json] | None,
        idempotency_key: str | None,
        ref_code: str | None,
    ) -> Call:
        """Check the texts that become headers; a write of money always has a key."""
        if operation.repeat is Repeat.WITH_KEY:
            idempotency_key = idempotency_key or str(uuid.uuid4())
            checked("idempotency_key", idempotency_key, VISIBLE_ASCII)
            if len(idempotency_key) > MOST_KEY_CHARACTERS:
                message = f"idempotency_key has at most {MOST_KEY_CHARACTERS} characters"
                raise ValueError(message)
        if ref_code is not None:
            ref_code = checked("ref_code", ref_code.strip().lower(), COOKIE_VALUE)
        return cls(operation, path, body, idempotency_key, ref_code)


def build(call: Call, settings: Settings, session: Session) -> httpx.Request:
    """Write the request of one attempt.

    Made by hand and not by httpx's client, so that no cookie jar adds what this call does not need: a call
    of an operator carries no session, and one of a member no operator's token.
    """
    headers = {"accept": call.operation.media, "user-agent": USER_AGENT}
    headers.update(_rights(call, settings, session))
    if call.idempotency_key is not None:
        headers["idempotency-key"] = call.idempotency_key
    content = None
    if call.body is not None:
        headers["content-type"] = "application/json"
        content = json.dumps(call.body, ensure_ascii=False, allow_nan=False).encode()
    return httpx.Request(
        call.operation.method,
        settings.base_url + call.path,
        headers=headers,
        content=content,
        extensions={"timeout": httpx.Timeout(settings.timeout_seconds).as_dict()},
    )


def _rights(call: Call, settings: Settings, session: Session) -> dict[str, str]:
    if call.operation.access is Access.OPERATOR:
        return {"x-admin-token": settings.admin_token} if settings.admin_token else {}
    cookies = session.cookies()
    if call.ref_code:
        cookies[REF_CODE_COOKIE] = call.ref_code
    headers: dict[str, str] = {}
    if cookies:
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    if call.operation.changes and session.csrf_token:
        headers["x-csrf-token"] = session.csrf_token
    return headers
