"""A well-formed input of every reader, made in memory."""

from __future__ import annotations

import gzip
import io
import json
import textwrap
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest

FIRST = (
    "The dam above Vallan held overnight, the interior ministry said on Wednesday after a tense evening in the valley."
)
SECOND = (
    "Mayor Ana Brook denied that anybody had been hurt, and asked residents to stay away from the river until Friday."
)
BODY = f"{FIRST}\n\n{SECOND}"
TITLE = "Dam holds, says ministry"


def text() -> bytes:
    return f"---\ntitle: {TITLE}\ndate: 2031-04-02\n---\n{BODY}\n".encode()


def lines() -> bytes:
    return f"{FIRST}\n{SECOND}\n".encode()


def jsonl() -> bytes:
    return (json.dumps({"title": TITLE, "date": "2031-04-02", "text": BODY}) + "\n").encode()


def ninjs() -> bytes:
    item = {
        "uri": "urn:example:1",
        "versioncreated": "2031-04-02T08:00:00Z",
        "headline": TITLE,
        "body_xhtml": f"<div><p>{FIRST}</p><p>{SECOND}</p></div>",
        "provider": "Northern Wire",
    }
    return json.dumps(item).encode()


def nitf() -> bytes:
    return (
        f'<?xml version="1.0"?><nitf><head><title>{TITLE}</title><docdata><date.issue norm="20310402T080000Z"/></docdata></head>'
        f"<body><body.head><hedline><hl1>{TITLE}</hl1></hedline><distributor>Northern Wire</distributor></body.head>"
        f"<body.content><p>{FIRST}</p><p>{SECOND}</p></body.content></body></nitf>"
    ).encode()


def newsml() -> bytes:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><provider literal="Northern Wire"/>'
        "<versionCreated>2031-04-02T08:00:00Z</versionCreated></itemMeta><contentMeta>"
        f"<headline>{TITLE}</headline></contentMeta><contentSet><inlineXML>"
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{FIRST}</p><p>{SECOND}</p></body></html>'
        "</inlineXML></contentSet></newsItem>"
    ).encode()


def feed() -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Northern Wire</title><link>https://wire.example</link>'
        f"<item><title>{TITLE}</title><link>https://wire.example/1</link><pubDate>Wed, 02 Apr 2031 08:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;</description></item></channel></rss>"
    ).encode()


def html() -> bytes:
    return (
        f'<html><head><title>{TITLE}</title><meta property="og:site_name" content="Northern Wire">'
        f'<meta property="article:published_time" content="2031-04-02T08:00:00Z"></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></article><footer>Cookies</footer></body></html>"
    ).encode()


def csv() -> bytes:
    return f'title,date,text\n"{TITLE}",2031-04-02,"{BODY}"\n'.encode()


def tsv() -> bytes:
    return f'title\tdate\ttext\n{TITLE}\t2031-04-02\t"{BODY}"\n'.encode()


def parquet() -> bytes:
    arrow = pytest.importorskip("pyarrow", reason="the extra 'parquet' is not installed")
    tables = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    tables.write_table(arrow.table({"title": [TITLE], "date": ["2031-04-02"], "text": [BODY]}), out)
    return out.getvalue()


def warc() -> bytes:
    page = html()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://wire.example/1\r\nWARC-Date: 2031-04-02T08:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def pdf() -> bytes:
    """A PDF of one page, written by hand; the library that reads cannot write text."""
    words = [*textwrap.wrap(FIRST, 60), *textwrap.wrap(SECOND, 60)]
    shown = " T* ".join(f"({line}) Tj" for line in words)
    content = f"BT /F1 11 Tf 14 TL 40 700 Td {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({TITLE}) /CreationDate (D:20310402080000Z) >>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, content_of in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content_of}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010d} 00000 n \n" for place in places
    )
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = (
        TITLE,
        "Northern Wire <news@wire.example>",
        "Wed, 02 Apr 2031 08:00:00 +0000",
    )
    message.set_content(BODY, cte="quoted-printable")
    message.add_alternative(f"<p>{FIRST}</p><p>{SECOND}</p>", subtype="html")
    return message.as_bytes()


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("news/a.md"), text())
    return out.getvalue()


def gzipped() -> bytes:
    return gzip.compress(text(), mtime=0)


def zstandard() -> bytes:
    module = pytest.importorskip("zstandard", reason="the extra 'zstd' is not installed")
    return bytes(module.ZstdCompressor().compress(text()))


SAMPLES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a.md": ("text", text),
    "a.lines": ("lines", lines),
    "a.jsonl": ("jsonl", jsonl),
    "a.ninjs": ("json", ninjs),
    "a.nitf": ("xml", nitf),
    "a.xml": ("xml", newsml),
    "a.rss": ("feed", feed),
    "a.html": ("html", html),
    "a.csv": ("csv", csv),
    "a.tsv": ("tsv", tsv),
    "a.parquet": ("parquet", parquet),
    "a.warc": ("warc", warc),
    "a.pdf": ("pdf", pdf),
    "a.eml": ("mail", mail),
    "a.zip": ("zip", zipped),
    "a.md.gz": ("gzip", gzipped),
    "a.md.zst": ("zstd", zstandard),
}
"""File name -> (reader, sample)."""
NEEDS = {
    "feed": "feedparser",
    "html": "trafilatura",
    "warc": "fastwarc",
    "pdf": "pypdf",
    "parquet": "pyarrow",
    "zstd": "zstandard",
}
"""Reader -> the optional module it needs."""
