"""The programme's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _operations as op

if TYPE_CHECKING:
    from .. import types as t
    from ._caller import AsyncCaller


class AsyncProgram:
    """The programme's terms: `/v1/program`."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller

    async def show(self) -> t.ProgramTerms:
        """Return currency, tiers, periods and the ways to sign in. Needs no session."""
        return await self._caller.call(op.PROGRAM_SHOW)
