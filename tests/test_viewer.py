"""The viewer's page: what its scene shows, where it places it, and that it is one safe offline file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from extraction_cases import extractions, troops
from hostile_article import SCRIPT, hostile
from hypothesis import given, settings

from newsgraph.exports.scene import (
    Part,
    Scene,
    SceneDocument,
    SceneEntity,
    SceneSource,
    SceneStatement,
    as_json,
    source_of_extractions,
)
from newsgraph.exports.scene_graph import stage
from newsgraph.exports.scene_store import source_around, source_of_store
from newsgraph.exports.viewer import generate_page, inline_json, scene_of_extractions
from newsgraph.exports.viewer_layout import positions
from newsgraph.graph.model import Extraction
from newsgraph.graph.store import Store


def lines(scene: Scene) -> set[tuple[str, str, str, str, str]]:
    label = [node.label for node in scene.nodes]
    return {(label[e.source], e.label, label[e.target], e.status, e.role) for e in scene.edges}


@pytest.fixture(scope="module")
def scene() -> Scene:
    return scene_of_extractions([troops()], title="Troops")


def test_what_the_article_vouches_for_is_a_solid_line_and_a_plan_is_not(scene: Scene) -> None:
    sending = {line for line in lines(scene) if line[0] == "Union" and line[1] == "send"}
    assert {status for *_, status, _ in sending} == {"asserted", "future"}


def test_a_denied_claim_is_a_negated_line_held_by_its_source(scene: Scene) -> None:
    fired = [e for e in scene.edges if e.status == "negated" and e.role != "voice"]
    assert fired
    assert {scene.nodes[e.holder].label for e in fired} == {"Vera Dahl"}


def test_the_holder_is_connected_to_what_it_speaks_of(scene: Scene) -> None:
    assert any(line[0] == "Officials" and line[4] == "voice" for line in lines(scene))


def test_every_line_leads_to_statements_and_these_to_words_of_the_article(scene: Scene) -> None:
    documents = {d.id: d for d in scene.documents}
    assert scene.edges
    for edge in scene.edges:
        assert edge.statements
        for index in edge.statements:
            statement = scene.statements[index]
            assert all(documents[statement.document].text[a:b] for a, b in statement.evidence)


def test_two_statements_of_one_event_share_a_node() -> None:
    both = scene_of_extractions([troops("Gazette"), troops("Courier")])
    assert len(both.documents) == 2
    named = [n for n in both.nodes if n.label == "Union"]
    assert len(named) == 1
    assert named[0].attention == max(n.attention for n in both.nodes)


@settings(max_examples=40, deadline=None)
@given(extractions())
def test_a_line_is_asserted_only_where_every_statement_behind_it_is(extraction: Extraction) -> None:
    asserted = {s.id for s in extraction.statements if s.asserted}
    scene = stage(source_of_extractions([extraction]))
    for edge in scene.edges:
        if edge.status == "asserted":
            assert {scene.statements[i].id for i in edge.statements} <= asserted


def test_nothing_is_connected_to_itself() -> None:
    part = Part("Ana", ("ana",))
    ana = SceneEntity("ana", "Ana", "Person")
    told = SceneStatement("s", "d", "blame", part, Part("herself", ("ana",)), evidence=((0, 3),))
    scene = stage(SceneSource((SceneDocument("d", "Ana blames herself"),), (ana,), (told,)))
    assert {(scene.nodes[e.source].kind, scene.nodes[e.target].kind) for e in scene.edges} == {
        ("entity", "event"),
        ("event", "entity"),
    }


def test_the_order_of_documents_does_not_matter() -> None:
    articles = [troops("Gazette"), troops("Courier"), hostile()]
    one = as_json(scene_of_extractions(articles))
    other = as_json(scene_of_extractions(reversed(articles)))
    assert json.dumps(one) == json.dumps(other)


def test_a_store_shows_the_same_lines_as_the_extractions_in_it() -> None:
    store = Store.memory()
    store.add(troops())
    assert lines(stage(source_of_store(store))) == lines(stage(source_of_extractions([troops()])))


def test_around_an_entity_are_the_statements_it_takes_part_in_or_holds() -> None:
    store = Store.memory()
    store.add(troops())
    dahl = next(e.id for e in troops().entities if e.name == "Vera Dahl")
    assert {s.predicate for s in source_around(store, dahl).statements} == {"fire on", "deny"}
    assert source_around(store, "nobody-00000000").statements == ()


def test_places_are_the_same_on_every_run_and_nodes_do_not_cover_each_other() -> None:
    ids = [f"n{i}" for i in range(300)]
    edges = [(i, (i * 7 + 3) % 300) for i in range(300)] + [(0, i) for i in range(1, 40)]
    first, again = positions(ids, edges), positions(ids, edges)
    assert first == again
    near = min(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 for (ax, ay), (bx, by) in combinations(first, 2))
    assert near > 12


@pytest.mark.parametrize(("count", "edges"), [(0, []), (1, []), (2, []), (2, [(0, 1)]), (3, [(0, 0), (1, 2)])])
def test_tiny_graphs_are_placed(count: int, edges: list[tuple[int, int]]) -> None:
    spots = positions([str(i) for i in range(count)], edges)
    assert len(spots) == count
    assert len(set(spots)) == count
    assert all(abs(x) < 1e6 and abs(y) < 1e6 for x, y in spots)


class PageElements(HTMLParser):
    """What a browser would make of the page: elements, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._in: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.raw:
            self._in = tag
            self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = None if tag == self._in else self._in

    def handle_data(self, data: str) -> None:
        if self._in:
            self.raw[self._in][-1] += data


@pytest.fixture(scope="module")
def hostile_page() -> str:
    return generate_page(scene_of_extractions([hostile(), troops()], title=SCRIPT))


def test_the_page_loads_nothing_from_anywhere(hostile_page: str) -> None:
    page = PageElements(hostile_page)
    loading = [
        (tag, name, a[name]) for tag, a in page.elements for name in ("src", "href", "srcset", "action") if a.get(name)
    ]
    assert [found for found in loading if not str(found[2]).startswith(("#", "data:"))] == []
    assert "url(" not in page.raw["style"][0]
    assert "@import" not in page.raw["style"][0]
    assert "connect-src 'none'" in hostile_page


def test_the_policy_names_the_hashes_of_the_pages_own_script_and_style(hostile_page: str) -> None:
    page = PageElements(hostile_page)
    policy = next(a["content"] for tag, a in page.elements if tag == "meta" and a.get("http-equiv"))
    assert policy is not None
    assert "unsafe" not in policy
    for text in (page.raw["script"][-1], page.raw["style"][0]):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_hostile_words_stay_inside_the_data(hostile_page: str) -> None:
    page = PageElements(hostile_page)
    assert len(page.raw["script"]) == 3
    assert [tag for tag, _ in page.elements if tag == "img"] == []
    data: dict[str, Any] = json.loads(page.raw["script"][1])
    assert data["title"] == SCRIPT
    assert SCRIPT in {node["label"] for node in data["nodes"]}
    assert any("{{scene}}" in (d.get("headline") or "") for d in data["documents"])


def test_json_for_a_script_element_reads_back_as_it_was() -> None:
    value = {"a": "</script><!-- <script> & \u2028\u2029", "b": [1, None, True]}
    written = inline_json(value)
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == value


def test_the_command_writes_the_page_of_a_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.store") as store:
        store.add(troops())
    page = tmp_path / "page.html"
    done = run("view", str(tmp_path / "news.store"), "-o", str(page), "--status", "asserted")
    assert done.returncode == 0, done.stderr
    data = json.loads(PageElements(page.read_text(encoding="utf-8")).raw["script"][1])
    assert data["title"] == "news"
    assert len(data["statements"]) == 2
    assert run("view", str(tmp_path / "news.store"), "--status", "doubtful").returncode == 2
    assert run("view", str(tmp_path / "none.store"), "-o", str(page)).returncode == 1
