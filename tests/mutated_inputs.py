"""Mutated inputs of every reader, and a process apart to put them through: what hangs or crashes ends there."""

from __future__ import annotations

import gzip
import io
import random
import resource
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType

from input_samples import NEEDS, SAMPLES
from nasty_inputs import SECRET

TOKENS = (
    b"<!ENTITY a SYSTEM 'file:///etc/passwd'>", b"<![CDATA[", b"]]>", b"<!--", b"<a ", b"</p>", b"&#xD800;", b"&#99999999999;", b"\\ud800",
    b"\\u0000", b'"', b"'", b"{", b"[", b"}", b"-1", b"99999999999999999999", b"1e999", b"NaN", b"null", b"\r", b"\n\n", b"\x00", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\x1b[2J", b"\t", b",", b"PK\x03\x04", b"\x1f\x8b", b"%PDF-", b"endstream", b"=?utf-8?q?", b"--b\r\n",
)  # fmt: skip


def mutated_inputs(count: int, seed: int = 2031) -> Iterator[tuple[str, str, bytes]]:
    """Name, reader, bytes: well-formed samples, changed in one to four places, in turn for every reader at hand."""
    chance = random.Random(seed)
    samples = [
        (name, reader, make())
        for name, (reader, make) in SAMPLES.items()
        if reader not in NEEDS or find_spec(NEEDS[reader])
    ]
    for number in range(count):
        name, reader, raw = samples[number % len(samples)]
        kinds = []
        for _ in range(1 + chance.randrange(4)):
            kind = chance.choice(KINDS)
            kinds.append(kind)
            raw = _mutated(raw, kind, chance, [sample for *_, sample in samples])[:4_000_000]
        name = f"{number}-{'-'.join(kinds)}-{name}"
        packing = chance.randrange(12)
        if packing == 0:
            name, reader, raw = f"{name}.gz", "gzip", gzip.compress(raw, mtime=0)
        elif packing == 1:
            name, reader, raw = f"{name}.zip", "zip", _zipped(name, raw)
        yield name, reader, raw


KINDS = (
    "cut",
    "flip",
    "overwrite",
    "insert",
    "delete",
    "repeat",
    "swap",
    "token",
    "encode",
    "splice",
    "many",
    "numbers",
)


def _mutated(raw: bytes, kind: str, chance: random.Random, others: list[bytes]) -> bytes:
    raw = raw or b"x"
    a, b = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
    match kind:
        case "cut":
            return raw[:b] if chance.random() < 0.7 else raw[a:]
        case "flip":
            changed = bytearray(raw)
            for _ in range(1 + chance.randrange(16)):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            return bytes(changed)
        case "overwrite":
            return raw[:a] + chance.randbytes(b - a) + raw[b:]
        case "insert":
            return raw[:a] + chance.randbytes(1 + chance.randrange(64)) + raw[a:]
        case "delete":
            return raw[:a] + raw[b:]
        case "repeat":
            return raw[:b] + raw[a:b] * (1 + chance.randrange(4)) + raw[b:]
        case "swap":
            return raw[b:] + raw[a:b] + raw[:a]
        case "token":
            return raw[:a] + chance.choice(TOKENS) * (1 + chance.randrange(3)) + raw[a:]
        case "encode":
            text = raw.decode("latin-1")
            return text.encode(
                chance.choice(("utf-8", "utf-16", "utf-16-be", "utf-32", "utf-7", "cp037", "cp1252")), "replace"
            )
        case "splice":
            other = chance.choice(others)
            return raw[:a] + other[chance.randrange(len(other)) :]
        case "many":
            return raw[:a] + (chance.choice(TOKENS) * 20_000)[:200_000] + raw[a:]
    digits = [place for place, byte in enumerate(raw) if 48 <= byte <= 57]
    if not digits:
        return raw
    place = chance.choice(digits)
    return raw[:place] + chance.choice((b"-1", b"0", b"4294967296", b"9" * 30, b"9" * 5_000)) + raw[place + 1 :]


def _zipped(name: str, raw: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@dataclass(frozen=True)
class Reading:
    """What became of an input: documents and reasons; ``fault`` says what must never be."""

    seconds: float
    documents: int = 0
    reasons: tuple[str, ...] = ()
    fault: str | None = None


class ReaderProcess:
    """Reads inputs in a process of its own with bounded memory; one that dies or takes too long is replaced."""

    def __init__(self, seconds: float = 20.0, gigabytes: int = 3) -> None:
        self.seconds, self._bytes = seconds, gigabytes << 30
        self._start()

    def _start(self) -> None:
        self._mine, other = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(target=_serve, args=(other, self._bytes), daemon=True)
        self._process.start()
        other.close()
        self._mine.recv()

    def read(self, name: str, reader: str, raw: bytes) -> Reading:
        self._mine.send((name, reader, raw))
        try:
            if self._mine.poll(self.seconds):
                found: Reading = self._mine.recv()
                return found
            fault = f"hangs: not done in {self.seconds:g} s"
        except (EOFError, OSError):
            self._process.join()
            fault = f"the process died (exit code {self._process.exitcode})"
        self.close()
        self._start()
        return Reading(self.seconds, fault=fault)

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._mine.close()

    def __enter__(self) -> ReaderProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _serve(pipe: Connection, limit: int) -> None:
    from newsgraph.readers import registry

    for name in registry.names():
        registry.reader(name)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    pipe.send("ready")
    while True:
        try:
            name, reader, raw = pipe.recv()
        except EOFError:
            return
        pipe.send(_read(name, reader, raw))


def _read(name: str, reader: str, raw: bytes) -> Reading:
    from newsgraph.errors import InputError
    from newsgraph.readers import read_stream

    started = time.perf_counter()
    try:
        found = list(read_stream(io.BytesIO(raw), name, reader))
    except BaseException as error:
        return Reading(time.perf_counter() - started, fault=f"raised {type(error).__name__}: {error}")
    seconds = time.perf_counter() - started
    errors = [one for one in found if isinstance(one, InputError)]
    documents = [one for one in found if not isinstance(one, InputError)]
    fault = None
    if not found and reader != "lines":
        fault = "vanished: neither a document nor an error"
    elif any(not one.reason or not (one.location.startswith(name) or reader == "lines") for one in errors):
        fault = "an error does not name its input"
    elif any(len(str(one)) > len(name) + 2_000 or not one.location.isprintable() for one in errors):
        fault = "an error cannot be printed"
    elif any(SECRET in one.text for one in documents):
        fault = "shows a file outside"
    elif reader != "lines" and any(not one.text.strip() for one in documents):
        fault = "a document without text"
    return Reading(seconds, len(documents), tuple(one.reason for one in errors), fault)
