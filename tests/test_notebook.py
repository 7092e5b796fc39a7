"""Our values in a notebook: what IPython shows of them, and the example notebook from its first cell to its last."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from extraction_cases import troops
from hostile_article import hostile
from test_viewer import PageElements

from newsgraph.displays import SHOWN, register
from newsgraph.exports.notebook import extraction_html, network_svg, store_html
from newsgraph.exports.viewer import scene_of_extractions
from newsgraph.graph.agreement import agreements
from newsgraph.graph.ledger import ledgers
from newsgraph.graph.paths import paths
from newsgraph.graph.store import Store
from newsgraph.graph.ties import ties
from newsgraph.graph.view import find_entities, network

IPYTHON = "IPython is not installed"


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store.memory()
    store.add_all([troops("Gazette"), troops("Courier"), hostile()])
    return store


@pytest.fixture(scope="module")
def shell() -> Any:
    interactive = pytest.importorskip("IPython.core.interactiveshell", reason=IPYTHON)
    shell = interactive.InteractiveShell()
    register(shell)
    register(shell)
    return shell


def shown(shell: Any, value: object) -> dict[str, str]:
    forms, _ = shell.display_formatter.format(value)
    return dict(forms)


def test_an_extraction_is_a_table_and_its_markup_is_text() -> None:
    html = extraction_html(hostile())
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("<tr>") == len(hostile().statements) + 1
    assert "Vera Dahl" in extraction_html(troops())


def test_a_store_is_a_page_in_a_sandboxed_frame(store: Store) -> None:
    page = PageElements(store_html(store))
    assert [tag for tag, _ in page.elements] == ["iframe"]
    assert page.elements[0][1]["sandbox"] == "allow-scripts"
    inner = PageElements(str(page.elements[0][1]["srcdoc"]))
    assert len(inner.raw["script"]) == 3


def test_every_value_of_ours_has_a_form_of_its_own_in_ipython(store: Store, shell: Any) -> None:
    graph = ties(store, voices=True)
    dahl, arlen, union = (find_entities(store, name)[0] for name in ("Vera Dahl", "Arlen", "Union"))
    values: list[object] = [
        troops(),
        hostile(),
        store,
        scene_of_extractions([troops()]),
        next(ledger for ledger in ledgers(store) if len(ledger.outlets) > 1),
        *paths(store, graph, union, arlen),
        *agreements(store),
        network(store),
        graph,
    ]
    assert dahl in graph
    seen = set()
    for value in values:
        forms = shown(shell, value)
        rich = forms.get("text/html") or forms.get("image/svg+xml")
        assert rich, type(value)
        assert "<script>" not in rich
        assert "<img" not in rich
        seen.add(type(value).__name__)
    assert seen == {name for _, name in SHOWN}


def test_the_picture_of_a_network_is_well_formed_whatever_the_names(store: Store) -> None:
    for graph in (network(store), ties(store)):
        picture = network_svg(graph)
        assert picture is not None
        words = "".join(ElementTree.fromstring(picture).itertext())
        assert "Vera Dahl" in words or "Union" in words
    assert 'marker-end="url(#head)"' not in str(network_svg(ties(store)))


def test_a_graph_that_is_not_ours_is_shown_as_before(shell: Any) -> None:
    assert network_svg(nx.path_graph(3)) is None
    assert set(shown(shell, nx.path_graph(3))) == {"text/plain"}


def test_importing_newsgraph_in_ipython_registers_and_imports_nothing_heavy(tmp_path: Path, root: Path) -> None:
    pytest.importorskip("IPython", reason=IPYTHON)
    code = (
        "import sys\nfrom IPython.core.interactiveshell import InteractiveShell\nshell = InteractiveShell.instance()\n"
        "import newsgraph\n"
        "print([m for m in ('spacy', 'networkx', 'numpy', 'newsgraph.exports', 'pyoxigraph') if m in sys.modules])\n"
        "from newsgraph.graph.model import Document, Extraction, Provenance\n"
        "value = Extraction(Document('Nothing happened.'), Provenance('1', 'm', 'r'))\n"
        "print(shell.display_formatter.format(value)[0]['text/html'][:30])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(root / "src"), "IPYTHONDIR": str(tmp_path), "PATH": ""},
    )
    assert done.stdout.splitlines() == ["[]", "<div><p><b><bdi>Nothing happen"]


@pytest.fixture(scope="module")
def notebook(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The example notebook after a run."""
    pytest.importorskip("IPython", reason=IPYTHON)
    target = tmp_path_factory.mktemp("notebook") / "done.ipynb"
    done = subprocess.run(
        [sys.executable, "tools/run_notebook.py", "examples/who-says-what.ipynb", str(target)],
        capture_output=True,
        text=True,
        cwd=root,
        env={"PYTHONPATH": str(root / "src"), "IPYTHONDIR": str(target.parent), "PATH": ""},
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(target.read_text(encoding="utf-8")))


def test_the_example_notebook_runs_and_shows_what_it_promises(notebook: dict[str, Any]) -> None:
    cells = {cell["id"]: cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"}
    assert all(cells.values())
    printed = {key: "".join(line for out in outs for line in out.get("text", ())) for key, outs in cells.items()}
    rich = {key: {form for out in outs for form in out.get("data", ())} for key, outs in cells.items()}
    for key in ("read", "compare", "paths", "agreement", "page"):
        assert "text/html" in rich[key], key
    for key in ("view", "view-claims"):
        assert "image/svg+xml" in rich[key], key
    assert "Karl Besson" in printed["central"]
    assert "Sund" in printed["ask"]
    (path,) = (out["data"]["text/html"] for out in cells["paths"])
    assert path.startswith("<div><p><b><bdi>Karl Besson — ")


def test_the_example_notebook_is_kept_without_outputs(root: Path) -> None:
    kept = json.loads((root / "examples" / "who-says-what.ipynb").read_text(encoding="utf-8"))
    assert kept["nbformat"] == 4
    assert len({cell["id"] for cell in kept["cells"]}) == len(kept["cells"])
    for cell in kept["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


def test_a_cell_that_fails_ends_the_run(tmp_path: Path, root: Path) -> None:
    pytest.importorskip("IPython", reason=IPYTHON)
    cell = {"cell_type": "code", "id": "bad", "metadata": {}, "outputs": [], "source": ["1 / 0"]}
    (tmp_path / "bad.ipynb").write_text(json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5}))
    done = subprocess.run(
        [sys.executable, str(root / "tools" / "run_notebook.py"), "bad.ipynb", "done.ipynb"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"IPYTHONDIR": str(tmp_path), "PATH": ""},
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert not (tmp_path / "done.ipynb").exists()
