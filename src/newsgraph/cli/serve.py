"""``newsgraph serve``: the explorer and a SPARQL endpoint over a store."""

from __future__ import annotations

from typing import Annotated

import typer

from newsgraph.cli import options
from newsgraph.cli.console import tell
from newsgraph.errors import StoreError


def serve(
    store: options.StorePath,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = 7420,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            "--cors", metavar="ORIGIN", help="Site whose pages may read the answers ('*' for all); repeatable."
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="Another name of this server; repeatable.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds a query may take.")] = 30.0,
    max_result: Annotated[int, typer.Option("--max-result", min=1, help="Megabytes a result may have.")] = 64,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Queries answered at the same time.")] = 2,
) -> None:
    """Serve a store: the explorer at /, SPARQL at /sparql (a query page in a browser).

    Read-only and for this machine alone, unless --host and --cors say otherwise.  Ctrl-C stops it.

    Examples:

    \b
      newsgraph serve news.store
      curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * WHERE { ?s ?p ?o } LIMIT 5' http://127.0.0.1:7420/sparql
    """
    try:
        import uvicorn

        from newsgraph.server.application import allowed_hosts, create_app
    except ImportError as error:
        raise StoreError(
            f"serving needs more packages: pip install 'newsgraph[serve]' (missing {error.name})"
        ) from error
    from newsgraph.graph.store import Store
    from newsgraph.server.workers import Limits

    Store.open(store, read_only=True).close()
    limits = Limits(seconds=timeout, result_bytes=max_result * 2**20, workers=workers)
    app = create_app(store, limits=limits, origins=cors or (), hosts=allowed_hosts(host, allow_host or ()))
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", server_header=False, timeout_graceful_shutdown=3
    )
    listening = config.bind_socket()
    address, number = listening.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    tell(f"{store}: explorer at http://{shown}:{number}/ , SPARQL at http://{shown}:{number}/sparql", port=number)
    uvicorn.Server(config).run(sockets=[listening])
