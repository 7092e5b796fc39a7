"""Reading files: nothing altered, everything that cannot be read named."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from newsgraph.errors import InputError, UnknownNameError
from newsgraph.graph.model import Document
from newsgraph.readers import STDIN, Defaults, Settings, read, registry
from newsgraph.readers.dates import parse_day
from newsgraph.readers.language import LanguageError, english_only
from newsgraph.readers.metadata import front_matter

FRONT = '---\ntitle: "Dam holds, says ministry"\ndate: 2031-04-02\noutlet: Vallan Courier\nurl: https://example.org/dam\nauthor: Ana Brook\n---\n'


def documents(path: Path) -> list[Document]:
    found = list(read([path]))
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


def test_front_matter_fills_the_document_and_stays_in_its_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FRONT + "The dam holds.\n", encoding="utf-8")
    (found,) = documents(tmp_path / "a.md")
    assert found.text == FRONT + "The dam holds.\n"
    assert (found.headline, found.outlet, found.author) == ("Dam holds, says ministry", "Vallan Courier", "Ana Brook")
    assert (found.url, found.published) == ("https://example.org/dam", date(2031, 4, 2))


def test_a_text_without_front_matter_knows_nothing_of_its_publication(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The dam holds.", encoding="utf-8")
    (found,) = documents(tmp_path / "a.txt")
    assert (found.headline, found.published, found.outlet, found.url) == (None, None, None, None)


def test_bom_crlf_and_curly_quotes_survive(tmp_path: Path) -> None:
    raw = "\ufeffTitle of it\r\n\r\n“It holds,” she said.\r\n".encode()
    (tmp_path / "a.txt").write_bytes(raw)
    (found,) = documents(tmp_path / "a.txt")
    assert found.text.encode() == raw


def test_a_default_date_counts_only_where_the_input_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FRONT + "The dam holds.", encoding="utf-8")
    (tmp_path / "b.md").write_text("The dam holds.", encoding="utf-8")
    settings = Settings(Defaults(published=date(2030, 1, 1)))
    found = [one.published for one in read([tmp_path], settings) if isinstance(one, Document)]
    assert found == [date(2031, 4, 2), date(2030, 1, 1)]


def test_a_date_that_is_none_is_left_unknown_with_a_word(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.md").write_text("---\ndate: last week\n---\nThe dam holds.", encoding="utf-8")
    with caplog.at_level("WARNING", logger="newsgraph"):
        (found,) = documents(tmp_path / "a.md")
    assert found.published is None
    assert "last week" in caplog.text


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2031-04-02", date(2031, 4, 2)),
        ("2031-04-02T23:59:00+02:00", date(2031, 4, 2)),
        ("20310402T120000Z", date(2031, 4, 2)),
        ("Wed, 02 Apr 2031 08:00:00 GMT", date(2031, 4, 2)),
        ("April 2, 2031", date(2031, 4, 2)),
        ("2 April 2031", date(2031, 4, 2)),
        ("4/2/2031", None),
        ("2031-13-40", None),
        ("", None),
    ],
)
def test_days_are_read_as_written_and_never_guessed(written: str, day: date | None) -> None:
    assert parse_day(written) == day


def test_front_matter_needs_its_closing_line() -> None:
    assert front_matter("---\ntitle: A\nno end") == {}
    assert front_matter("---\r\nTitle: 'A: b'\r\n---\r\ntext") == {"title": "A: b"}


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b"\xef\xbb\xbf \r\n\t\n", "no text"),
    "latin.txt": ("caf\xe9".encode("latin-1"), "not UTF-8: byte 0xe9 at position 3"),
    "utf16.txt": ("The dam".encode("utf-16"), "UTF-16"),
    "binary.txt": (b"abc\x00def", "NUL"),
    "picture.md": (b"\x89PNG\r\n\x1a\n....", "PNG"),
    "broken.jsonl": (b"{not json\n", "not JSON"),
    "list.jsonl": (b"[1]\n", "JSON object"),
    "notext.jsonl": (b'{"title": "a"}\n', "no field 'text'"),
}


def test_what_cannot_be_read_is_named_with_a_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    for name, (raw, _) in BAD.items():
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.txt").write_text("The dam holds.", encoding="utf-8")
    found = list(read([tmp_path]))
    errors = {Path(one.location.split(":")[0]).name: one for one in found if isinstance(one, InputError)}
    assert errors.keys() == BAD.keys()
    for name, (_, reason) in BAD.items():
        assert reason in errors[name].reason, (name, errors[name].reason)
    assert [one.text for one in found if isinstance(one, Document)] == ["The dam holds."]


def test_a_missing_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    (error,) = read([tmp_path / "none.txt"])
    assert isinstance(error, InputError)
    assert str(error) == f"{tmp_path / 'none.txt'}: there is no such file or folder"


def test_a_folder_is_walked_by_name_and_leaves_other_files_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("b.txt", "a/z.md", "a.txt", ".hidden.txt", "picture.xyz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"This is {name}.", encoding="utf-8")
    with caplog.at_level("WARNING", logger="newsgraph"):
        found = documents(tmp_path)
    assert [one.text for one in found] == ["This is a/z.md.", "This is a.txt.", "This is b.txt."]
    assert ".xyz (1)" in caplog.text


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    (error,) = read([tmp_path])
    assert isinstance(error, InputError)


def test_json_lines_carry_their_fields_and_their_line(tmp_path: Path) -> None:
    lines = [
        {"text": "The dam\r\nholds.", "title": "Dam", "date": "2031-04-02", "outlet": "Courier", "url": "u", "author": ["A", "B"]},
        {"body": "It broke."},
    ]  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second = documents(path)
    assert (first.text, first.headline, first.published) == ("The dam\r\nholds.", "Dam", date(2031, 4, 2))
    assert (first.outlet, first.url, first.author) == ("Courier", "u", "A, B")
    assert (second.text, second.location) == ("It broke.", f"{path}:3")


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"artikel": "It broke.", "kop": "Dam", "text": "no"}\n', encoding="utf-8")
    (found,) = read([path], Settings(columns={"text": "artikel", "headline": "kop"}))
    assert isinstance(found, Document)
    assert (found.text, found.headline) == ("It broke.", "Dam")


def test_standard_input_is_one_document() -> None:
    (found,) = read([STDIN], stdin=io.BytesIO("Café.\r\n".encode()))
    assert isinstance(found, Document)
    assert (found.text, found.location) == ("Café.\r\n", "-")


def test_lines_are_documents_numbered_from_one_and_only_line_feeds_end_them() -> None:
    raw = "One\u2028still one.\r\n\nThree.".encode()
    found = [one for one in read([STDIN], reader="lines", stdin=io.BytesIO(raw)) if isinstance(one, Document)]
    assert [(one.location, one.text) for one in found] == [("1", "One\u2028still one."), ("2", ""), ("3", "Three.")]


def test_an_unknown_reader_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match="did you mean"):
        list(read([STDIN], reader="jsonk"))


@pytest.mark.parametrize("name", registry.names())
def test_every_reader_can_be_loaded(name: str) -> None:
    assert callable(registry.reader(name))


def test_every_suffix_leads_to_a_reader() -> None:
    assert set(registry.SUFFIXES.values()) <= set(registry.names())


ENGLISH = "The minister said that the dam had held and that nobody was hurt, but residents were told not to go to the river before Friday."
OTHERS = {
    "fr": "Le ministre a déclaré que le barrage avait tenu et que personne n'était blessé, mais les habitants ne doivent pas aller au bord.",
    "de": "Der Minister sagte, dass der Damm gehalten habe und niemand verletzt sei, aber die Bewohner sollen bis Freitag nicht zum Fluss.",
    "es": "El ministro dijo que la presa había resistido y que nadie estaba herido, pero los vecinos no deben ir al río antes del viernes.",
    "ru": "Министр заявил, что плотина выдержала и никто не пострадал.",
}


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages_are_left_out_with_a_word(code: str) -> None:
    (found,) = english_only([Document(" ".join([OTHERS[code]] * 3), location="x.txt")])
    assert isinstance(found, LanguageError)
    assert found.location == "x.txt"
    assert "not English" in found.reason


@pytest.mark.parametrize(
    "text", [ENGLISH, "Dam holds", "Kassym-Jomart Tokayev, CSTO, Nur-Sultan", "", "São Paulo café"]
)
def test_english_and_what_is_too_short_to_tell_pass(text: str) -> None:
    document = Document(text)
    assert list(english_only([document])) == [document]


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    raw = b"One.\n\xff\xfe\n \x1c\nFour."
    found = list(read([STDIN], reader="lines", stdin=io.BytesIO(raw)))
    assert [one.location for one in found] == ["1", "-:2", "3", "4"]
    assert isinstance(found[1], InputError)
