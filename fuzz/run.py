"""Fuzzes the real server with its own document, as everybody in turn, on each database.

    run.py [--small] [--cases N] [--seed N] [--database NAME] [--role NAME]

TRIPORT_BINARY is the server, TRIPORT_TEST_POSTGRES_URL the PostgreSQL (none: only SQLite). Fails on any finding, on a log that
holds an error, and on a ledger that does not add up afterwards. `scripts/fuzz` prepares everything.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from world import ADMIN_TOKEN, World

HERE = Path(__file__).parent
ROLES = ["anonymous", "member", "other", "operator"]
#: What a role has to be let in to. The fuzzer lists operations that answered nothing but 401 and 403.
OPEN_TO = {"member": "GET /v1/auth/me", "other": "GET /v1/auth/me", "operator": "GET /v1/admin/users"}


@contextlib.contextmanager
def postgres_database():
    """An empty database on the server of the tests."""
    server = os.environ["TRIPORT_TEST_POSTGRES_URL"]
    name = f"fuzz_{secrets.token_hex(8)}"
    psql = ["psql", "-q", "-v", "ON_ERROR_STOP=1", server, "-c"]
    subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True)
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        subprocess.run([*psql, f"DROP DATABASE {name} WITH (FORCE)"], check=True)


@contextlib.contextmanager
def sqlite_database():
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite://{folder}/fuzz.db"


@contextlib.contextmanager
def provider():
    """The address of an OpenID provider, to which visitors are sent."""
    peers = os.environ["TRIPORT_TEST_PEERS"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(["node", "openid.mjs"], cwd=peers, text=True, **pipes) as child:
        try:
            yield json.loads(child.stdout.readline())["issuer"]
        finally:
            child.kill()


@contextlib.contextmanager
def server(url: str, folder: str, issuer: str):
    """A server on a free port, and its log."""
    log = f"{folder}/server.log"
    environment = {
        "TRIPORT_LISTEN": "127.0.0.1:0",
        "TRIPORT_DATABASE_URL": url,
        "TRIPORT_ADMIN_TOKEN": ADMIN_TOKEN,
        "TRIPORT_RATE_LIMIT_RPS": "0",
        "TRIPORT_LOG": "info,access=off",
        "TRIPORT_LOG_FORMAT": "json",
        "TRIPORT_GOOGLE_CLIENT_ID": "triport",
        "TRIPORT_GOOGLE_CLIENT_SECRET": "the-secret-of-the-tests-0123456789",
        "TRIPORT_GOOGLE_ISSUER_URL": issuer,
    }
    binary = os.environ["TRIPORT_BINARY"]
    with open(log, "w") as lines:
        child = subprocess.Popen([binary, "serve"], env=environment, stderr=lines, stdout=lines)
    try:
        for _ in range(600):
            found = re.search(r'"address":"127\.0\.0\.1:(\d+)"', Path(log).read_text())
            if found:
                break
            time.sleep(0.05)
        else:
            raise SystemExit(f"the server does not start: {Path(log).read_text()}")
        yield World(port=int(found[1]), log=log)
    finally:
        child.terminate()
        child.wait(timeout=30)
    # Beside no server any more, so that nothing is under way.
    verify = subprocess.run([binary, "ledger", "verify"], env=environment, capture_output=True, text=True)
    if verify.returncode != 0:
        raise SystemExit(f"the ledger does not add up: {verify.stdout}{verify.stderr}")


def errors_in(log: str) -> list[str]:
    """Lines of a server that has failed: an error, or a panic, which is no JSON."""
    lines = Path(log).read_text(errors="replace").splitlines()
    return [line for line in lines if '"level":"ERROR"' in line or not line.startswith("{")]


def fuzz(world: World, folder: str, role: str, arguments: list[str]) -> int:
    """One run; answers how many cases it made."""
    kept = f"{folder}/world.json"
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"]
    command += [f"http://127.0.0.1:{world.port}/openapi.json", "--no-color", *arguments]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"), "PYTHONPATH": str(HERE)}
    environment |= {"FUZZ_WORLD": kept, "FUZZ_ROLE": role}
    work = Path(folder) / role
    work.mkdir()
    output = work / "output.txt"
    with output.open("w") as lines:
        code = subprocess.run(command, env=environment, stdout=lines, stderr=lines, cwd=work).returncode
    told = output.read_text()
    made = re.search(r"([\d,]+) generated", told)
    if code != 0 or not made:
        raise SystemExit(f"{told}\n{role}: the fuzzer has found something ({' '.join(arguments)})")
    if role in OPEN_TO and f"  - {OPEN_TO[role]}\n" in told:
        raise SystemExit(f"{told}\n{role}: nobody was let in, so nothing was tried")
    if os.environ.get("FUZZ_OUTPUT"):
        print(told, flush=True)
    return int(made[1].replace(",", ""))


def fuzz_all(world: World, folder: str, name: str, roles: list[str], arguments: list[str], small: bool) -> int:
    """Every role, as many side by side as there are processors; answers how many cases they made."""

    def timed(role: str) -> int:
        begun = time.monotonic()
        made = fuzz(world, folder, role, arguments + corners(name, role))
        print(f"{name}, {role}: {made} cases, {time.monotonic() - begun:.0f} s", flush=True)
        return made

    def corners(name: str, role: str) -> list[str]:
        # In a small run the corner cases of every parameter, a thousand of them, are tried once by who gets furthest.
        thorough = not small or (name, role) in {("sqlite", "member"), ("postgres", "operator")}
        return [] if thorough else ["--phases", "examples,fuzzing,stateful"]

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return sum(pool.map(timed, roles))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true", help="one case of each operation, and no more than the corners")
    parser.add_argument("--cases", type=int, default=10, help="cases of each operation, role and phase")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--role", choices=ROLES, action="append")
    parser.add_argument("--database", choices=["sqlite", "postgres"], action="append")
    parser.add_argument("--at-least", type=int, default=0, help="fail if fewer cases were made")
    chosen = parser.parse_args()
    arguments = ["--seed", str(chosen.seed), "--max-examples", str(1 if chosen.small else chosen.cases)]
    databases = {"sqlite": sqlite_database, "postgres": postgres_database}
    if not os.environ.get("TRIPORT_TEST_POSTGRES_URL"):
        del databases["postgres"]
    total = 0
    for name in chosen.database or databases:
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            url, issuer = stack.enter_context(databases[name]()), stack.enter_context(provider())
            world = stack.enter_context(server(url, folder, issuer))
            world.fill()
            world.save(f"{folder}/world.json")
            total += fuzz_all(world, folder, name, chosen.role or ROLES, arguments, chosen.small)
            never = sorted(world.operations() - world.succeeded())
            print(f"{name}: {len(never)} operations never succeeded: {', '.join(never)}", flush=True)
            if errors := errors_in(world.log):
                raise SystemExit("the server's log holds errors:\n" + "\n".join(errors[:20]))
    print(f"{total} cases, 0 findings")
    if total < chosen.at_least:
        raise SystemExit(f"fewer than {chosen.at_least}")


main()
