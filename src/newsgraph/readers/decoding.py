"""From bytes to text: UTF-8 as it stands, or a clear refusal."""

from __future__ import annotations

from string import whitespace

from newsgraph.errors import InputError

_MAGIC = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "gzip data",
    b"\x28\xb5\x2f\xfd": "Zstandard data",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x7fELF": "a program",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def binary_kind(raw: bytes) -> str | None:
    """What bytes are by their signature; None when they may be text."""
    return next((kind for magic, kind in _MAGIC.items() if raw.startswith(magic)), None)


class BlankError(InputError):
    """Nothing but white space."""


def decode(raw: bytes, location: str) -> str:
    """The text of UTF-8 bytes, nothing altered: byte-order mark, CRLF and curly quotes stay.

    Raises:
        BlankError: empty, or only white space.
        InputError: not UTF-8, or no text at all (a NUL byte, a known binary signature).
    """
    if not raw:
        raise BlankError(location, "the file is empty")
    kind = binary_kind(raw)
    if kind:
        raise InputError(location, f"this is {kind}, not text")
    if raw.startswith(_UTF16):
        raise InputError(location, "this is UTF-16; save it as UTF-8")
    if b"\x00" in raw:
        raise InputError(location, "this is a binary file (it holds NUL bytes), not text")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            location, f"not UTF-8: byte 0x{raw[error.start]:02x} at position {error.start}; save it as UTF-8"
        ) from error
    if not text.strip("\ufeff" + whitespace) or text.isspace():
        raise BlankError(location, "the file holds no text")
    return text
