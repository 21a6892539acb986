"""The README as programs: what a newcomer pastes."""

from __future__ import annotations

import os
import re
import textwrap
from typing import TYPE_CHECKING

from .server import ADMIN_TOKEN, ROOT

if TYPE_CHECKING:
    from triport import TriportClient

    from .server import Server

README = (ROOT / "sdk" / "python" / "README.md").read_text()

# The example of the public contract, word for word.
SEED = """\
from triport import TriportClient
client = TriportClient(base_url="https://api.triport.io")
code = client.referrals.set_slug(slug="trip-with-me")
print(code["Code"], code["Kind"]) # trip-with-me custom
"""

# Stands for the person who reads the mail.
INPUT = """
import json, time
from pathlib import Path
def codes():
    lines = Path({log!r}).read_text().splitlines()
    return [json.loads(line)["code"] for line in lines if '"code":"' in line]
before = len(codes())
def input(_):
    while len(codes()) == before:
        time.sleep(0.01)
    return codes()[-1]
"""


def readme_program(member: TriportClient, server: Server, mode: str) -> str:
    """All blocks of one kind as one program; what a person would type or have is put in beforehand."""
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    program = "".join(block for block in blocks if block != SEED and ("await" in block) == (mode == "async"))
    program = program.replace("https://api.triport.io", server.base_url)
    names = {
        "session_of_the_visitor": member.session,
        "operator_token": ADMIN_TOKEN,
        "payment_of_the_day": f"pay_{os.urandom(6).hex()}",
        "customer": member.auth.me()["user"]["id"],
        "slug": f"s-{os.urandom(6).hex()}",
    }
    head = "\n".join(f"{name} = {value!r}" for name, value in names.items()) + "\n"
    if mode == "async":
        body = textwrap.indent(program, "    ")
        program = f"import asyncio\nasync def main():\n{body}\nasyncio.run(main())\n"
    else:
        head += INPUT.format(log=str(server.log_path))
    return head + program
