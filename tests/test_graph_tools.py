"""Files for graph tools: read back by other programs, and harmless whatever the words of the articles."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from extraction_cases import troops
from hostile_article import NAMES, hostile

from newsgraph.exports import EXPORTERS, export
from newsgraph.exports.neo4j import NODES, RELATIONSHIPS, import_files, literal
from newsgraph.exports.obsidian import escape
from newsgraph.exports.pictures import PictureError, crop, generate_dot, generate_mermaid, generate_svg
from newsgraph.exports.scene import Scene, source_of_extractions
from newsgraph.exports.scene_graph import stage
from newsgraph.graph.store import Store
from newsgraph.graph.view import Selection

FORMATS = ("html", "svg", "dot", "mermaid", "cx2", "cyjs", "d3", "neo4j", "cypher", "obsidian")


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store.memory()
    store.add_all([troops(), hostile()])
    return store


@pytest.fixture(scope="module")
def scene(store: Store) -> Scene:
    return crop(stage(source_of_extractions([troops(), hostile()]), title="</svg><script>"), 150)


def contents(path: Path) -> dict[str, bytes]:
    return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()} or {
        "": path.read_bytes()
    }


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_store_gives_the_same_bytes(name: str, store: Store, tmp_path: Path) -> None:
    assert name in EXPORTERS
    other = Store.memory()
    other.add_all([hostile(), troops()])
    for target, source in (("a", store), ("b", other)):
        export(source, name, tmp_path / target)
    read = [contents(tmp_path / t) if (tmp_path / t).is_dir() else {"": (tmp_path / t).read_bytes()} for t in "ab"]
    assert read[0] == read[1]
    assert all(read[0].values())


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_store_is_exported_too(name: str, tmp_path: Path) -> None:
    export(Store.memory(), name, tmp_path / "empty")
    assert (tmp_path / "empty").exists()


def test_svg_is_well_formed_and_shows_names_as_text(scene: Scene) -> None:
    root = ElementTree.fromstring("".join(generate_svg(scene)))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "defs", "marker", "path", "rect", "g", "circle", "text"}
    words = " ".join("".join(element.itertext()) for element in root.iter() if element.tag.endswith("text"))
    assert "Union" in words
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200f]", words)


def test_claims_are_dashed_and_plain_edges_solid_in_the_picture(scene: Scene) -> None:
    root = ElementTree.fromstring("".join(generate_svg(scene)))
    heads = [p.attrib for p in root.iter() if "marker-end" in p.attrib]
    voices = sum(e.role == "voice" for e in scene.edges)
    solid = sum("stroke-dasharray" not in path for path in heads)
    assert solid == sum(
        e.role != "voice" and (e.status == "asserted" or (e.status == "negated" and e.holder == -1))
        for e in scene.edges
    )
    assert 0 < solid < len(heads) - voices


def test_graphviz_reads_the_dot_file(scene: Scene) -> None:
    text = "".join(generate_dot(scene))
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
    assert outside.count('"') % 2 == 0
    assert not re.search("script|DETACH|HYPERLINK", outside)
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed: only the quoting was checked")
    done = subprocess.run(["dot", "-Tplain"], input=text.encode(), capture_output=True, check=True)
    assert done.stdout.count(b"\nnode ") == len(scene.nodes)


def test_mermaid_labels_hold_no_markup(scene: Scene) -> None:
    for line in "".join(generate_mermaid(scene)).splitlines():
        for label in re.findall(r'"([^"]*)"', line):
            assert not re.search(r"[<>`\[\](){}|\\]", label)


def test_png_without_a_drawing_program_says_what_to_install(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PictureError, match="graphviz"):
        export(store, "png", tmp_path / "graph.png")
    assert not (tmp_path / "graph.png").exists()


def test_d3_json_is_a_networkx_graph(store: Store, tmp_path: Path) -> None:
    export(store, "d3", tmp_path / "graph.json")
    graph = nx.node_link_graph(json.loads((tmp_path / "graph.json").read_text()), edges="links")
    assert graph.is_directed()
    assert graph.is_multigraph()
    assert {"Union", *NAMES} <= {data["name"] for _, data in graph.nodes(data=True)}
    assert all(data["status"] == "asserted" for *_, data in graph.edges(data=True) if data["asserted"])


def test_cyjs_is_a_networkx_graph(store: Store, tmp_path: Path) -> None:
    export(store, "cyjs", tmp_path / "graph.cyjs")
    data = json.loads((tmp_path / "graph.cyjs").read_text())
    graph = nx.cytoscape_graph(data)
    assert graph.number_of_edges() == len(data["elements"]["edges"])
    known = {node["data"]["id"] for node in data["elements"]["nodes"]}
    assert all({edge["data"]["source"], edge["data"]["target"]} <= known for edge in data["elements"]["edges"])


def test_cx2_counts_and_declares_what_it_holds(store: Store, tmp_path: Path) -> None:
    export(store, "cx2", tmp_path / "graph.cx2")
    aspects = json.loads((tmp_path / "graph.cx2").read_text())
    assert aspects[0] == {"CXVersion": "2.0", "hasFragments": False}
    assert aspects[-1] == {"status": [{"success": True}]}
    held = {name: value for aspect in aspects[1:-1] for name, value in aspect.items()}
    for count in held["metaData"]:
        assert len(held[count["name"]]) == count["elementCount"]
    declared = held["attributeDeclarations"][0]
    kinds: dict[str, Any] = {
        "string": str,
        "double": (float, int),
        "integer": int,
        "boolean": bool,
        "list_of_string": list,
    }
    for scope in ("nodes", "edges"):
        for one in held[scope]:
            assert all(isinstance(value, kinds[declared[scope][name]["d"]]) for name, value in one["v"].items())
    assert {e["s"] for e in held["edges"]} | {e["t"] for e in held["edges"]} <= {n["id"] for n in held["nodes"]}


def test_neo4j_files_fit_together(store: Store, tmp_path: Path) -> None:
    export(store, "neo4j", tmp_path / "import")
    ids: dict[str, set[str]] = {}
    for label in NODES:
        rows = list(csv.DictReader((tmp_path / "import" / f"{label.lower()}.csv").open(newline="", encoding="utf-8")))
        ids[label] = {row[f"id:ID({label})"] for row in rows}
        assert len(ids[label]) == len(rows)
    command = (tmp_path / "import" / "import.sh").read_text()
    checked = 0
    for path in sorted((tmp_path / "import").glob("*.*.*.csv")):
        assert path.name in command
        for row in csv.DictReader(path.open(newline="", encoding="utf-8")):
            for column, value in list(row.items())[:2]:
                assert value in ids[column.partition("(")[2].rstrip(")")]
                checked += 1
    assert checked > 50
    assert set(re.findall(r"--relationships=(\w+)=", command)) <= set(RELATIONSHIPS)


def test_no_cell_is_a_formula() -> None:
    for _, text in import_files(source_of_extractions([hostile()])):
        for row in csv.reader("".join(text).splitlines()):
            assert not [cell for cell in row[1:] if cell.startswith(("=", "+", "@"))]


def test_only_what_an_article_vouches_for_is_asserted_in_neo4j(store: Store, tmp_path: Path) -> None:
    export(store, "neo4j", tmp_path)
    statements = {
        row["id:ID(Statement)"]: row
        for row in csv.DictReader((tmp_path / "statement.csv").open(newline="", encoding="utf-8"))
    }
    plain = list(csv.DictReader((tmp_path / "asserted.entity.entity.csv").open(newline="", encoding="utf-8")))
    assert plain
    assert {statements[row["statement:string"]]["status:string"] for row in plain} == {"asserted"}


def test_no_name_ends_its_cypher_literal(store: Store, tmp_path: Path) -> None:
    export(store, "cypher", tmp_path / "graph.cypher")
    script = (tmp_path / "graph.cypher").read_text(encoding="utf-8")
    outside = re.sub(r"'(?:[^'\\]|\\[\\'nrt])*'", "''", script)
    assert "'" not in outside.replace("''", "")
    assert not re.search(r"DETACH|DELETE|script|HYPERLINK|\\", outside)
    assert re.findall(r";\n", outside) == [";\n"] * script.count(";\n")


def test_a_cypher_escape_in_a_name_is_no_escape_in_the_script() -> None:
    assert literal("\\u0027 x") == "'\\\\u0027 x'"
    assert literal("it's\n") == "'it\\'s\\n'"
    assert literal([1, True, None, {"a": "b"}]) == "[1, true, null, {a: 'b'}]"


def test_a_vault_has_a_note_for_every_entity_and_article_and_no_broken_link(store: Store, tmp_path: Path) -> None:
    export(store, "obsidian", tmp_path / "vault")
    notes = {path.stem for path in (tmp_path / "vault").rglob("*.md")}
    assert len({name.casefold() for name in notes}) == len(notes)
    entities = list((tmp_path / "vault" / "entities").iterdir())
    assert len(entities) == len({e.id for x in (troops(), hostile()) for e in x.entities})
    links = 0
    for path in (tmp_path / "vault").rglob("*.md"):
        for target in re.findall(r"\[\[([^\]|]+)", path.read_text(encoding="utf-8")):
            assert target in notes
            links += 1
    assert links > 20
    assert all(not re.search(r'[\\/:*?"<>|#^\[\]]', name) and name.upper() != "CON" for name in notes)


def test_notes_hold_no_markup_of_the_articles() -> None:
    for name in NAMES:
        assert not re.search(r"[<>`\[\]%|$]", escape(name))


def test_a_selection_limits_the_picture(store: Store, tmp_path: Path) -> None:
    export(store, "d3", tmp_path / "x.json", selection=Selection(status="future"))
    data = json.loads((tmp_path / "x.json").read_text())
    assert {link["status"] for link in data["links"]} == {"future"}
