"""Compressed inputs: zip archives, gzip and Zstandard files of anything that can be read."""

from __future__ import annotations

import gzip
import io
import logging
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, cast

from newsgraph.errors import InputError
from newsgraph.readers import registry
from newsgraph.readers.extras import needed
from newsgraph.readers.source import LIMIT, Input, Settings, one_line, read_limited

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

logger = logging.getLogger(__name__)

DEEPEST = 3
"""Archives in archives."""
MOST = 200
"""How many times its size a file may unpack to, beyond the first LIMIT; text comes to some 4, rarely to 20."""
MEMBERS = 1_000_000
"""Members of one archive."""


def read_zip(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """The documents of every member a reader claims, located as ``ARCHIVE!member``, by name."""
    if location.count("!") >= DEEPEST:
        raise InputError(location, f"archives more than {DEEPEST} deep are not opened")
    if not stream.seekable():
        stream = io.BytesIO(read_limited(stream, location, LIMIT))
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda member: member.filename)
            if not members:
                raise InputError(location, "the archive is empty")
            if len(members) > MEMBERS or sum(m.file_size for m in members) > LIMIT + MOST * size:
                raise InputError(location, f"unpacks to more than {MOST} times its size; not opened")
            yield from _members(archive, members, location, settings)
    except InputError:
        raise
    except Exception as error:
        raise InputError(location, f"the archive cannot be read: {type(error).__name__}: {error}") from error


def _members(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], location: str, settings: Settings
) -> Iterator[Input]:
    unclaimed: Counter[str] = Counter()
    for member in members:
        path = PurePath(member.filename)
        reader = registry.name_for(path)
        if reader is None or path.name.startswith(".") or member.filename.startswith("__MACOSX/"):
            unclaimed[one_line(path.suffix.lower() or path.name)] += 1
        else:
            yield from _member(archive, member, reader, f"{location}!{one_line(member.filename)}", settings)
    if unclaimed:
        kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(unclaimed.items()))
        logger.warning("%s: left out members that no reader claims: %s", location, kinds)
    if unclaimed.total() == len(members):
        yield InputError(location, "the archive holds no file that can be read")


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, reader: str, place: str, settings: Settings
) -> Iterator[Input]:
    if member.file_size > LIMIT:
        yield InputError(place, f"more than {LIMIT:,} bytes when unpacked")
        return
    if member.flag_bits & 1:
        yield InputError(place, "the member is encrypted")
        return
    try:
        with archive.open(member) as opened:
            inner = io.BytesIO(read_limited(cast(BinaryIO, opened), place, LIMIT))
    except InputError as error:
        yield error
    except Exception as error:
        yield InputError(place, f"the member cannot be unpacked: {type(error).__name__}: {error}")
    else:
        yield from registry.through(reader, inner, place, settings)


def read_gzip(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """The documents of what is inside, by the suffix before ``.gz``; read as a stream."""
    yield from _unpacked(stream, location, settings, "gzip")


def read_zstd(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """The documents of what is inside, by the suffix before ``.zst``; read as a stream."""
    yield from _unpacked(stream, location, settings, "zstd")


def _unpacked(stream: BinaryIO, location: str, settings: Settings, kind: str | None) -> Iterator[Input]:
    """Layer by layer, as the suffixes say."""
    name = PurePath(location.rpartition("!")[2])
    layers = 0
    while kind in ("gzip", "zstd"):
        layers += 1
        if layers > DEEPEST:
            raise InputError(location, f"packed more than {DEEPEST} times")
        stream = cast(BinaryIO, io.BufferedReader(_Unpacking(stream, location, kind), 1 << 16))
        name = name.with_suffix("")
        kind = registry.name_for(name)
    yield from registry.through(kind or "text", stream, location, settings)


class _Unpacking(io.RawIOBase):
    """The bytes inside gzip or Zstandard data, as long as they are not absurdly many."""

    def __init__(self, stream: BinaryIO, location: str, kind: str) -> None:
        self._packed, self._location, self._kind = _Counted(stream), location, kind
        self._total = 0
        if kind == "gzip":
            self._stream = cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, self._packed)))
            self._broken: tuple[type[Exception], ...] = (gzip.BadGzipFile, EOFError, zlib.error)
        else:
            zstandard = needed("zstandard", "zstd", location)
            unpacker = zstandard.ZstdDecompressor(max_window_size=2**27)
            self._stream = unpacker.stream_reader(self._packed, read_across_frames=True)
            self._broken = (zstandard.ZstdError,)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            raw = self._stream.read(len(view))
        except self._broken as error:
            name = {"gzip": "gzip", "zstd": "Zstandard"}[self._kind]
            raise InputError(self._location, f"the {name} data cannot be unpacked: {error}") from error
        self._total += len(raw)
        if self._total > LIMIT + MOST * self._packed.count:
            raise InputError(self._location, f"unpacks to more than {MOST} times its size")
        view[: len(raw)] = raw
        return len(raw)


class _Counted:
    """A stream that counts the bytes read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        raw = self._stream.read(size)
        self.count += len(raw)
        return raw
