"""XML that others wrote: a tree without namespaces, without entities, not too deep."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from xml.parsers import expat

from newsgraph.errors import InputError

DEEPEST = 400
"""Elements in elements."""


def parse_xml(raw: bytes, location: str) -> ET.Element:
    """The root element; tags and attributes go by their local names.

    Raises:
        InputError: no well-formed XML, one that declares entities, or one that is nested too deep.
    """
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise InputError(location, f"XML nested more than {DEEPEST} deep is refused")
        builder.start(_local(tag), {_local(name): text for name, text in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(tag))

    def refuse(*declaration: object) -> None:
        raise InputError(location, "XML with entity declarations is refused")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(raw, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(location, f"not XML: {error}") from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
