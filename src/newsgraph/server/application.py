"""The web application: SPARQL endpoint, query page, graphs by name, and the explorer on the live store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from newsgraph.errors import NewsgraphError
from newsgraph.server import pages
from newsgraph.server.description import describe_service
from newsgraph.server.explorer import Explorer, has_graph
from newsgraph.server.protocol import GRAPH_TYPES, Operation, Refusal, choose_type, read_operation
from newsgraph.server.workers import Answer, Limits, QueryWorkers, StoreReader

MAX_BODY = 1 << 20
"""Bytes of a request's body; a query of a megabyte is a mistake or an attack."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_LOOPBACK_ORIGIN = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"
_DATA = Path(__file__).parent / "data"


def create_app(
    path: Path,
    *,
    limits: Limits | None = None,
    origins: Sequence[str] = (),
    hosts: Sequence[str] = LOOPBACK,
) -> Starlette:
    """An ASGI application over the store in ``path``.

    Pages of other sites may read the answers only from ``origins`` ("*" for all) and from this machine.  Requests
    for other ``hosts`` are refused, so that no site can reach a local store through a name of its own.
    """
    server = _Server(path, limits or Limits())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        server.workers.start()
        try:
            yield
        finally:
            server.workers.stop()

    routes = [
        Route("/", server.explorer, methods=["GET"]),
        Route("/sparql", server.sparql, methods=["GET", "POST"]),
        Route("/query", server.sparql, methods=["GET", "POST"]),
        Route("/graphs", server.graph, methods=["GET"]),
        Route("/health", server.health, methods=["GET"]),
        Route("/explore/{what}", server.explore, methods=["GET"]),
        Route("/assets/{name}", _asset, methods=["GET"]),
    ]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_origin_regex=None if "*" in origins else _LOOPBACK_ORIGIN,
        allow_methods=["GET", "POST", "OPTIONS"],
        allow_headers=["Accept", "Content-Type"],
        max_age=600,
    )
    return Starlette(
        routes=routes,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False), cors],
        exception_handlers={Refusal: _refuse, NewsgraphError: _fail},  # type: ignore[dict-item]
        lifespan=lifespan,
    )


async def _refuse(request: Request, refusal: Refusal) -> Response:
    return PlainTextResponse(refusal.message + "\n", refusal.status, headers=refusal.headers)


async def _fail(request: Request, error: NewsgraphError) -> Response:
    return PlainTextResponse(f"{error}\n", 503)


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in pages.ASSETS:
        raise Refusal(404, f"there is nothing called {name}")
    return FileResponse(_DATA / pages.ASSETS[name], headers=pages.SAFE | {"Cache-Control": "max-age=86400"})


class _Server:
    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.limits = path, limits
        self.workers = QueryWorkers(path, limits)
        self.reader = StoreReader(path)
        # The explorer may take seconds over its opening scene: it has a reader and a turn of its own.
        self._explorer = Explorer(StoreReader(path))
        self._lock, self._exploring_lock = asyncio.Lock(), asyncio.Lock()

    async def sparql(self, request: Request) -> Response:
        body = await _body(request)
        operation = read_operation(
            request.method,
            request.url.query,
            request.headers.get("content-type", ""),
            body,
            request.headers.get("accept", "*/*"),
        )
        if operation is None:
            return await self._describe(request)
        return _response(await self.workers.ask(operation))

    async def _describe(self, request: Request) -> Response:
        media = choose_type(request.headers.get("accept", "*/*"), ["text/turtle", *GRAPH_TYPES, "text/html"])
        if media == "text/html":
            return HTMLResponse(pages.query_page(), headers=pages.SAFE | {"Content-Security-Policy": pages.POLICY})
        if media is None:
            raise Refusal(406, "the service description is served as RDF, the query page as text/html")
        endpoint = str(request.url.replace(query="", fragment=""))
        return _response(
            await self._reading(lambda store: pages.serialize(describe_service(store, endpoint), media, {}))
        )

    async def graph(self, request: Request) -> Response:
        """Graph Store Protocol, reading only: ``?graph=IRI`` or ``?default`` (all graphs together)."""
        wanted = request.query_params.get("graph")
        if wanted is None and "default" not in request.query_params:
            raise Refusal(400, "say which graph: ?graph=IRI, or ?default for all together")
        query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        if wanted is not None:
            known = await self._reading(lambda store: has_graph(store, wanted))
            if not known:
                raise Refusal(404, f"the store has no graph {wanted}")
        operation = Operation(
            query,
            (wanted,) if wanted is not None else (),
            form=request.query_params.get("format"),
            accept=request.headers.get("accept", "*/*"),
        )
        return _response(await self.workers.ask(operation))

    async def health(self, request: Request) -> Response:
        try:
            quads = await self._reading(lambda store: len(store.inner))
        except NewsgraphError as error:
            return JSONResponse({"status": "failing", "reason": str(error)}, 503)
        return JSONResponse({"status": "ok", "quads": quads})

    async def explorer(self, request: Request) -> Response:
        page = await asyncio.to_thread(pages.explorer_page)
        return HTMLResponse(page, headers=pages.SAFE)

    async def explore(self, request: Request) -> Response:
        parameters = request.query_params
        match request.path_params["what"]:
            case "scene":
                body = await self._exploring(lambda e: e.opening())
            case "search":
                body = await self._exploring(lambda e: e.search(parameters.get("q", "")))
            case "neighbourhood":
                body = await self._exploring(lambda e: e.around(parameters.get("node", "")))
            case _:
                raise Refusal(404, "there is nothing of that name to explore")
        return Response(body, media_type="application/json", headers=pages.SAFE)

    async def _reading(self, work: Callable[[Any], Any]) -> Any:
        async with self._lock:
            return await asyncio.to_thread(lambda: work(self.reader.current()))

    async def _exploring(self, work: Callable[[Explorer], bytes]) -> bytes:
        async with self._exploring_lock:
            return await asyncio.to_thread(work, self._explorer)


async def _body(request: Request) -> bytes:
    """The body, refused as soon as it is longer than :data:`MAX_BODY`."""
    if request.method != "POST":
        return b""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise Refusal(413, f"the request is longer than {MAX_BODY} bytes", {"Connection": "close"})
        parts.append(part)
    return b"".join(parts)


def _response(answer: Answer) -> Response:
    # A "+json" or "+xml" type has its encoding by itself; text needs it said.
    media = answer.media_type + ("; charset=utf-8" if answer.media_type.startswith("text/") else "")
    return Response(answer.body, headers=pages.SAFE | {"Content-Type": media, "Vary": "Accept"})


def allowed_hosts(host: str, extra: Sequence[str] = ()) -> list[str]:
    """Host names a server answers to: those of this machine, the address it listens on, and those given.

    A server that listens on every address answers to every name.
    """
    if host in ("0.0.0.0", "::", ""):
        return ["*"] if not extra else [*LOOPBACK, *extra]
    return list(dict.fromkeys([*LOOPBACK, host, *(urlsplit(f"//{name}").hostname or name for name in extra)]))
