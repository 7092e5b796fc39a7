"""One suite over every reader: what is well formed is read, what is not is named, and nothing crashes or hangs."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import zipfile
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from input_samples import FIRST, NEEDS, SAMPLES, SECOND, TITLE, text

from newsgraph.errors import InputError
from newsgraph.graph.model import Document
from newsgraph.readers import read, read_stream, registry


def sample(name: str) -> tuple[str, bytes]:
    reader, make = SAMPLES[name]
    if reader in NEEDS:
        pytest.importorskip(NEEDS[reader], reason=f"the reader {reader!r} needs an extra that is not installed")
    return reader, make()


def through(reader: str, raw: bytes, name: str = "x") -> list[Document | InputError]:
    return list(read_stream(io.BytesIO(raw), name, reader))


def test_every_reader_has_a_sample() -> None:
    assert {reader for reader, _ in SAMPLES.values()} == set(registry.names())


@pytest.mark.parametrize("name", SAMPLES)
def test_a_well_formed_input_gives_its_article(name: str, tmp_path: Path) -> None:
    reader, raw = sample(name)
    (tmp_path / name).write_bytes(raw)
    found = list(read([tmp_path / name], reader="lines" if reader == "lines" else None))
    assert not [one for one in found if isinstance(one, InputError)]
    texts = " ".join(one.text for one in found if isinstance(one, Document))
    for sentence in (FIRST, SECOND):
        assert " ".join(sentence.split()) in " ".join(texts.split())


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "a.lines"])
def test_title_and_day_are_found_wherever_the_format_has_them(name: str, tmp_path: Path) -> None:
    _, raw = sample(name)
    (tmp_path / name).write_bytes(raw)
    (found,) = read([tmp_path / name])
    assert isinstance(found, Document)
    assert (found.headline, found.published) == (TITLE, date(2031, 4, 2))
    assert found.location is not None
    assert found.location.startswith(str(tmp_path / name))


@pytest.mark.parametrize("name", SAMPLES)
def test_reading_twice_gives_the_same(name: str) -> None:
    reader, raw = sample(name)
    assert through(reader, raw, name) == through(reader, raw, name)


@pytest.mark.parametrize("name", SAMPLES)
def test_an_empty_input_is_an_error_that_names_it(name: str) -> None:
    reader, _ = sample(name)
    found = through(reader, b"", name)
    assert len(found) == (reader != "lines")
    assert all(isinstance(one, InputError) and one.location == name and one.reason for one in found)


def _only_documents_or_named_errors(found: list[Document | InputError]) -> bool:
    return all(one.text.strip() if isinstance(one, Document) else one.location and one.reason for one in found)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "a.lines"])
def test_a_broken_input_never_crashes(name: str) -> None:
    reader, raw = sample(name)
    chance = random.Random(name)
    for _ in range(60 if reader != "html" and reader != "warc" else 15):
        broken = bytearray(raw)
        match chance.randrange(4):
            case 0:
                del broken[chance.randrange(len(broken)) :]
            case 1:
                for _ in range(1 + chance.randrange(8)):
                    broken[chance.randrange(len(broken))] = chance.randrange(256)
            case 2:
                at = chance.randrange(len(broken))
                broken[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 64)))
            case _:
                a, b = sorted(chance.randrange(len(broken)) for _ in range(2))
                del broken[a:b]
        assert _only_documents_or_named_errors(through(reader, bytes(broken), name))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    raw=st.binary(max_size=300),
    reader=st.sampled_from([r for r in registry.names() if find_spec(NEEDS.get(r, "json"))]),
)
def test_any_bytes_through_any_reader_never_crash(raw: bytes, reader: str) -> None:
    found = through(reader, raw)
    assert reader == "lines" or _only_documents_or_named_errors(found)


def test_members_of_an_archive_are_read_by_their_suffix_and_bad_ones_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("b.txt", FIRST)
        archive.writestr("a/bad.txt", b"\xff\xff")
        archive.writestr("picture.xyz", b"...")
        archive.writestr("c.jsonl.gz", gzip.compress(json.dumps({"text": SECOND}).encode()))
    found = through("zip", out.getvalue(), "news.zip")
    assert [(type(one).__name__, one.location) for one in found] == [
        ("InputError", "news.zip!a/bad.txt"),
        ("Document", "news.zip!b.txt"),
        ("Document", "news.zip!c.jsonl.gz:1"),
    ]


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("plain", "archives"):
        monkeypatch.setattr(f"newsgraph.readers.{module}.LIMIT", 10_000)
    bomb = gzip.compress(b"word " * 100_000)
    (error,) = through("gzip", bomb, "bomb.txt.gz")
    assert isinstance(error, InputError)
    assert "more than 10,000 bytes" in error.reason
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"word " * 100_000)
    (error,) = through("zip", out.getvalue(), "bomb.zip")
    assert isinstance(error, InputError)


def test_archives_in_archives_end_somewhere() -> None:
    raw, name = text(), "a.md"
    for depth in range(6):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, raw)
        raw, name = out.getvalue(), f"{depth}.zip"
    (error,) = through("zip", raw, "deep.zip")
    assert isinstance(error, InputError)
    assert "deep" in error.reason


def test_xml_with_entity_declarations_is_refused() -> None:
    raw = b'<!DOCTYPE nitf [<!ENTITY a "aaaa">]><nitf><body><body.content>&a;</body.content></body></nitf>'
    (error,) = through("xml", raw)
    assert isinstance(error, InputError)
    assert "entity" in error.reason


def test_scripts_and_navigation_are_no_text() -> None:
    raw = b'<rss version="2.0"><channel><item><description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;It holds.&lt;/p&gt;</description></item></channel></rss>'
    pytest.importorskip("feedparser")
    (found,) = through("feed", raw)
    assert isinstance(found, Document)
    assert found.text == "It holds."


def test_a_feed_entry_without_text_is_named_and_the_rest_goes_on() -> None:
    pytest.importorskip("feedparser")
    raw = b'<rss version="2.0"><channel><item><title>Bare</title></item><item><description>It holds.</description></item></channel></rss>'
    first, second = through("feed", raw, "f.rss")
    assert isinstance(first, InputError)
    assert first.location == "f.rss#1"
    assert isinstance(second, Document)


def test_json_files_are_read_when_named_and_left_out_in_folders(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([{"text": FIRST}, {"nothing": 1}]), encoding="utf-8")
    (tmp_path / "b.txt").write_text(SECOND, encoding="utf-8")
    named = list(read([tmp_path / "a.json"]))
    assert [type(one).__name__ for one in named] == ["Document", "InputError"]
    assert [one.text for one in read([tmp_path]) if isinstance(one, Document)] == [SECOND]


def test_a_missing_extra_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pypdf", None)
    (error,) = through("pdf", b"%PDF-1.4", "a.pdf")
    assert isinstance(error, InputError)
    assert "pip install 'newsgraph[pdf]'" in error.reason


def test_a_table_whose_columns_have_other_names_is_mapped() -> None:
    from newsgraph.readers import Settings

    raw = b"kop,tekst\nDam,It holds.\n,\n"
    found = list(read_stream(io.BytesIO(raw), "t.csv", "csv", Settings(columns={"text": "tekst", "headline": "kop"})))
    assert isinstance(found[0], Document)
    assert (found[0].headline, found[0].text, found[0].location) == ("Dam", "It holds.", "t.csv:2")
    assert isinstance(found[1], InputError)
    (error,) = through("csv", raw, "t.csv")
    assert isinstance(error, InputError)
    assert "--column" in error.reason


def test_the_hash_of_the_raw_bytes_and_their_place_are_known_of_every_document(tmp_path: Path) -> None:
    """Of the smallest piece that stands by itself: a line, a row, a member, a message; else of the file."""
    for name in SAMPLES:
        reader, raw = sample(name)
        (tmp_path / name).write_bytes(raw)
        (found, *_) = read([tmp_path / name], reader="lines" if reader == "lines" else None)
        assert isinstance(found, Document)
        pieces = {
            "lines": f"{FIRST}".encode(),
            "jsonl": raw.rstrip(b"\n"),
            "csv": raw.partition(b"\n")[2].rstrip(b"\n"),
            "tsv": raw.partition(b"\n")[2].rstrip(b"\n"),
            "warc": raw.partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n"),
            "zip": text(),
            "gzip": text(),
            "zstd": text(),
        }
        assert found.raw_sha256 == hashlib.sha256(pieces.get(reader, raw)).hexdigest(), reader
        assert found.location, reader


def test_where_a_document_was_found_is_no_part_of_its_identity(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FIRST)
    (tmp_path / "b.txt").write_text(FIRST)
    one, other = (found for found in read([tmp_path]) if isinstance(found, Document))
    assert one.location != other.location
    assert one.id == other.id == Document(FIRST).id


def test_rows_have_the_hash_of_their_own_bytes_whatever_ends_their_lines() -> None:
    rows = [b"Dam,It holds.", b'Dam,"It\r\nbroke."', b"Dam,It stands."]
    for end in (b"\n", b"\r\n", b"\r"):
        found = through("csv", b"\xef\xbb\xbftitle,text" + end + (end + end).join(rows) + end)
        hashes = [one.raw_sha256 for one in found if isinstance(one, Document)]
        assert hashes == [hashlib.sha256(row).hexdigest() for row in rows]


def test_a_feed_is_never_taken_for_the_name_of_a_file(tmp_path: Path) -> None:
    pytest.importorskip("feedparser")
    (tmp_path / "secret.rss").write_bytes(SAMPLES["a.rss"][1]())
    for raw in (str(tmp_path / "secret.rss").encode(), b"http://127.0.0.1:9/feed", b"file:///etc/passwd"):
        (error,) = through("feed", raw, "f.rss")
        assert isinstance(error, InputError)


def test_entries_of_a_feed_are_located_by_their_ids() -> None:
    pytest.importorskip("feedparser")
    item = "<item><guid>urn:{0}</guid><description>The dam {0} holds.</description></item>"
    for numbers in ("12", "321"):
        raw = f'<rss version="2.0"><channel>{"".join(map(item.format, numbers))}</channel></rss>'.encode()
        assert [one.location for one in through("feed", raw, "f.rss")] == [f"f.rss#urn:{n}" for n in numbers]


@pytest.mark.parametrize("packing", ["zip", "gz", "zst", "gz.zst"])
@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "a.lines"])
def test_every_kind_is_read_inside_every_packing(name: str, packing: str, tmp_path: Path) -> None:
    _, raw = sample(name)
    path = tmp_path / f"{name}.{packing}"
    if packing == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, raw)
    else:
        for kind in packing.split("."):
            raw = gzip.compress(raw) if kind == "gz" else _zstandard(raw)
        path.write_bytes(raw)
    (found,) = read([path])
    assert isinstance(found, Document), found
    assert FIRST in " ".join(found.text.split())
    assert (found.headline, found.published) == (TITLE, date(2031, 4, 2))


def _zstandard(raw: bytes) -> bytes:
    module = pytest.importorskip("zstandard", reason="the extra 'zstd' is not installed")
    return bytes(module.ZstdCompressor().compress(raw))
