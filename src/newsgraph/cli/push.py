"""``newsgraph push``: a store to a SPARQL server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from newsgraph.cli import options
from newsgraph.cli.console import progress, tell
from newsgraph.graph.remote import PushProtocol

if TYPE_CHECKING:
    from newsgraph.graph.endpoint import Endpoint
    from newsgraph.graph.remote import Remote
    from newsgraph.graph.store import Store

TIMEOUT, RETRIES = 120.0, 4

How = Annotated[
    PushProtocol | None,
    typer.Option(
        "--protocol",
        help="gsp (Graph Store Protocol) or update (SPARQL 1.1 Update); left out, the address says.",
        show_default=False,
    ),
]
Queries = Annotated[
    str | None,
    typer.Option(
        "--query-url",
        metavar="URL",
        help="Where the server answers queries, when updates go elsewhere.",
        show_default=False,
    ),
]
Netrc = Annotated[
    Path | None,
    typer.Option(
        "--netrc", metavar="FILE", help="Take user and password of the host from this file.", show_default=False
    ),
]
Batch = Annotated[
    int | None,
    typer.Option(
        "--batch", min=1, help="Triples in one request; left out, what suits the protocol.", show_default=False
    ),
]
Timeout = Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds to wait for an answer.")]
Retries = Annotated[int, typer.Option("--retries", min=0, help="Tries again when the server is busy.")]


def push(
    store: options.StorePath,
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of the server's store.", show_default=False)],
    protocol: How = None,
    query_url: Queries = None,
    netrc: Netrc = None,
    batch: Batch = None,
    timeout: Timeout = TIMEOUT,
    retries: Retries = RETRIES,
    everything: Annotated[bool, typer.Option("--all", help="Send also what the server has already.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Drop what the server has of another store of the same base.")
    ] = False,
) -> None:
    """Make a SPARQL server's store a copy of this one.

    Only what has changed is sent, articles first, and what is gone here is dropped there.  A push that was cut short
    is run again as it was.  The server keeps its own list of what it was sent, in the graph <base>graph/pushed; its
    other graphs are left alone.  User and password come from NEWSGRAPH_USER and NEWSGRAPH_PASSWORD or from --netrc
    (Basic or Digest, as the server asks).

    Examples:

    \b
      newsgraph push news.store http://127.0.0.1:7878/store
      newsgraph push news.store http://127.0.0.1:3030/news/data --netrc ~/.netrc
      newsgraph push news.store http://127.0.0.1:8890/sparql-auth --protocol update
    """
    from newsgraph.graph.remote import connect
    from newsgraph.graph.store import Store

    remote = connect(endpoint(url, netrc, timeout, retries), protocol, queries=query_url)
    with Store.open(store, read_only=True) as opened:
        send(opened, remote, url, batch=batch, everything=everything, replace=replace)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a build goes: a folder, or a server's store by way of a folder here.

    ``local`` is that folder; None for a temporary one.  ``protocol``, ``query_url`` and ``netrc`` are those of a push.

    Raises:
        typer.BadParameter: they are given for a folder.
    """

    into: str
    local: Path | None = None
    base: str | None = None
    protocol: PushProtocol | None = None
    query_url: str | None = None
    netrc: Path | None = None

    def __post_init__(self) -> None:
        if not self.remote and any((self.local, self.protocol, self.query_url, self.netrc)):
            raise typer.BadParameter("--local, --protocol, --query-url and --netrc belong to a URL after --into")

    @property
    def remote(self) -> bool:
        return self.into.startswith(("http://", "https://"))

    @property
    def beside(self) -> Path:
        """The path beside which reports and caches lie."""
        return self.local or (options.DEFAULT_STORE if self.remote else Path(self.into))


@contextmanager
def working(target: Target) -> Iterator[Path]:
    """The folder to build into; when the block ends well, what changed is pushed to where it belongs.

    Raises:
        RemoteError: the server cannot be reached, or refuses; a folder that is kept is as it was built.
    """
    if not target.remote:
        yield Path(target.into)
        return
    from newsgraph.graph.remote import connect, pull
    from newsgraph.graph.store import Store

    remote = connect(endpoint(target.into, target.netrc, TIMEOUT, RETRIES), target.protocol, queries=target.query_url)
    with TemporaryDirectory(prefix="newsgraph-") as temporary:
        folder = target.local or Path(temporary) / "store"
        if target.local is None:
            with Store.open(folder, base=target.base) as store:
                pull(remote, store)
        yield folder
        with Store.open(folder, read_only=True) as store:
            send(store, remote, target.into)


def endpoint(url: str, netrc: Path | None, timeout: float, retries: int) -> Endpoint:
    """The address with whom to be there.

    Raises:
        RemoteError: no address.
        typer.BadParameter: the netrc file cannot be read, or does not know the host.
    """
    from newsgraph.graph.endpoint import Endpoint

    bare = Endpoint(url, timeout=timeout, retries=retries)
    user, password = os.environ.get("NEWSGRAPH_USER"), os.environ.get("NEWSGRAPH_PASSWORD")
    if netrc is not None:
        user, password = _from_netrc(netrc, urlsplit(url).hostname or "")
    return Endpoint(bare.address, user, password, timeout, retries) if user else bare


def _from_netrc(path: Path, host: str) -> tuple[str, str | None]:
    from netrc import NetrcParseError, netrc

    try:
        found = netrc(path.expanduser()).authenticators(host)
    except (OSError, UnicodeDecodeError, NetrcParseError) as error:
        # The parser's message may hold a piece of the file, and so of a password.
        raise typer.BadParameter(f"--netrc {path}: cannot be read ({type(error).__name__})") from None
    if found is None:
        raise typer.BadParameter(f"--netrc {path}: there is no entry for {host}")
    return found[0], found[2]


def send(
    store: Store, remote: Remote, url: str, *, batch: int | None = None, everything: bool = False, replace: bool = False
) -> None:
    """Push with progress and a last line of counts."""
    from newsgraph.graph.remote import plan
    from newsgraph.graph.remote import push as carry_out

    todo = plan(store, remote, everything=everything, replace=replace)
    triples = 0
    with progress("pushing", len(todo.send) + len(todo.drop)) as bar:
        for pushed in carry_out(store, remote, todo, batch=batch):
            triples += pushed.triples
            bar.step()
    counts = f"{len(todo.send)} graphs sent ({triples} triples), {len(todo.drop)} dropped, {todo.same} there already"
    tell(f"{url}: {counts}", sent=len(todo.send), triples=triples, dropped=len(todo.drop), same=todo.same)
