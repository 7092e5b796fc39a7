"""Servers on this machine that speak the protocols the optional extractors ask: real HTTP, answers by a function."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = Any


@dataclass(slots=True)
class Reply:
    """What a server sends back; ``body`` is sent as it is when it is bytes."""

    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Server:
    """Where it listens, and what it was asked: path, headers and parsed body of each request, in order of arrival."""

    address: str
    asked: list[tuple[str, dict[str, str], Json]] = field(default_factory=list)

    @property
    def bodies(self) -> list[Json]:
        return [body for _, _, body in self.asked]


@contextmanager
def serving(answer: Callable[[str, Json], Reply]) -> Iterator[Server]:
    """A server that answers each POST by ``answer(path, body)`` while the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append((self.path, dict(self.headers), body))
            reply = answer(self.path, body)
            content = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(content)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server = Server(f"http://127.0.0.1:{listening.server_address[1]}")
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def completion(content: str, *, tokens: int | None = 100, finish: str = "stop") -> Json:
    """A chat completion as OpenAI-compatible servers give it."""
    answer = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}},
        ],
    }
    return answer | (
        {"usage": {"prompt_tokens": 60, "completion_tokens": 40, "total_tokens": tokens}} if tokens else {}
    )


def passage_of(body: Json) -> str:
    """The passage a request asks about."""
    return str(json.loads(body["messages"][-1]["content"])["passage"])


@contextmanager
def chat_server(statements: Callable[[str], list[Json]]) -> Iterator[Server]:
    """An OpenAI-compatible server whose model states ``statements(passage)``; the base address ends in ``/v1``."""

    def answer(path: str, body: Json) -> Reply:
        if path != "/v1/chat/completions":
            return Reply({"error": {"message": f"no such path {path}"}}, 404)
        return Reply(completion(json.dumps({"statements": statements(passage_of(body))})))

    with serving(answer) as server:
        server.address += "/v1"
        yield server


@contextmanager
def gliner_server(entities: Callable[[str, list[str]], list[Json]]) -> Iterator[Server]:
    """A server as ``python -m gliner.serve`` starts one, which finds ``entities(text, labels)``."""

    def answer(path: str, body: Json) -> Reply:
        if path != "/gliner":
            return Reply({"error": f"no such path {path}"}, 404)
        return Reply({"entities": entities(body["text"], body["labels"])})

    with serving(answer) as server:
        server.address += "/gliner"
        yield server
