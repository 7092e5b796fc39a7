"""Asking a server: real HTTP on this machine, failures that pass and failures that do not, and a key that stays a secret."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import pytest
from model_servers import Reply, serving

from newsgraph.extractors.service import RefusedError, Service, ServiceError, SettingError


def test_what_is_posted_arrives_and_the_answer_comes_back() -> None:
    with serving(lambda path, body: Reply({"path": path, "got": body})) as server:
        answer = Service(server.address + "/v1/", "k-1").post("/ask", {"text": "naïve \ud800"})
    assert answer == {"path": "/v1/ask", "got": {"text": "naïve \ud800"}}
    assert server.asked[0][1]["Authorization"] == "Bearer k-1"


def test_a_busy_server_is_asked_again_and_may_say_when() -> None:
    replies = [Reply({"error": "busy"}, 503), Reply({}, 429, {"Retry-After": "0.2"}), Reply({"ok": True})]
    with serving(lambda path, body: replies.pop(0)) as server:
        started = time.perf_counter()
        assert Service(server.address, backoff=0.01).post("/", {}) == {"ok": True}
    assert time.perf_counter() - started >= 0.2
    assert len(server.asked) == 3


def test_a_server_that_stays_busy_is_given_up_with_its_words() -> None:
    with (
        serving(lambda path, body: Reply({"error": {"message": "model is loading"}}, 503)) as server,
        pytest.raises(ServiceError, match=r"answered 503: model is loading \(3 tries\)"),
    ):
        Service(server.address, tries=3, backoff=0.01).post("/", {})
    assert len(server.asked) == 3


def test_a_refusal_is_not_repeated() -> None:
    with (
        serving(lambda path, body: Reply({"error": {"message": "no such model"}}, 404)) as server,
        pytest.raises(RefusedError, match="404: no such model; is the address right"),
    ):
        Service(server.address, backoff=0.01).post("/", {})
    assert len(server.asked) == 1


def test_nobody_listening_is_said_as_such() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ServiceError, match=r"does not answer: .*is the server running"):
        Service(f"http://127.0.0.1:{port}", tries=2, backoff=0.01).post("/", {})


def test_an_answer_that_drips_for_ever_is_cut_off_at_the_deadline() -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"X-Drip: 1\r\n")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    started = time.perf_counter()
    try:
        with pytest.raises(ServiceError, match=r"no whole answer within 0\.4 s"):
            Service(f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=0.4, tries=1).post("/", {})
    finally:
        stop.set()
        thread.join()
        listening.close()
    assert time.perf_counter() - started < 3


@pytest.mark.parametrize("body", [b"<html>", b"[" * 100_000, b""])
def test_an_answer_that_is_no_json_is_an_error(body: bytes) -> None:
    with (
        serving(lambda path, _: Reply(body)) as server,
        pytest.raises(ServiceError, match="no JSON"),
    ):
        Service(server.address).post("/", {})


def test_a_redirect_is_not_followed_so_the_key_goes_nowhere_else() -> None:
    with (
        serving(lambda path, body: Reply({})) as other,
        serving(lambda path, body: Reply({}, 302, {"Location": other.address})) as server,
        pytest.raises(RefusedError, match="302"),
    ):
        Service(server.address, "k-1").post("/", {})
    assert other.asked == []


def test_the_key_is_in_no_message_and_no_repr() -> None:
    key = "sk-very-secret"
    with (
        serving(lambda path, body: Reply({"error": {"message": f"wrong key: {key}\x1b[31m"}}, 401)) as server,
        pytest.raises(RefusedError) as caught,
    ):
        Service(server.address, key).post("/", {})
    assert key not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert "wrong key: …" in str(caught.value)
    assert key not in repr(Service("https://example.org", key))


@pytest.mark.parametrize(
    ("url", "key", "says"),
    [
        ("ftp://example.org", None, "no address of a server"),
        ("localhost:8080", None, "no address of a server"),
        ("http://user:pass@127.0.0.1/v1", None, "keys go into the environment"),
        ("http://127.0.0.1/v1?key=1", None, "keys go into the environment"),
        ("http://127.0.0.1:99999/v1", None, "is no address"),
        ("http://models.example.org/v1", "k", "unencrypted to models.example.org"),
        ("https://models.example.org/v1", "k\r\nX-Evil: 1", "characters that no key has"),
    ],
)
def test_an_address_or_key_that_cannot_be_used_is_refused(url: str, key: str | None, says: str) -> None:
    with pytest.raises(SettingError, match=says) as caught:
        Service(url, key)
    assert "X-Evil" not in str(caught.value)
    assert "pass@" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.7", "ollama"])
def test_a_key_may_go_to_a_server_nearby_in_the_clear(host: str) -> None:
    made: Any = Service(f"http://{host}:8000/v1", "k")
    assert made.key == "k"
