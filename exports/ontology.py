"""The vocabulary as a page: ``docs/ontology.md`` is made from ``data/newsgraph.ttl``, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from newsgraph.graph.literals import value
from newsgraph.graph.terms import NG, RDF, RDFS, VOCABULARIES

VOCABULARY = Path(__file__).parent / "data" / "newsgraph.ttl"

OWL = "http://www.w3.org/2002/07/owl#"


def generate_page() -> Iterator[str]:
    """The lines of the page: classes, then properties, each in the order of their names."""
    terms: dict[str, dict[str, list[str]]] = {}
    for triple in ox.parse(VOCABULARY.read_bytes(), ox.RdfFormat.TURTLE):
        if value(triple.subject).startswith(NG):
            row = terms.setdefault(value(triple.subject), {})
            row.setdefault(triple.predicate.value, []).append(value(triple.object))
    yield "# The vocabulary, term by term"
    yield ""
    yield f"Namespace `{NG}`, prefix `ng:`. This page is made from `exports/data/newsgraph.ttl`: `python -m newsgraph.exports.ontology`."
    classes = {iri for iri, row in terms.items() if OWL + "Class" in row[RDF + "type"]}
    for title, chosen in (("Classes", classes), ("Properties", set(terms) - classes)):
        yield ""
        yield f"## {title}"
        yield ""
        yield "| term | meaning | of → to |" if title == "Properties" else "| term | meaning | kind of |"
        yield "|---|---|---|"
        for iri in sorted(chosen, key=lambda iri: iri.casefold()):
            row = terms[iri]
            comment = row[RDFS + "comment"][0].replace("|", "\\|")
            parents = ", ".join(_short(p) for p in sorted(row.get(RDFS + "subClassOf", ())))
            ends = [", ".join(map(_short, row.get(RDFS + end, ()))) for end in ("domain", "range")]
            reach = " → ".join(end or "any" for end in ends) if title == "Properties" and any(ends) else parents
            yield f"| `{_short(iri)}` | {comment} | {reach} |"


def _short(iri: str) -> str:
    for prefix, namespace in VOCABULARIES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


if __name__ == "__main__":
    print("\n".join(generate_page()))
