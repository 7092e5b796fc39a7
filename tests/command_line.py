"""Running newsgraph's commands in tests."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

from typer.testing import CliRunner

from newsgraph.cli import app


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, stdin: str = "") -> Done:
    """A command in this process, so that the model is loaded once."""
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def run_as_users_do(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "newsgraph", *arguments], input=stdin, capture_output=True)


def loaded_by(*arguments: str) -> set[str]:
    """Which heavy modules a command imports."""
    code = (
        "import sys\nfrom newsgraph.cli import app\n"
        f"try:\n    app({list(arguments)!r})\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *[m for m in ('spacy', 'rdflib', 'networkx', 'pyshacl', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split())
