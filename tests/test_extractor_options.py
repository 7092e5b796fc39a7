"""Choosing an extractor on the command line: never by default, told what it lacks, and what it spent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from command_line import loaded_by, run
from model_servers import Reply, chat_server, gliner_server, serving

from newsgraph.cli.extractors import budget
from newsgraph.graph.store import Store

TEXT = "Minister Viktor Hale dismissed the port director on Friday."
STATEMENT = {
    "evidence": TEXT,
    "subject": "Minister Viktor Hale",
    "predicate": "dismissed",
    "object": "the port director",
    "arguments": [],
    "kind": "event",
    "polarity": "positive",
    "certainty": "certain",
    "timeframe": "non-future",
    "holders": [],
}


@pytest.fixture(autouse=True)
def private_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LLM_URL", "LLM_MODEL", "LLM_KEY", "GLINER_URL", "GLINER_MODEL"):
        monkeypatch.delenv(f"NEWSGRAPH_{name}", raising=False)
    monkeypatch.setenv("NEWSGRAPH_ANSWERS", str(tmp_path / "answers.sqlite"))


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text("The dam near Vallan held through the night.", encoding="utf-8")
    return folder


def stated(passage: str) -> list[Any]:
    return [STATEMENT] if passage == TEXT else [STATEMENT | {"evidence": "The dam broke."}]


def test_a_language_model_states_and_the_store_names_it(articles: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "s")
    with chat_server(stated) as server:
        asked = ["--extractor", "llm", "--llm-url", server.address, "--llm-model", "tiny"]
        done = run("build", str(articles), "--into", store, *asked)
        assert done.returncode == 0, done.stderr
        assert "llm: 2 requests, 200 tokens, 1 dropped: evidence is not in the text" in done.stderr
        assert "2 questions asked" in done.stderr
        again = run("build", str(articles), "--into", store, *asked)
        assert "0 of them new or changed" in again.stderr
        assert "llm: nothing asked" in again.stderr
        assert len(server.asked) == 2
    with Store.open(store, read_only=True) as opened:
        rules = [row["r"].value for row in opened.query("SELECT ?r WHERE { ?run a prov:Activity ; ng:rules ?r }")]  # type: ignore[union-attr]
        assert [rule.startswith("llm tiny prompt ") for rule in rules] == [True]
        assert opened.stats().statements == 1
    assert run("validate", store).returncode == 0


def test_a_store_built_by_the_rules_is_read_anew_by_a_model_and_back(articles: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "s")
    run("build", str(articles), "--into", store)
    with chat_server(stated) as server:
        done = run(
            "build",
            str(articles),
            "--into",
            store,
            "--extractor",
            "llm",
            "--llm-url",
            server.address,
            "--llm-model",
            "m",
        )
    assert "2 documents, 2 of them new or changed" in done.stderr
    assert "2 documents, 2 of them new or changed" in run("build", str(articles), "--into", store).stderr


def test_two_processes_ask_within_one_budget_and_leave_off_where_it_ends(articles: Path, tmp_path: Path) -> None:
    with chat_server(stated) as server:
        asked = ["--extractor", "llm", "--llm-url", server.address, "--llm-model", "tiny", "--workers", "2"]
        done = run("build", str(articles), "--into", str(tmp_path / "s"), *asked, "--llm-budget", "1")
        assert done.returncode == 1
        assert "not read: the budget is spent" in done.stderr
        assert len(server.asked) == 1
        assert run("build", str(articles), "--into", str(tmp_path / "s"), *asked).returncode == 0
        assert len(server.asked) == 2


def test_names_may_come_from_gliner(tmp_path: Path) -> None:
    def entities(text: str, labels: list[str]) -> list[Any]:
        return [{"start": 0, "end": 7, "text": "Vorland", "label": "company", "score": 1.0}]

    (tmp_path / "c.txt").write_text("Vorland tightened its rules on Monday.", encoding="utf-8")
    with gliner_server(entities) as server:
        done = run("extract", str(tmp_path / "c.txt"), "--extractor", "gliner", "--gliner-url", server.address)
    assert [e["type"] for e in json.loads(done.stdout)["entities"] if e["name"] == "Vorland"] == ["Organization"]
    assert "gliner: 1 names kept, 1 questions asked" in done.stderr


def test_a_server_that_fails_ends_the_command_with_its_words_and_no_key(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSGRAPH_LLM_KEY", "sk-secret")
    with serving(lambda path, body: Reply({"error": {"message": "wrong key sk-secret"}}, 401)) as server:
        done = run("extract", str(articles), "--extractor", "llm", "--llm-url", server.address, "--llm-model", "m")
    assert done.returncode == 1
    assert "answered 401: wrong key …" in done.stderr
    assert "sk-secret" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("options", "says", "code"),
    [
        (["--extractor", "lm"], "did you mean 'llm'", 2),
        (["--extractor", "llm"], "needs --llm-url", 1),
        (["--extractor", "llm", "--llm-url", "http://127.0.0.1:1/v1"], "needs --llm-model", 1),
        (["--extractor", "gliner", "--gliner-url", "gopher://x"], "no address of a server", 1),
    ],
)
def test_what_an_extractor_lacks_is_said_before_anything_is_read(
    articles: Path, options: list[str], says: str, code: int
) -> None:
    done = run("extract", str(articles), *options)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("200", {"requests": "200"}),
        ("200requests", {"requests": "200"}),
        ("1 request", {"requests": "1"}),
        ("50000tokens", {"tokens": "50000"}),
        ("200, 50000 tokens", {"requests": "200", "tokens": "50000"}),
        ("Unlimited", {}),
    ],
)
def test_a_budget_is_requests_or_tokens_or_both(text: str, means: dict[str, str]) -> None:
    assert budget(text) == means


@pytest.mark.parametrize("text", ["", "many", "-5", "5,6", "5dollars", "1e9"])
def test_what_is_no_budget_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="--llm-budget"):
        budget(text)


def test_the_rules_ask_nobody_and_load_no_client(articles: Path) -> None:
    assert "spacy" not in loaded_by("build", "--help")
    assert "questions asked" not in run("extract", str(articles)).stderr
