"""A vault for Obsidian: a note for every entity and every article, linked, with the words of each statement quoted."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsgraph.exports.output import ExportOptions, write_text
from newsgraph.exports.scene import SceneDocument, SceneEntity, SceneSource, SceneStatement
from newsgraph.exports.scene_store import source_of_store
from newsgraph.graph.model import content_id
from newsgraph.graph.store import Store

_UNSAFE = re.compile(r'[\\/:*?"<>|#^\[\]{}%`~$@!&;=+\x00-\x1f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.I)
_SIGNS = {"asserted": "", "claimed": "claimed", "negated": "✕ negated", "future": "future", "hedged": "hedged"}


def vault(source: SceneSource) -> Iterator[tuple[str, str]]:
    """Relative paths and texts of the notes, sorted by path; no two paths differ in letter case alone."""
    return iter(sorted(_Vault(source).notes()))


class _Vault:
    def __init__(self, source: SceneSource) -> None:
        self.source = source
        self.documents = {d.id: d for d in source.documents}
        self.statements = {s.id: s for s in source.statements}
        taken: set[str] = set()
        self.names = {e.id: _file_name(e.name, e.id, taken) for e in sorted(source.entities, key=lambda e: e.id)}
        taken = set()
        self.articles = {
            d.id: _file_name(f"{d.published or 'undated'} {d.headline or 'untitled'}", d.id, taken)
            for d in sorted(source.documents, key=lambda d: d.id)
        }

    def notes(self) -> Iterator[tuple[str, str]]:
        about: dict[str, list[SceneStatement]] = {}
        says: dict[str, list[SceneStatement]] = {}
        read: dict[str, list[SceneStatement]] = {}
        for s in sorted(self.source.statements, key=lambda s: (s.document, s.evidence, s.id)):
            read.setdefault(s.document, []).append(s)
            for holder in s.holders:
                says.setdefault(holder, []).append(s)
            for participant in _participants(s):
                about.setdefault(participant, []).append(s)
        yield "Start here.md", self._start(about)
        for entity in self.source.entities:
            yield (
                f"entities/{self.names[entity.id]}.md",
                self._entity(entity, about.get(entity.id, []), says.get(entity.id, [])),
            )
        for document in self.source.documents:
            yield f"articles/{self.articles[document.id]}.md", self._article(document, read.get(document.id, []))

    def _start(self, about: dict[str, list[SceneStatement]]) -> str:
        ranked = sorted(about, key=lambda e: (-len(about[e]), e))[:40]
        lines = ["# Start here\n\n## Most spoken of\n"]
        lines += [f"- {self._link(e)} · {len(about[e])}\n" for e in ranked if e in self.names]
        lines.append("\n## Articles\n")
        lines += [f"- [[{name}]]\n" for name in sorted(self.articles.values())]
        return "".join(lines)

    def _entity(self, entity: SceneEntity, about: list[SceneStatement], says: list[SceneStatement]) -> str:
        lines = _front_matter(aliases=list(entity.aliases), type=entity.type, wikidata=list(entity.same_as))
        lines.append(f"# {escape(entity.name)}\n")
        for title, statements in (("Says", says), ("Said of it", about)):
            if statements:
                lines.append(f"\n## {title}\n")
                lines += [self._line(s) for s in statements]
        return "".join(lines)

    def _article(self, document: SceneDocument, read: list[SceneStatement]) -> str:
        lines = _front_matter(outlet=list(document.outlets), published=document.published, url=document.url)
        lines.append(f"# {escape(document.headline or 'untitled')}\n\n## Who says what\n")
        lines += [self._line(s, cite=False) for s in read]
        lines.append("\n## Text\n\n")
        lines += [f"> {escape(line)}\n" for line in document.text.splitlines()]
        return "".join(lines)

    def _line(self, s: SceneStatement, *, cite: bool = True) -> str:
        holders = " & ".join(self._link(h) for h in s.holders if h in self.names)
        who = holders or ("an unnamed source" if s.chain else "the article")
        sign = f" ({_SIGNS[s.status]})" if _SIGNS[s.status] else ""
        linked = [self._link(e) for e in _participants(s) if e in self.names]
        document = self.documents.get(s.document)
        quote = document.text[slice(*s.evidence[0])] if document and s.evidence else s.clause
        where = f" [[{self.articles[s.document]}]]" if cite and document else ""
        about = f" · {', '.join(linked)}" if linked else ""
        return f"- {who}: {escape(s.clause)}{sign}{about}\n  > {escape(' '.join(quote.split()))}{where}\n"

    def _link(self, entity: str) -> str:
        name = self.names[entity]
        shown = name.removesuffix(f" {content_id('note', entity)[:8]}")
        return f"[[{name}]]" if shown == name else f"[[{name}|{shown}]]"


def _participants(s: SceneStatement) -> list[str]:
    parts = (s.subject, s.object, *(part for _, part in s.arguments))
    return list(dict.fromkeys(entity for part in parts if part for entity in part.entities))


def _file_name(name: str, key: str, taken: set[str]) -> str:
    """A name every file system and wiki link takes; another of the same folded name gets a hash of its id."""
    plain = "".join(
        c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    plain = " ".join(_UNSAFE.sub(" ", plain).split()).strip(". ")[:80].strip(". ")
    while len(plain.encode("utf-8")) > 180:
        plain = plain[:-1].strip(". ")
    if not plain or _RESERVED.match(plain) or plain.casefold() in taken:
        plain = f"{plain or 'note'} {content_id('note', key)[:8]}"
    taken.add(plain.casefold())
    return plain


def _front_matter(**values: str | list[str] | None) -> list[str]:
    """YAML of JSON scalars, which every YAML reader takes as they are."""
    lines = ["---\n"]
    lines += [f"{key}: {json.dumps(value)}\n" for key, value in values.items() if value]
    return [*lines, "---\n"]


_MARKUP = re.compile(r"[\\`*_\[\]<>#|$~=%!{}]")


def escape(text: str) -> str:
    """Text as Markdown shows it word for word: no markup, links, tags, embeds, HTML, code or plug-in commands."""
    plain = "".join(c for c in text if c == " " or unicodedata.category(c) not in ("Cc", "Cs"))
    return _MARKUP.sub(_entity, plain)


def _entity(found: re.Match[str]) -> str:
    # Plug-ins look for `…`, <%…%> and %%…%% in the source text, where a backslash would not stop them.
    return f"&#{ord(found[0])};"


def write_obsidian(store: Store, path: Path, options: ExportOptions) -> None:
    """A folder that Obsidian opens as a vault."""
    _write(path, vault(source_of_store(store, options.selection)))


def _write(folder: Path, notes: Iterable[tuple[str, str]]) -> None:
    for name, text in notes:
        write_text(folder / name, [text])
