"""Corrections of parses by number: a verb agrees with its subject."""

from __future__ import annotations

from newsgraph.extractors.cues import reporting_verbs
from newsgraph.extractors.parse import Parse

_SINGULAR = frozenset({"was", "is", "has"})


def repair_coordinated_subjects(parse: Parse) -> None:
    """ "They saw the crowd and a ship was sent": what a singular verb follows is no subject of two.

    Parsers take the object of the first verb and the subject of the second for one coordination, and the second clause for
    what is seen.  O(tokens).
    """
    split = [_split(parse, v) for v in range(len(parse)) if parse.dep[v] == "ccomp" and parse.head[v] < v]
    if any(split):
        parse.finish()


def _split(parse: Parse, v: int) -> bool:
    first = parse.kid(v, "nsubj", "nsubjpass")
    matrix = parse.head[v]
    if first is None or parse.kid(v, "mark") is not None or not _takes_object(parse, matrix):
        return False
    second, coordinator = parse.kid(first, "conj"), parse.kid(first, "cc")
    finite = next((i for i in (*parse.kids(v, "aux", "auxpass"), v) if parse.lower[i] in _SINGULAR), None)
    if second is None or coordinator is None or finite is None or parse.kid(second, "conj") is not None:
        return False
    if parse.lower[coordinator] != "and" or parse.tag[second] not in ("NN", "NNP") or parse.left[first] != matrix + 1:
        return False
    parse.head[second], parse.dep[second] = v, parse.dep[first]
    parse.head[first], parse.dep[first] = matrix, "dobj"
    parse.head[coordinator], parse.dep[v] = matrix, "conj"
    return True


def _takes_object(parse: Parse, verb: int) -> bool:
    """A verb that may have a noun as its object as well as a clause: "noticed", not "said"."""
    frames = reporting_verbs().get(parse.lemma[verb].lower())
    return frames is None or any(frame.startswith("obj") or cue.kind == "perception" for frame, cue in frames.items())
