"""The cookies of a member."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ._values import COOKIE_VALUE, checked

if TYPE_CHECKING:
    import httpx

SESSION_COOKIE = "nl_session"
CSRF_COOKIE = "nl_csrf"
BROWSER_COOKIE = "nl_browser"
REF_CODE_COOKIE = "ref_code"


@dataclass
class Session:
    """What the client remembers between calls. Its fields are left out of `repr`: they are secrets."""

    session: str | None = field(default=None, repr=False)
    csrf_token: str | None = field(default=None, repr=False)
    browser_token: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, session: str | None, csrf_token: str | None, browser_token: str | None = None) -> Session:
        """Check what the caller gave; an empty text is none."""
        return cls(
            checked("session", session, COOKIE_VALUE) if session else None,
            checked("csrf_token", csrf_token, COOKIE_VALUE) if csrf_token else None,
            checked("browser_token", browser_token, COOKIE_VALUE) if browser_token else None,
        )

    def cookies(self) -> dict[str, str]:
        """Name and value of those that there are."""
        every = {
            SESSION_COOKIE: self.session,
            CSRF_COOKIE: self.csrf_token,
            BROWSER_COOKIE: self.browser_token,
        }
        return {name: value for name, value in every.items() if value}

    def learn(self, headers: httpx.Headers) -> None:
        """Keep what a sign-in set, and forget what a sign-out cleared."""
        for line in headers.get_list("set-cookie"):
            pair, *attributes = (part.strip() for part in line.split(";"))
            name, _, value = pair.partition("=")
            gone = any(attribute.lower() == "max-age=0" for attribute in attributes)
            kept = value if value and not gone and COOKIE_VALUE.fullmatch(value) else None
            if name == SESSION_COOKIE:
                self.session = kept
            elif name == CSRF_COOKIE:
                self.csrf_token = kept
            elif name == BROWSER_COOKIE:
                self.browser_token = kept
