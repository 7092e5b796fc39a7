"""The command line as scripts and people use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import loaded_by, run, run_as_users_do
from typer.main import get_command

from newsgraph.cli import app

ARTICLE = "The ministry denied on Monday that troops fired on protesters in Vallan.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "b.md").write_text(
        "---\ntitle: Dam holds\ndate: 2031-04-02\n---\nThe dam “holds”, Ana Brook said.\n", encoding="utf-8"
    )
    return folder


def test_help_loads_nothing_heavy() -> None:
    assert loaded_by("--help") == set()
    assert loaded_by("extract", "--help") == set()


def test_every_command_has_help_with_an_example() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert commands
    for name, command in commands.items():
        assert f"newsgraph {name}" in (command.help or ""), name


def test_one_document_is_an_object_in_the_predictions_format(folder: Path) -> None:
    done = run("extract", str(folder / "a.txt"), "--format", "json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["doc"] == str(folder / "a.txt")
    assert record["text_length"] == len(ARTICLE)
    assert {"statements", "roles", "entities", "quotes"} <= record.keys()


def test_several_documents_are_an_array_and_json_lines_are_lines(folder: Path) -> None:
    array = json.loads(run("extract", str(folder), "--format", "json").stdout)
    lines = [json.loads(line) for line in run("extract", str(folder), "--format", "jsonl").stdout.splitlines()]
    assert array == lines
    assert [record["headline"] for record in lines] == [None, "Dam holds"]


def test_standard_input_is_read_as_it_stands() -> None:
    record = json.loads(
        run("extract", "-", "--date", "2031-04-03", "--format", "json", stdin="\ufeffIt “holds”.\n").stdout
    )
    assert (record["doc"], record["text_length"], record["published"]) == ("-", 13, "2031-04-03")


def test_lines_come_back_in_order_with_number_and_text() -> None:
    sentences = [f"Minister number {n} resigned." for n in range(1, 40)]
    done = run("extract", "-", "--lines", "--format", "jsonl", stdin="\n".join([*sentences, "", "The end."]))
    records: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["doc"] for record in records] == list(range(1, 42))
    assert [record["text"] for record in records] == [*sentences, "", "The end."]


def test_a_bad_file_is_named_counted_and_fails_the_run_at_its_end(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    done = run("extract", str(tmp_path / "bad.txt"), str(folder / "a.txt"), "--format", "jsonl")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert f"{tmp_path / 'bad.txt'}: not UTF-8" in done.stderr
    assert "1 of 2 inputs skipped" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "-", "--date", "yesterday"],
        ["extract", "-", "--format", "xml"],
        ["extract", "-", "--nonsense"],
        ["extract", "-", "--reader", "docx"],
        ["extract", "-", "--column", "nonsense"],
        ["frobnicate"],
    ],
)
def test_wrong_usage_exits_with_two_and_says_why(arguments: list[str]) -> None:
    done = run(*arguments, stdin="text")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_model_fails_with_one_and_says_what_to_do() -> None:
    done = run("extract", "-", "--model", "no_such_model", stdin="The dam holds.")
    assert done.returncode == 1
    assert "no_such_model" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_table_shows_the_headline(folder: Path) -> None:
    done = run("extract", str(folder / "b.md"), "--format", "table")
    assert done.returncode == 0
    assert "Dam holds" in done.stdout


def test_messages_can_be_json_lines(tmp_path: Path) -> None:
    done = run("--log-json", "extract", str(tmp_path / "none.txt"), "--format", "json")
    messages = [json.loads(line) for line in done.stderr.splitlines()]
    assert messages[0]["level"] == "error"
    assert messages[0]["location"] == str(tmp_path / "none.txt")
    assert json.loads(done.stdout) == []


def test_the_module_and_its_exit_code_work_from_a_shell(tmp_path: Path) -> None:
    done = run_as_users_do("extract", "-", "--format", "json", stdin="“It holds”.\r\n".encode())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text_length"] == 13
    assert run_as_users_do("extract", str(tmp_path / "none.txt")).returncode == 1
