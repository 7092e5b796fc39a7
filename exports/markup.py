"""XML as text: escaping for hostile words, without characters XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """Text for an element or a quoted attribute; what XML 1.0 cannot hold becomes U+FFFD."""
    text = _FORBIDDEN.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")


def element(name: str, attributes: Mapping[str, object], content: str | None = None) -> str:
    """An element; ``content`` is markup already, None makes it empty; an attribute of None is left out."""
    written = "".join(f' {key}="{escape(_plain(value))}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
