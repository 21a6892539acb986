"""Makes the synchronous client from the asynchronous one, word by word."""

from __future__ import annotations

import re

SYNC_FILES = (
    "__init__.py",
    "_admin.py",
    "_admin_users.py",
    "_auth.py",
    "_caller.py",
    "_client.py",
    "_pages.py",
    "_program.py",
    "_referrals.py",
)

NOTICE = "# Made from ../_async/{name} by tools/generate.py: change that one.\n"

RULES = (
    (r"\basync (def|for|with)\b", r"\1"),
    (r"`async with`", "`with`"),
    (r"\(await ((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\[", r"\1["),
    (r"\bawait ", ""),
    (r"\b__a(enter|exit|iter)__\b", r"__\1__"),
    (r"\baclose\b", "close"),
    (r"\bAsyncBaseTransport\b", "BaseTransport"),
    (r"\bAsyncIO\b", "SyncIO"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"\basynchronous\b", "synchronous"),
    (r"This folder is the source; `_sync` is made from it", "This folder is made from `_async`"),
)


def sync_module(name: str, source: str) -> str:
    """Return the text of the twin of a module."""
    for pattern, replacement in RULES:
        source = re.sub(pattern, replacement, source)
    return NOTICE.format(name=name) + source
