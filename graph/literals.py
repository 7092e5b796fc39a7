"""N-Quads terms as text, and the text of terms: right for hostile input, fast enough for millions of lines."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from newsgraph.graph.terms import GEO, XSD

_SURROGATE = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile('[\\\\"\\n\\r\ud800-\udfff]')
_INTEGER = f"^^<{XSD}integer>"
_DECIMAL = f"^^<{XSD}decimal>"
_DATE = f"^^<{XSD}date>"
_BOOLEAN = f"^^<{XSD}boolean>"


def encodable(text: str) -> str:
    """A lone surrogate, which no encoding can carry, becomes U+FFFD; offsets stay right."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def string(text: str) -> str:
    """A plain literal of what is :func:`encodable` of a text."""
    if not _SPECIAL.search(text):
        return f'"{text}"'
    text = encodable(text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + '"'


def integer(number: int) -> str:
    return f'"{number}"{_INTEGER}'


def number(value: float) -> str:
    """An integer where the value is one, else a decimal in its shortest form; never an exponent.

    Raises:
        ValueError: not a finite number.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as a decimal")
    if value == int(value):
        return integer(int(value))
    return f'"{Decimal(repr(value)):f}"{_DECIMAL}'


def decimal(value: float) -> str:
    """A decimal in its shortest form, whole numbers too; never an exponent.

    Raises:
        ValueError: not a finite number.
    """
    return f'"{_plain(value)}"{_DECIMAL}'


def point(latitude: float, longitude: float) -> str:
    """A place as well-known text for GeoSPARQL: longitude first.

    Raises:
        ValueError: not a finite number.
    """
    return f'"POINT({_plain(longitude)} {_plain(latitude)})"^^<{GEO}wktLiteral>'


def _plain(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as a decimal")
    return f"{Decimal(repr(value + 0.0)).normalize():f}"


def day(value: date) -> str:
    return f'"{value.isoformat()}"{_DATE}'


def boolean(value: bool) -> str:
    return f'"{str(value).lower()}"{_BOOLEAN}'


def value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """The text of a term: an IRI without brackets, a literal without type; "" for an unbound variable.

    Raises:
        TypeError: a triple term, which a store of ours never holds.
    """
    if term is None:
        return ""
    if isinstance(term, ox.Triple):
        raise TypeError("a triple term has no text")
    return term.value
