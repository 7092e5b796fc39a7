"""The two pages: the explorer, and YASGUI as the query page; with the headers that keep them to themselves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from newsgraph.exports.viewer import assemble_page, inline_json
from newsgraph.graph import questions
from newsgraph.graph.terms import VOCABULARIES
from newsgraph.server.protocol import GRAPH_TYPES
from newsgraph.server.workers import Answer

ASSETS = {
    "yasgui.js": "yasgui/yasgui.min.js",
    "yasgui.css": "yasgui/yasgui.min.css",
    "query.js": "query.js",
    "query.css": "query.css",
}
"""Names under /assets and the files they stand for."""

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""What the query page may do: YASGUI writes inline styles, everything else comes from this server."""

_DATA = Path(__file__).parent / "data"


def explorer_page() -> str:
    """The viewer's page, loading from the live store."""
    return assemble_page(scene=None, config={"live": "/explore"}, links='<a href="/sparql">SPARQL</a>')


@cache
def query_page() -> str:
    """YASGUI with the questions that ship with newsgraph."""
    offered = [
        {"name": question.name, "title": question.title, "sparql": question.sparql}
        for question in (questions.load(name) for name in questions.names())
    ]
    page = (_DATA / "query.html").read_text(encoding="utf-8")
    return page.replace("{{questions}}", inline_json({"questions": offered, "prefixes": VOCABULARIES}))


def serialize(triples: Iterable[Any], media: str, prefixes: dict[str, str]) -> Answer:
    """Triples in one of :data:`~newsgraph.server.protocol.GRAPH_TYPES`."""
    syntax = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }[GRAPH_TYPES[media]]
    body = ox.serialize(triples, None, syntax, prefixes=prefixes)
    return Answer(media, body or b"")
