"""A newcomer: an empty environment, the package from its built file, the README pasted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.readme import readme_program

if TYPE_CHECKING:
    from support.server import Server
    from triport import TriportClient

# `scripts/test-sdk-python` names them: what it built, and what the package and its build depend on.
PACKAGES = os.environ.get("TRIPORT_TEST_PACKAGES")
WHEELS = os.environ.get("TRIPORT_TEST_WHEELS")

pytestmark = pytest.mark.skipif(not (PACKAGES and WHEELS), reason="run it with scripts/test-sdk-python")


@pytest.fixture(scope="module", params=["*.whl", "*.tar.gz"], ids=["wheel", "sdist"])
def newcomer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with the package, and with nothing else that was not declared."""
    (package,) = Path(str(PACKAGES)).glob(str(request.param))
    folder = tmp_path_factory.mktemp("newcomer")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    index = ["--no-index", f"--find-links={WHEELS}"]
    subprocess.run([*pip, *index, str(package)], check=True, timeout=300, cwd=folder)
    return python


def test_the_readme_runs(newcomer: Path, member: TriportClient, server: Server, mode: str) -> None:
    folder = newcomer.parent.parent
    program = folder / "pasted.py"
    program.write_text(readme_program(member, server, mode))
    # Nothing of this process may help: no path, no variable of the package.
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    command = [str(newcomer), "-I", str(program)]
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
