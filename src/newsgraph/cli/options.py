"""Arguments and options that several commands take."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.cli.console import tell
from newsgraph.errors import UnknownNameError
from newsgraph.readers import STDIN, Address, Defaults, Settings
from newsgraph.readers.paths import source
from newsgraph.readers.source import Fetch as FetchFunction

if TYPE_CHECKING:
    from newsgraph.extractors.entity_table import EntityTable
    from newsgraph.graph.corrections import Corrections
    from newsgraph.graph.kinds import EntityType
    from newsgraph.graph.store import Store
    from newsgraph.graph.view import Selection

DEFAULT_STORE = Path("newsgraph.store")


def day(value: str) -> date:
    """A calendar day written YYYY-MM-DD.

    Raises:
        typer.BadParameter: it is not one.
    """
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is not a day; write it as YYYY-MM-DD") from error


Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH … | -]",
        help="Files, folders, or - for standard input; with --fetch also addresses and lists of them.",
        show_default=False,
    ),
]
Published = Annotated[
    date | None,
    typer.Option(
        "--date", parser=day, metavar="YYYY-MM-DD", help="Publication day of inputs that do not state their own."
    ),
]
Since = Annotated[
    date | None,
    typer.Option("--since", parser=day, metavar="YYYY-MM-DD", help="Only documents published from this day."),
]
Until = Annotated[
    date | None,
    typer.Option("--until", parser=day, metavar="YYYY-MM-DD", help="Only documents published to this day."),
]
Entities = Annotated[
    list[str] | None, typer.Option("--about", metavar="NAME", help="Only what these take part in; repeatable.")
]
Holders = Annotated[list[str] | None, typer.Option("--holder", metavar="NAME", help="Only what these say; repeatable.")]
Outlets = Annotated[
    list[str] | None, typer.Option("--outlet", metavar="NAME", help="Only what these published; repeatable.")
]
Status = Annotated[
    str | None, typer.Option("--status", help="Only asserted, claimed, negated, future or hedged statements.")
]
EventTypes = Annotated[
    list[str] | None,
    typer.Option("--event-type", metavar="TYPE", help="Only events of these types, as ASSAULT; repeatable."),
]
Model = Annotated[str | None, typer.Option("--model", help="spaCy model to parse with.", show_default=False)]
Reader = Annotated[str | None, typer.Option("--reader", help="Read every input with this reader instead of by suffix.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=NAME", help="Where a field (text, headline, date, …) is found in JSONL."),
]
Parses = Annotated[
    Path | None,
    typer.Option(
        "--parses",
        metavar="FILE",
        help="Keep parses here, so that texts read again, with other corrections for instance, are not parsed again.",
        show_default=False,
    ),
]
AnyLanguage = Annotated[
    bool, typer.Option("--any-language", help="Read documents that are not in English too, as if they were.")
]
Fetch = Annotated[
    bool, typer.Option("--fetch", help="Fetch the pages and feeds whose addresses are given; else nothing is fetched.")
]
FetchPages = Annotated[int, typer.Option("--fetch-pages", min=1, help="Pages fetched in one run, at most.")]
PrivateHosts = Annotated[
    list[str] | None,
    typer.Option(
        "--private-host",
        metavar="HOST[:PORT]",
        help="A host that may be fetched from although its address is private; repeatable.",
    ),
]
CorrectionsFile = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="File of corrections; where there is one beside the store, that one.",
        show_default=False,
    ),
]
NameTable = Annotated[
    Path | None,
    typer.Option(
        "--entities",
        metavar="TABLE.csv",
        exists=True,
        dir_okay=False,
        help="Names to know: a CSV with the columns name, aliases (a|b), type, id.",
        show_default=False,
    ),
]
Places = Annotated[
    bool,
    typer.Option("--places", help="Give cities their coordinates, country and GeoNames id (needs the extra 'places')."),
]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="Only entities of this type (Person, Organization, …); repeatable."),
]
StorePath = Annotated[Path, typer.Argument(metavar="STORE", help="Folder of the store.", show_default=False)]


def sources(paths: list[str] | None) -> list[Path | Address]:
    """The paths and addresses given; standard input when there are none and something is piped in.

    Raises:
        typer.BadParameter: nothing to read.
    """
    if paths:
        return [source(path) for path in paths]
    if sys.stdin.isatty():
        raise typer.BadParameter("nothing to read: name files or folders, or pipe text in")
    return [STDIN]


def fetcher(
    allowed: bool, pages: int, private_hosts: list[str] | None, cache: Path | None = None
) -> FetchFunction | None:
    """How addresses are read; None when it was not asked for.  ``cache`` is the folder where pages are kept."""
    if not allowed:
        return None
    from newsgraph.fetching import AddressPolicy, Cache, Fetcher, Limits

    policy = AddressPolicy(frozenset(host.lower() for host in private_hosts or ()))
    return Fetcher(Limits(pages=pages), policy, Cache(cache) if cache else None).documents


def settings(published: date | None, columns: list[str] | None = None, fetch: FetchFunction | None = None) -> Settings:
    """Reader settings from the options.

    Raises:
        typer.BadParameter: a column mapping that is not FIELD=NAME of a known field.
    """
    known = ("text", "headline", "date", "outlet", "url", "author")
    mapping: dict[str, str] = {}
    for column in columns or []:
        name, equals, target = column.partition("=")
        if not equals or not target or name not in known:
            raise typer.BadParameter(f"--column {column!r}: expected FIELD=NAME with FIELD one of {', '.join(known)}")
        mapping["published" if name == "date" else name] = target
    return Settings(Defaults(published), mapping, fetch)


def corrections_file(given: Path | None, store: Path) -> Path | None:
    """The file of corrections given, else the one beside the store; None when there is none."""
    from newsgraph.graph.corrections import corrections_path

    beside = corrections_path(store)
    return given or (beside if beside.exists() else None)


def corrections(given: Path | None, store: Path | None = None) -> Corrections | None:
    """The corrections of the file given, else of the one beside the store, which is said; None without a file.

    Raises:
        CorrectionsError: the file cannot be used.
    """
    from newsgraph.graph.corrections import Corrections

    path = given if store is None else corrections_file(given, store)
    if path is None:
        return None
    found = Corrections.load(path)
    if given is None:
        tell(f"with the corrections of {path}: {len(found.all)}")
    return found


def unmatched(store: Store, corrections: Corrections | None) -> list[str]:
    """The corrections that found nothing in the store; each is said on standard error."""
    if not corrections:
        return []
    from newsgraph.graph import correction_matches

    found = list(correction_matches.unmatched(store, corrections))
    for correction in found:
        tell(correction)
    return found


def entity_table(path: Path | None) -> EntityTable | None:
    """The table of names given; None without one or without rows.

    Raises:
        InputError: the table cannot be read.
    """
    if path is None:
        return None
    from newsgraph.extractors.entity_table import EntityTable

    table = EntityTable.load(path)
    return table if table.rows else None


def families(types: list[str] | None) -> frozenset[EntityType]:
    """The families of the types given; empty means all.

    Raises:
        UnknownNameError: no such type.
    """
    from newsgraph.graph.kinds import EntityType

    known = {kind.value.casefold(): kind.family for kind in EntityType}
    for name in types or ():
        if name.casefold() not in known:
            raise UnknownNameError("type of entity", name, (kind.value for kind in EntityType))
    return frozenset(known[name.casefold()] for name in types or ())


def selection(
    entities: list[str] | None,
    holders: list[str] | None,
    outlets: list[str] | None,
    status: str | None,
    since: date | None,
    until: date | None,
    event_types: list[str] | None = None,
) -> Selection:
    """What to show, from the options of the same names.

    Raises:
        typer.BadParameter: no such status.
        UnknownNameError: no such type of event.
    """
    from newsgraph.graph.view import STATUSES, Selection

    if event_types:
        _see_that_known(event_types)
    if status is not None and status not in STATUSES:
        raise typer.BadParameter(f"--status {status!r}: choose one of {', '.join(STATUSES)}")
    return Selection(
        entities=frozenset(entities or ()),
        holders=frozenset(holders or ()),
        outlets=frozenset(outlets or ()),
        event_types=frozenset(event_types or ()),
        status=status,
        since=since,
        until=until,
    )


def _see_that_known(event_types: list[str]) -> None:
    from newsgraph.errors import UnknownNameError
    from newsgraph.graph.vocabulary import plover_classes

    for name in event_types:
        if name not in plover_classes():
            raise UnknownNameError("event type", name, plover_classes())
