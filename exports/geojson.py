"""GeoJSON (RFC 7946) for maps: one feature a statement whose place is known, with what a reader needs to judge it.

Only stores built with ``--places`` hold positions.  Claims, denials and plans are features too: ``status`` tells them from what an
article vouches for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.graph.explanation import Place, place_of, readable
from newsgraph.graph.store import Store
from newsgraph.graph.view import edge_attributes, selected


def generate_geojson(store: Store, options: ExportOptions | None = None) -> Iterator[str]:
    """A ``FeatureCollection`` in pieces, in the order of the documents; longitude first, as the format has it.

    A statement with several places is several features of one ``statement``.  Memory: one document.
    """
    places: dict[str, Place | None] = {}
    yield '{"type":"FeatureCollection","features":['
    first = True
    for document, statement in selected(store, (options or ExportOptions()).selection):
        for iri in statement.places:
            if iri not in places:
                places[iri] = place_of(store.inner, iri)
            place = places[iri]
            if place is not None:
                told = {"sentence": readable(store.inner, statement)} | edge_attributes(store, document, statement)
                yield ("\n" if first else ",\n") + _dump(_feature(place, told))
                first = False
    yield "\n]}\n"


def _feature(place: Place, told: dict[str, Any]) -> dict[str, Any]:
    where = {"place": place.name, "country": place.country, "place_id": place.ids[0] if place.ids else None}
    properties = {name: value for name, value in (told | where).items() if value not in ("", None)}
    geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_geojson(store: Store, path: Path, options: ExportOptions) -> None:
    """GeoJSON of the selection."""
    write_text(path, generate_geojson(store, options))
