"""Compressed inputs: zip archives, gzip and Zstandard files of anything that can be read."""

from __future__ import annotations

import gzip
import io
import logging
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, BinaryIO, cast

from newsgraph.errors import InputError
from newsgraph.readers import registry
from newsgraph.readers.extras import needed
from newsgraph.readers.source import LIMIT, Input, Settings, read_limited

logger = logging.getLogger(__name__)

DEEPEST = 3
"""Archives in archives."""


def read_zip(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """The documents of every member a reader claims, located as ``ARCHIVE!member``, by name."""
    _not_too_deep(location)
    try:
        with zipfile.ZipFile(
            stream if stream.seekable() else io.BytesIO(read_limited(stream, location, LIMIT))
        ) as archive:
            members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda member: member.filename)
            if not members:
                raise InputError(location, "the archive is empty")
            for member in members:
                yield from _member(archive, member, location, settings)
    except InputError:
        raise
    except Exception as error:
        raise InputError(location, f"the archive cannot be read: {type(error).__name__}: {error}") from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, location: str, settings: Settings) -> Iterator[Input]:
    place = f"{location}!{member.filename}"
    reader = registry.name_for(PurePath(member.filename))
    if reader is None or PurePath(member.filename).name.startswith(".") or member.filename.startswith("__MACOSX/"):
        logger.warning("%s: left out, no reader claims it", place)
        return
    if member.file_size > LIMIT:
        yield InputError(place, f"more than {LIMIT:,} bytes when unpacked")
        return
    if member.flag_bits & 1:
        yield InputError(place, "the member is encrypted")
        return
    try:
        with archive.open(member) as opened:
            inner = io.BytesIO(read_limited(cast(BinaryIO, opened), place, LIMIT))
        yield from registry.reader(reader)(inner, place, settings)
    except InputError as error:
        yield error
    except Exception as error:
        yield InputError(place, f"the member cannot be unpacked: {type(error).__name__}: {error}")


def read_gzip(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """The documents of what is inside, by the suffix before ``.gz``; read as a stream."""
    _not_too_deep(location)
    try:
        with gzip.GzipFile(fileobj=stream) as opened:
            yield from _inside(cast(IO[bytes], opened), location, settings)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise InputError(location, f"the gzip data cannot be unpacked: {error}") from error


def read_zstd(stream: BinaryIO, location: str, settings: Settings) -> Iterator[Input]:
    """The documents of what is inside, by the suffix before ``.zst``; read as a stream."""
    _not_too_deep(location)
    zstandard = needed("zstandard", "zstd", location)
    try:
        with zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(stream, read_across_frames=True) as opened:
            yield from _inside(io.BufferedReader(opened), location, settings)
    except zstandard.ZstdError as error:
        raise InputError(location, f"the Zstandard data cannot be unpacked: {error}") from error


def _inside(opened: IO[bytes], location: str, settings: Settings) -> Iterator[Input]:
    """Readers bound what they read themselves, so that a small file that unpacks to a huge one fills no memory."""
    name = PurePath(location.rpartition("!")[2]).with_suffix("")
    yield from registry.reader(registry.name_for(name) or "text")(cast(BinaryIO, opened), location, settings)


def _not_too_deep(location: str) -> None:
    if location.count("!") >= DEEPEST:
        raise InputError(location, f"archives more than {DEEPEST} deep are not opened")
