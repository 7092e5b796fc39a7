"""Run a notebook cell by cell, as Jupyter would, and write it with its outputs.

    python tools/run_notebook.py examples/who-says-what.ipynb out/who-says-what.ipynb

Cells run in the folder of the notebook; the first that fails ends the run with its traceback and exit code 1.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets import Type


class Results(DisplayHook):
    """Keeps what the last expression of a cell shows, in every form it has, instead of printing it."""

    shown: list[dict[str, Any]] = []  # noqa: RUF012 - a trait's class cannot be made with arguments

    def write_output_prompt(self) -> None:
        """Nothing: outputs are kept, not printed."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.shown.append({"data": format_dict, "metadata": md_dict or {}})

    def finish_displayhook(self) -> None:
        """Nothing: outputs are kept, not printed."""


class Shell(InteractiveShell):
    """IPython as a kernel runs it: values are formatted in all their forms."""

    displayhook_class = Type(Results)
    display_pub_class = Type(CapturingDisplayPublisher)


def run_cell(shell: Shell, source: str, number: int) -> list[dict[str, Any]]:
    """The outputs of a cell in the form of the notebook format; what was printed comes first.

    Raises:
        SystemExit: the cell failed; its traceback has been printed.
    """
    Results.shown.clear()
    shell.display_pub.outputs.clear()
    with capture_output(display=False) as captured:
        result = shell.run_cell(source, store_history=True)
    if not result.success:
        print(captured.stdout, captured.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(f"cell {number} failed:\n{source}")
    outputs: list[dict[str, Any]] = []
    for name, text in (("stdout", captured.stdout), ("stderr", captured.stderr)):
        if text:
            outputs.append({"output_type": "stream", "name": name, "text": text.splitlines(keepends=True)})
    for shown in shell.display_pub.outputs:
        outputs.append({"output_type": "display_data", "data": shown["data"], "metadata": shown["metadata"]})
    for shown in Results.shown:
        outputs.append({"output_type": "execute_result", "execution_count": shell.execution_count - 1, **shown})
    return outputs


def run_notebook(path: Path) -> dict[str, Any]:
    """The notebook with the outputs of every code cell."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    shell = Shell.instance()
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        for number, cell in enumerate(notebook["cells"], 1):
            if cell["cell_type"] == "code":
                cell["outputs"] = run_cell(shell, "".join(cell["source"]), number)
                cell["execution_count"] = shell.execution_count - 1
    finally:
        os.chdir(before)
    return notebook


def main(source: str, target: str) -> None:
    """Run ``source`` and write it with its outputs to ``target``."""
    done = run_notebook(Path(source))
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(json.dumps(done, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    cells = sum(cell["cell_type"] == "code" for cell in done["cells"])
    print(f"{target}: {cells} cells ran")


if __name__ == "__main__":
    main(*sys.argv[1:])
