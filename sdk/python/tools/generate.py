"""Writes what can be made from something else, or with --check says what differs.

python tools/generate.py            write src/triport/types.py, _operations.py and _sync/
python tools/generate.py --check    change nothing; exit with 1 if a file is not what would be written
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from operations import operations_module
from schemas import types_module
from unasync import SYNC_FILES, sync_module

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "src" / "triport"
DOCUMENT = HERE.parent.parent.parent / "api" / "openapi.json"


def wanted(document_path: Path) -> dict[Path, str]:
    """Every generated file and its text."""
    document = json.loads(document_path.read_text())
    files = {
        SOURCE / "types.py": types_module(document),
        SOURCE / "_operations.py": operations_module(document),
    }
    for name in SYNC_FILES:
        files[SOURCE / "_sync" / name] = sync_module(name, (SOURCE / "_async" / name).read_text())
    return {path: formatted(path, text) for path, text in files.items()}


def formatted(path: Path, text: str) -> str:
    """As ruff lays it out, imports sorted."""
    for arguments in (["check", "--select=I", "--fix", "--quiet"], ["format", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *arguments, f"--stdin-filename={path}", "-"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text


def main() -> int:
    """Write or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    arguments = parser.parse_args()
    stale = 0
    for path, text in wanted(arguments.document).items():
        if path.exists() and path.read_text() == text:
            continue
        stale += 1
        if arguments.check:
            print(f"{path}: not up to date; run `python tools/generate.py`")
        else:
            path.write_text(text)
            print(f"{path}: written")
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
