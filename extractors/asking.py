"""Putting all questions of a batch to a server at once: those not answered before, several at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from newsgraph.errors import InputError
from newsgraph.extractors.answers import Answers
from newsgraph.graph.model import Document, Span

ASKED, KNOWN = "questions asked", "answers known already"


def ask_all(
    documents: Iterable[Document],
    pieces: Callable[[Document], Iterable[Span]],
    key_of: Callable[[str], str],
    ask: Callable[[Document, str], str],
    answers: Answers,
    parallel: int,
    *,
    reserve: Callable[[Document], None] = lambda document: None,
) -> dict[str, InputError]:
    """Ask about every piece of every document and keep the answers; returns what failed, by document id.

    ``reserve`` is called in the order of the text just before a question is put, at most ``parallel`` of them being under
    way.  It and ``ask``, which gives the answer to keep, raise :class:`InputError` where only this document is concerned;
    any other error ends it all, and questions not yet put are not put.
    """
    failures: dict[str, InputError] = {}
    under_way: deque[tuple[str, Document, Future[str]]] = deque()
    seen: set[str] = set()
    new: dict[str, str] = {}
    known = 0

    def take_in() -> None:
        key, document, future = under_way.popleft()
        try:
            new[key] = future.result()
        except InputError as error:
            failures.setdefault(document.id, error)
        if len(new) >= parallel:
            answers.keep(new)
            new.clear()

    pool = ThreadPoolExecutor(parallel)
    try:
        for document in documents:
            for span in pieces(document):
                words = document.text[span.start : span.end]
                key = key_of(words)
                if key in seen or answers.find(key) is not None:
                    known += 1
                    continue
                if len(under_way) >= parallel:
                    take_in()
                try:
                    reserve(document)
                except InputError as error:
                    failures.setdefault(document.id, error)
                    break
                seen.add(key)
                under_way.append((key, document, pool.submit(ask, document, words)))
        while under_way:
            take_in()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        answers.keep(new)
        answers.count({ASKED: len(seen), KNOWN: known})
    return failures
