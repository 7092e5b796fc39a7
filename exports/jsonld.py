"""JSON-LD with the context in ``data/context.jsonld``: named graphs as a list, nodes with short names.

The context travels inside the file, so that a reader needs no network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.rdf import sorted_quads
from newsgraph.graph.literals import value
from newsgraph.graph.store import Store
from newsgraph.graph.terms import RDF, XSD, Namespace

_CONTEXT = Path(__file__).parent / "data" / "context.jsonld"

JsonObject = dict[str, Any]


@cache
def context() -> JsonObject:
    """The context as shipped: term -> IRI, or term -> {"@id", "@type": "@id"} where values are IRIs."""
    loaded: JsonObject = json.loads(_CONTEXT.read_text(encoding="utf-8"))["@context"]
    return loaded


def generate_jsonld(store: Store, options: ExportOptions | None = None) -> Iterator[str]:
    """The document in pieces: one named graph at a time, nodes in the order of their IRIs.  Memory: one graph."""
    options = options or ExportOptions()
    namespace = Namespace(options.base) if options.base else store.namespace
    compactor = Compactor(namespace)
    yield '{"@context": ' + json.dumps(compactor.context, ensure_ascii=False, indent=1) + ',\n"@graph": ['
    first = True
    for graph, quads in groupby(sorted_quads(store, options), key=lambda quad: str(quad.graph_name)[1:-1]):
        nodes = [compactor.node(s, list(group)) for s, group in groupby(quads, key=lambda quad: value(quad.subject))]
        body = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
        yield ("\n" if first else ",\n") + f'{{"@id": {json.dumps(compactor.iri(graph))}, "@graph": [\n{body}\n]}}'
        first = False
    yield "\n]}\n"


def write_jsonld(store: Store, path: Path, options: ExportOptions) -> None:
    """JSON-LD of the whole store or of one graph."""
    write_text(path, generate_jsonld(store, options))


class Compactor:
    """Shortens IRIs by the context, with the prefixes of one namespace."""

    def __init__(self, namespace: Namespace) -> None:
        own = {"kg": "id/", "doc": "doc/", "st": "st/", "event": "event/", "run": "run/", "graph": "graph/"}
        self.context: JsonObject = context() | {prefix: namespace.base + part for prefix, part in own.items()}
        self._terms: dict[str, tuple[str, bool]] = {}
        self._prefixes = {p: v for p, v in self.context.items() if isinstance(v, str) and v.endswith(("/", "#"))}
        for term, definition in self.context.items():
            if isinstance(definition, dict):
                self._terms[self._expand(definition["@id"])] = (term, definition.get("@type") == "@id")

    def _expand(self, name: str) -> str:
        prefix, mark, local = name.partition(":")
        known = self._prefixes.get(prefix)
        return known + local if mark and known else name

    def iri(self, iri: str) -> str:
        """The shortest prefixed name that a JSON-LD reader expands to ``iri`` again; else the IRI."""
        best = max(
            (p for p, v in self._prefixes.items() if iri.startswith(v)),
            key=lambda p: len(self._prefixes[p]),
            default="",
        )
        local = iri[len(self._prefixes[best]) :] if best else ""
        return f"{best}:{local}" if best and not local.startswith("//") else iri

    def node(self, subject: str, quads: list[ox.Quad]) -> JsonObject:
        """One node object; a property with one value is not a list."""
        node: JsonObject = {"@id": self.iri(subject)}
        for predicate, group in groupby(quads, key=lambda quad: quad.predicate.value):
            objects = [quad.object for quad in group]
            if predicate == RDF + "type":
                types = [self.iri(value(term)) for term in objects]
                node["@type"] = types[0] if len(types) == 1 else types
                continue
            term, coerced = self._terms.get(predicate, (self.iri(predicate), False))
            values = [self._value(o, coerced) for o in objects]
            node[term] = values[0] if len(values) == 1 else values
        return node

    def _value(self, term: Any, coerced: bool) -> Any:
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value) if coerced else {"@id": self.iri(term.value)}
        text, datatype = term.value, term.datatype.value
        if datatype == XSD + "string":
            return {"@value": text} if coerced else text
        if datatype == XSD + "boolean":
            return text == "true"
        if datatype == XSD + "integer" and len(text) < 16:
            return int(text)
        return {"@value": text, "@type": self.iri(datatype)}
