# Made from ../_async/_program.py by tools/generate.py: change that one.
"""The programme's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _operations as op

if TYPE_CHECKING:
    from .. import types as t
    from ._caller import Caller


class Program:
    """The programme's terms: `/v1/program`."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def show(self) -> t.ProgramTerms:
        """Return currency, tiers, periods and the ways to sign in. Needs no session."""
        return self._caller.call(op.PROGRAM_SHOW)
