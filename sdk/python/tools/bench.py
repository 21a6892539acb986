"""What the clients cost beside bare httpx: the same call by both, turn by turn in one process.

Whatever disturbs the machine disturbs both. For `make bench`, which starts the server; prints a line of JSON
for the synchronous client and one for the asynchronous one.

    TRIPORT_URL=… TRIPORT_SESSION=… python tools/bench.py ROUNDS PAIRS_OF_A_ROUND
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

import httpx

from triport import AsyncTriportClient, TriportClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

URL = os.environ["TRIPORT_URL"]
SESSION = os.environ["TRIPORT_SESSION"]
OVERVIEW = URL + "/v1/referrals/me"
HEADERS = {"accept": "application/json", "cookie": f"nl_session={SESSION}"}


def report(name: str, rounds: list[tuple[float, float]]) -> None:
    """Print what one client took and what bare httpx did, a median each round, in microseconds."""
    ours, theirs = zip(*rounds)
    print(json.dumps({"name": name, "ours": ours, "theirs": theirs}))


def synchronous(rounds: int, pairs: int) -> None:
    """Compare `TriportClient` with `httpx.Client`."""
    with TriportClient(base_url=URL, session=SESSION) as client, httpx.Client() as bare_client:

        def bare() -> Any:
            return bare_client.get(OVERVIEW, headers=HEADERS).raise_for_status().json()

        def timed(call: Callable[[], Any]) -> float:
            start = time.perf_counter()
            call()
            return (time.perf_counter() - start) * 1e6

        def one_round() -> tuple[float, float]:
            ours: list[float] = []
            theirs: list[float] = []
            for pair in range(pairs):
                # Each goes first half of the time: the second of two may find something warm.
                if pair % 2:
                    ours.append(timed(client.referrals.me))
                theirs.append(timed(bare))
                if not pair % 2:
                    ours.append(timed(client.referrals.me))
            return statistics.median(ours), statistics.median(theirs)

        one_round()
        report("python", [one_round() for _ in range(rounds)])


async def asynchronous(rounds: int, pairs: int) -> None:
    """Compare `AsyncTriportClient` with `httpx.AsyncClient`."""
    async with (
        AsyncTriportClient(base_url=URL, session=SESSION) as client,
        httpx.AsyncClient() as bare_client,
    ):

        async def bare() -> Any:
            return (await bare_client.get(OVERVIEW, headers=HEADERS)).raise_for_status().json()

        async def timed(call: Callable[[], Awaitable[Any]]) -> float:
            start = time.perf_counter()
            await call()
            return (time.perf_counter() - start) * 1e6

        async def one_round() -> tuple[float, float]:
            ours: list[float] = []
            theirs: list[float] = []
            for pair in range(pairs):
                if pair % 2:
                    ours.append(await timed(client.referrals.me))
                theirs.append(await timed(bare))
                if not pair % 2:
                    ours.append(await timed(client.referrals.me))
            return statistics.median(ours), statistics.median(theirs)

        await one_round()
        report("python, async", [await one_round() for _ in range(rounds)])


def main() -> None:
    """Measure both."""
    rounds, pairs = (int(text) for text in sys.argv[1:3])
    synchronous(rounds, pairs)
    asyncio.run(asynchronous(rounds, pairs))


if __name__ == "__main__":
    main()
