"""Inputs made to break readers: bombs, loops, lies about lengths, encodings and names; each small and made in memory."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from importlib.util import find_spec

import input_samples as samples
from input_samples import BODY, FIRST

SECRET = "root:x:0:0"
"""Words of a file outside, which no input may show."""


def nasty_inputs() -> Iterator[tuple[str, str, bytes]]:
    """Name, reader, bytes; readers whose extra is missing are left out."""
    for name, reader, raw in (*_xml(), *_json(), *_tables(), *_markup(), *_mail(), *_archives(), *_texts(), *_others()):
        module = samples.NEEDS.get(reader)
        if module is None or find_spec(module):
            yield name, reader, raw


def _xml() -> Iterator[tuple[str, str, bytes]]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    kinds = {
        "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>',
        "blowup": f'<!DOCTYPE x [<!ENTITY l9 "{"a" * 100_000}">]>',
        "external": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;<!ENTITY l9 "a">]>',
        "dtd": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    }
    for kind, doctype in kinds.items():
        uses = "&l9;" * 50 if kind == "blowup" else "&l9;"
        nitf = f"{doctype}<nitf><body><body.content><p>{uses}</p></body.content></body></nitf>"
        rss = f'{doctype}<rss version="2.0"><channel><item><description>{uses}</description></item></channel></rss>'
        for root, text, reader in (("nitf", nitf, "xml"), ("rss", rss, "xml"), ("rss", rss, "feed")):
            yield f"{kind}-{root}-{reader}", reader, f'<?xml version="1.0"?>{text}'.encode()
        yield f"{kind}-utf16", "xml", f'<?xml version="1.0" encoding="utf-16"?>{nitf}'.encode("utf-16")
        yield f"{kind}-feed-utf16", "feed", f'<?xml version="1.0" encoding="utf-16"?>{rss}'.encode("utf-16")
        cp037 = b'<?xml version="1.0" encoding="cp037"?>' + nitf.encode("cp037")
        yield f"{kind}-ebcdic", "xml", cp037
    deep = "<p>" * 100_000
    yield (
        "deep-nitf",
        "xml",
        f"<nitf><body><body.content>{deep}{FIRST}{'</p>' * 100_000}</body.content></body></nitf>".encode(),
    )
    yield "deep-rss", "feed", f'<rss version="2.0"><channel><item><description>{"<a>" * 50_000}'.encode()
    yield "deep-unclosed", "xml", f"<nitf>{deep}".encode()
    yield "long-root", "xml", b"<" + b"a" * 1_000_000 + b"/>"
    yield "many-attributes", "xml", b"<nitf " + b" ".join(b'a%d="x"' % n for n in range(50_000)) + b"/>"
    yield (
        "xinclude",
        "xml",
        b'<nitf xmlns:xi="http://www.w3.org/2001/XInclude"><body><body.content><xi:include href="file:///etc/passwd" parse="text"/></body.content></body></nitf>',
    )
    yield "stylesheet", "xml", b'<?xml-stylesheet href="file:///etc/passwd"?><nitf/>'
    yield (
        "cdata",
        "xml",
        b"<nitf><body><body.content><![CDATA[</p><script>alert(1)</script>"
        + FIRST.encode()
        + b"]]></body.content></body></nitf>",
    )
    yield "wrong-encoding", "xml", b'<?xml version="1.0" encoding="no-such"?><nitf/>'
    yield "empty-news-message", "xml", b"<newsMessage/>"
    yield "feed-is-a-path", "feed", b"/etc/passwd"
    yield "feed-is-an-address", "feed", b"http://127.0.0.1:9/"
    for pattern in ("<a ", "<!--", "&lt;a ", "<![CDATA[", "<a b='"):
        summary = f"<![CDATA[{pattern * (300_000 // len(pattern))}]]>" if "CDATA" not in pattern else pattern * 30_000
        yield (
            f"feed-of-{pattern.strip()}",
            "feed",
            f'<rss version="2.0"><channel><item><description>{summary}</description></item></channel></rss>'.encode(),
        )


def _json() -> Iterator[tuple[str, str, bytes]]:
    nines = "9" * 10_000
    records = {
        "surrogate": '{"text": "\\ud800 The dam held."}',
        "nul": '{"text": "The dam\\u0000 held.\\u001b[2J"}',
        "huge-number": f'{{"text": "It held.", "date": {nines}}}',
        "infinite": '{"text": "It held.", "date": 1e999, "title": NaN}',
        "deep": "[" * 100_000,
        "deep-closed": '{"a":' * 100_000 + "1" + "}" * 100_000,
        "duplicate": '{"text": "It held.", "text": 7}',
        "strange-fields": '{"text": "It held.", "date": {"a": 1}, "title": [[]], "url": "\\ud800://\\n", "outlet": false, "author": {}}',
        "no-object": '"text"',
        "bodies": '{"bodies": {"value": 1}, "headlines": 7, "body_xhtml": ["<p>"]}',
        "bodies-of-lists": '{"bodies": [{"value": ["x"]}, 3], "headlines": [{"value": {}}]}',
        "null": "null",
        "empty-list": "[]",
        "comment": "{/* x */}",
    }
    for name, record in records.items():
        for reader in ("json", "jsonl"):
            yield f"{name}-{reader}", reader, record.encode()
    yield "long-line", "jsonl", json.dumps({"text": "The dam held. " * 100_000}).encode()
    yield "only-line-ends", "jsonl", b"\n" * 1_000_000
    yield "nul-bytes", "jsonl", b"\x00" * 1_000_000
    yield "utf16", "jsonl", '{"text": "It held."}\n'.encode("utf-16")
    yield "carriage-returns", "jsonl", b'{"text": "It held."}\r{"text": "It held."}\r'


def _tables() -> Iterator[tuple[str, str, bytes]]:
    for reader, mark in (("csv", ","), ("tsv", "\t")):
        head = f"title{mark}text\n".encode()
        yield f"open-quote-{reader}", reader, head + b'a,"' + b"x\n" * 200_000
        yield f"nul-{reader}", reader, head + mark.join(["a\x00", "It held.\x00"]).encode()
        yield f"formula-{reader}", reader, head + mark.join(['=cmd|"/c calc"!A1', "@SUM(1)"]).encode()
        yield f"many-columns-{reader}", reader, mark.join(["text"] * 50_000).encode() + b"\nIt held.\n"
        yield f"long-row-{reader}", reader, head + mark.join(["It held."] * 50_000).encode()
        yield f"only-head-{reader}", reader, head
        yield f"lone-returns-{reader}", reader, head.replace(b"\n", b"\r") + b"a" + mark.encode() + b"It held.\r"
        yield f"latin-{reader}", reader, head + mark.join(["a", "caf\xe9"]).encode("latin-1")
        yield f"bom-{reader}", reader, b"\xef\xbb\xbf" * 3 + head + b"a"
        yield f"line-ends-{reader}", reader, head + b"\n" * 500_000
    if find_spec("pyarrow"):
        import pyarrow as arrow
        import pyarrow.parquet as parquet

        tables = {
            "no-rows": arrow.table({"text": arrow.array([], arrow.string())}),
            "numbers": arrow.table({"text": [1, 2]}),
            "nested": arrow.table({"text": [{"a": [1]}, {"a": None}]}),
            "nulls": arrow.table(
                {"text": [None, "It held."], "date": arrow.array([None, 10**18], arrow.timestamp("ns"))}
            ),
            "bytes": arrow.table({"text": [b"\xff\xfe", b"It held."]}),
            "same": arrow.table({"text": ["It held. "] * 300_000}),
        }
        for name, table in tables.items():
            out = io.BytesIO()
            parquet.write_table(table, out)
            yield name, "parquet", out.getvalue()
        raw = samples.parquet()
        yield "no-footer", "parquet", raw[:-8]
        yield "footer-lies", "parquet", raw[:-8] + struct.pack("<I", 2**31 - 1) + b"PAR1"
        yield "footer-only", "parquet", b"PAR1" + struct.pack("<I", 0) + b"PAR1"


def _markup() -> Iterator[tuple[str, str, bytes]]:
    for pattern in (
        "<div>",
        "<a ",
        "<!--",
        "<table><tr><td>",
        "<p>x",
        "<svg><math>",
        "<script>",
        "&#x110000;",
        "<b><i>",
        "<a b='>",
    ):
        yield f"many {pattern}", "html", b"<html><body>" + pattern.encode() * (400_000 // len(pattern))
    page = samples.html()
    yield "nul-page", "html", page.replace(b"Vallan", b"Val\x00lan")
    yield "utf16-page", "html", page.decode().encode("utf-16")
    yield "utf7-page", "html", b'<meta charset="utf-7">' + page
    yield (
        "latin-page",
        "html",
        page.replace(b"<head>", b'<head><meta charset="no-such">').replace(b"Vallan", b"V\xe5llan"),
    )
    yield "gzip-page", "html", gzip.compress(page)
    yield (
        "json-ld",
        "html",
        page.replace(b"</head>", b'<script type="application/ld+json">' + b'{"@graph":[' * 5_000 + b"</script></head>"),
    )
    yield "hidden", "html", b"<html><body><noscript>" + page
    yield "xml-page", "html", b'<!DOCTYPE x [<!ENTITY l SYSTEM "file:///etc/passwd">]><html><body><p>&l;</p>' + page
    yield "frameset", "html", b'<html><frameset><frame src="file:///etc/passwd"></frameset></html>'
    yield "no-text", "html", b"<html><body><p>   </p></body></html>"


def _mail() -> Iterator[tuple[str, str, bytes]]:
    head = "From: a@b.example\r\nSubject: {0}\r\n"
    yield (
        "unknown-charset",
        "mail",
        (head.format("x") + "Content-Type: text/plain; charset=no-such\r\n\r\nIt held.").encode(),
    )
    yield "bad-base64", "mail", (head.format("x") + "Content-Transfer-Encoding: base64\r\n\r\n@@@@@\r\n").encode()
    yield (
        "bad-words",
        "mail",
        (head.format("=?utf-8?q?=ZZ?= =?no-such?b?####?=") + "Date: not a day\r\n\r\nIt held.").encode(),
    )
    yield "long-header", "mail", (head.format("x" * 1_000_000) + "\r\nIt held.").encode()
    yield "many-headers", "mail", (head.format("x") + "X-A: b\r\n" * 50_000 + "\r\nIt held.").encode()
    yield "long-words", "mail", (head.format("=?utf-8?q?a?= " * 5_000) + "\r\nIt held.").encode()
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(2_000))
    yield "nested-parts", "mail", (head.format("x") + nested + "\r\nIt held.").encode()
    yield (
        "nested-messages",
        "mail",
        (head.format("x") + "Content-Type: message/rfc822\r\n\r\n" * 2_000 + "It held.").encode(),
    )
    yield "only-attachment", "mail", (head.format("x") + "Content-Type: image/png\r\n\r\nxx").encode()
    yield "brackets", "mail", ("From: " + "(" * 20_000 + "\r\nTo: " + '"' * 20_000 + "\r\n\r\nIt held.").encode()
    yield "html-of-tags", "mail", (head.format("x") + "Content-Type: text/html\r\n\r\n" + "<a " * 100_000).encode()
    yield (
        "wrong-utf8",
        "mail",
        (head.format("x") + "Content-Type: text/plain; charset=utf-8\r\n\r\n").encode() + b"It held \xff\xfe.",
    )


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, raw in members:
            archive.writestr(zipfile.ZipInfo(name), raw, method)
    return out.getvalue()


def _archives() -> Iterator[tuple[str, str, bytes]]:
    text = samples.text()
    plain = _zip(("a.txt", text))
    yield (
        "path-above",
        "zip",
        _zip(("../../etc/a.txt", text), ("/abs.txt", text), ("a\\..\\b.txt", text), ("C:/x.txt", text)),
    )
    yield "escape-in-name", "zip", _zip(("\x1b[2J\n.txt", text), ("‮txt.exe.txt", text))
    yield "same-names", "zip", _zip(("a.txt", text), ("a.txt", text + b"x"))
    yield "many-members", "zip", _zip(*((f"{n}.txt", b"It held.") for n in range(3_000)), method=zipfile.ZIP_STORED)
    yield "bomb", "zip", _zip(*((f"{n}.txt", b"\x00" * 60_000_000) for n in range(2)))
    yield "bomb-of-words", "zip", _zip(("a.jsonl", b"\n" * 50_000_000))
    yield (
        "encrypted",
        "zip",
        plain.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
        ),
    )
    yield "unknown-method", "zip", plain.replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x63\x00")
    yield "wrong-size", "zip", plain.replace(struct.pack("<I", len(text)), struct.pack("<I", 2**31))
    yield "wrong-crc", "zip", plain.replace(struct.pack("<I", zlib.crc32(text)), b"\x01\x02\x03\x04")
    yield "nothing-inside", "zip", _zip(("a.xyz", b"..."), (".hidden.txt", text))
    yield "only-folders", "zip", _zip(("a/", b""))
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield "link", "zip", out.getvalue()
    deep, name = text, "a.txt"
    for depth in range(12):
        deep, name = _zip((name, deep)), f"{depth}.zip"
    yield "deep", "zip", deep
    yield "end-only", "zip", b"PK\x05\x06" + bytes(18)
    yield "prefixed", "zip", b"x" * 10_000 + plain
    yield (
        "all-in-one",
        "zip",
        _zip(*((name, make()) for name, (reader, make) in samples.SAMPLES.items() if reader not in samples.NEEDS)),
    )
    yield "bomb.txt.gz", "gzip", gzip.compress(b"word " * 20_000_000)
    yield "bomb.jsonl.gz", "gzip", gzip.compress(b"\n" * 300_000_000, 1)
    yield "twice.txt.gz.gz", "gzip", gzip.compress(gzip.compress(text))
    yield "often.txt" + ".gz" * 9, "gzip", text
    yield "many.txt.gz", "gzip", gzip.compress(text) * 1_000
    yield "rest.txt.gz", "gzip", gzip.compress(text) + b"rubbish"
    yield "long-name.txt.gz", "gzip", b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * 1_000_000
    yield "cut.parquet.gz", "gzip", gzip.compress(b"PAR1" * 100)
    if find_spec("zstandard"):
        import zstandard

        yield "bomb.txt.zst", "zstd", zstandard.ZstdCompressor().compress(b"word " * 20_000_000)
        yield "bomb.jsonl.zst", "zstd", zstandard.ZstdCompressor().compress(b"\n" * 300_000_000)
        window = bytearray(zstandard.ZstdCompressor().compress(text))
        yield "window.txt.zst", "zstd", bytes(window[:4]) + b"\x00\xff" + bytes(window[6:])
        yield "skippable.txt.zst", "zstd", (b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"xxxx") * 1_000


def _texts() -> Iterator[tuple[str, str, bytes]]:
    for name, raw in {
        "long-line": b"The dam held. " * 100_000,
        "long-word": b"x" * 1_000_000,
        "nul": FIRST.encode() + b"\x00",
        "latin": "café".encode("latin-1") * 100,
        "utf16": BODY.encode("utf-16"),
        "utf32": BODY.encode("utf-32"),
        "overlong": b"\xc0\x80 \xe0\x80\xaf It held.",
        "surrogates": b"\xed\xa0\x80 It held.",
        "controls": bytes(range(1, 32)) + FIRST.encode(),
        "bidi": f"\u202e{FIRST}\u202c\ufeff\u200b".encode(),
        "combining": ("e" + "\u0301" * 50_000 + FIRST).encode(),
        "only-bom": b"\xef\xbb\xbf",
        "front-matter": b"---\n" + b"title: x\n" * 50_000,
        "front-matter-closed": b"---\n" + b"a: 'b\n" * 50_000 + b"---\nIt held.",
        "quotes": "“".encode() * 20_000 + FIRST.encode(),
        "line-ends": b"\n" * 500_000 + b"It held.",
    }.items():
        yield f"{name}-text", "text", raw
        if name != "only-bom":
            yield f"{name}-lines", "lines", raw[:20_000]


def _others() -> Iterator[tuple[str, str, bytes]]:
    warc = samples.warc()
    yield "length-lies", "warc", warc.replace(b"\r\nContent-Length: ", b"\r\nContent-Length: 99999")
    yield "negative-length", "warc", warc.replace(b"\r\nContent-Length: ", b"\r\nContent-Length: -")
    yield "no-page", "warc", warc.replace(b"200 OK", b"404 No")
    yield "picture", "warc", warc.replace(b"text/html", b"image/png")
    yield "no-address", "warc", warc.replace(b"WARC-Target-URI: https://wire.example/1\r\n", b"")
    yield "strange-address", "warc", warc.replace(b"https://wire.example/1", b"\x1b[2J\xff://x")
    yield "many-records", "warc", warc.replace(b"200 OK", b"500 No") * 3_000
    yield "gzip-records", "warc", gzip.compress(warc) * 3 + gzip.compress(warc)[:-9]
    yield "gzip-bomb", "warc", gzip.compress(warc.replace(b"<nav>", b"<nav>" + b" " * 50_000_000))
    pdf = samples.pdf()
    yield "encrypted-pdf", "pdf", pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R")
    yield "pages-in-a-circle", "pdf", pdf.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    yield "prev-in-a-circle", "pdf", pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9")
    yield "count-lies", "pdf", pdf.replace(b"/Count 1", b"/Count 999999999")
    yield "length-lies-pdf", "pdf", pdf.replace(b"/Length ", b"/Length 9999")
    bomb = zlib.compress(b"(x) Tj " * 10_000_000)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(bomb) + bomb + b"\nendstream"
    yield "bomb-pdf", "pdf", pdf.replace(b"4 0 obj\n<<", b"4 0 obj\n" + stream + b"\nendobj\n9 0 obj\n<<")
    twice = zlib.compress(zlib.compress(b"\x00" * 100_000_000))
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(twice) + twice + b"\nendstream"
    yield "bomb-twice-pdf", "pdf", pdf.replace(b"4 0 obj\n<<", b"4 0 obj\n" + stream + b"\nendobj\n9 0 obj\n<<")
    yield "deep-pdf", "pdf", pdf.replace(b"/MediaBox [0 0 612 792]", b"/MediaBox " + b"[" * 20_000)
    yield "long-dictionary", "pdf", b"%PDF-1.4\n1 0 obj\n" + b"<<" * 50_000
    yield "no-xref", "pdf", pdf.partition(b"xref")[0]
