"""Whether what a clause tells came about, by the words around its governor: degrees, attempts in vain, alternatives not taken."""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import is_predicate
from newsgraph.extractors.reading import Clause
from newsgraph.extractors.signatures import UNCOMMITTED, Commitment, complement_signature, negators

_ATTEMPTS = frozenset("try attempt seek strive struggle fight work bid race search campaign plead appeal beg".split())
_TRIALS = frozenset("attempt effort bid try push drive plot plan move".split())
_DUTY = frozenset({"should", "must", "ought", "let"})
_FOREGONE = frozenset({"instead of", "rather than", "far from", "in lieu of"})


def by_degree(parse: Parse, adjective: int, kind: str, *, negated: bool) -> Commitment | None:
    """ "too dark to see": not seen; "not strong enough to pass": not passed; None without a degree."""
    if kind != "infinitive" or parse.pos[adjective] not in ("ADJ", "ADV"):
        return None
    modifiers = {parse.lower[c] for c in parse.kids(adjective, "advmod")}
    if "too" in modifiers:
        return Commitment(negative=not negated)
    if "enough" in modifiers:
        return Commitment(negative=True) if negated else UNCOMMITTED
    return None


def by_adjective(parse: Parse, v: int) -> Commitment | None:
    """ "left thousands unable to travel", "made it impossible to leave": the adjective of an infinitive, not after a copula."""
    head = parse.head[v]
    if parse.pos[head] != "ADJ" or parse.dep[head] not in ("amod", "oprd", "ccomp", "acl", "appos", "conj"):
        return None
    infinitive = any(parse.lower[a] == "to" for a in parse.kids(v, "aux"))
    if not infinitive or parse.lower[head] == "clear":  # listed as a verb: "was cleared to land"
        return None
    return complement_signature(parse.lower[head], "infinitive", negated=False)


def by_preposition(parse: Parse, v: int, lemma: str, *, negated: bool) -> Commitment | None:
    """A gerund after the preposition of its governor: "kept from leaving", "interested in buying"; None for an unlisted pair."""
    link = parse.head[v]
    governor = parse.head[link]
    words = [lemma, parse.lemma[governor].lower(), parse.lower[governor]]
    if parse.dep[governor] == "acl":  # "stopped ballots cast there from being counted"
        words.append(parse.lemma[parse.head[parse.head[governor]]].lower())
    for word in words:
        found = complement_signature(f"{word} {parse.lower[link]}", "infinitive", negated=negated)
        if found is not None:
            return found
    return None


def is_singled_out(parse: Parse, v: int) -> bool:
    """ "the first woman to win": an ordinal, a superlative or *only* says that it happened."""
    noun = parse.head[v]
    return any(
        parse.lower[c] in ("first", "second", "third", "last", "latest", "next", "only", "sole")
        or parse.tag[c] == "JJS"
        for c in (noun, *parse.kids(noun, "amod", "nummod"))
    )


def is_foregone(parse: Parse, v: int) -> bool:
    """ "instead of paying", "rather than resign", "far from ending", "left rather than vote": what did not happen."""
    if parse.dep[v] == "pcomp":
        link: int | None = parse.head[v]
    elif parse.dep[v] == "conj":
        link = max((c for c in parse.kids(parse.head[v], "cc") if c < v), default=None)
    else:
        link = parse.kid(v, "mark", "prep")
    return link is not None and link > 0 and f"{parse.lower[link - 1]} {parse.lower[link]}" in _FOREGONE


def is_due(parse: Parse, v: int) -> bool:
    """Does a clause, or the one that is its content, say what should be done?"""
    inner = (v, *parse.kids(v, "ccomp", "xcomp"))
    return any(parse.lower[a] in _DUTY for i in inner for a in (i, *parse.kids(i, "aux")))


def is_in_vain(parse: Parse, v: int) -> bool:
    """An infinitive after an attempt that failed: "tried in vain to leave", "tried to leave, without success", "… but failed"."""
    attempt = parse.head[v]
    if parse.lemma[attempt].lower() not in _ATTEMPTS:
        return False
    if any(_is_vain(parse, c) for i in (attempt, v) for c in parse.kids(i, "advmod", "prep")):
        return True
    return any(
        parse.lemma[c].lower() == "fail" and not parse.kids(c, "nsubj", "xcomp", "dobj", "neg")
        for i in (attempt, v)
        for c in parse.kids(i, "conj")
        if c > v and any(parse.lower[k] in ("but", "and", "yet") for k in parse.kids(i, "cc"))
    )


def is_foiled(parse: Parse, v: int) -> bool:
    """What an attempt that came to nothing was for: "the bid to sell the plant failed", "police foiled a plot to kill him"."""
    noun = parse.head[v]
    if parse.dep[v] not in ("acl", "relcl") or parse.lemma[noun].lower() not in _TRIALS or parse.pos[noun] != "NOUN":
        return False
    if not any(parse.lower[a] == "to" for a in parse.kids(v, "aux")):
        return False
    governor = parse.head[noun]
    if parse.kid(governor, "neg") is not None:
        return False
    if parse.dep[noun] == "nsubj" and parse.lemma[governor].lower() == "be":
        return any(parse.lower[c] in _failures("adjective") for c in parse.kids(governor, "acomp"))
    place = "subject" if parse.dep[noun] == "nsubj" else "object"
    return parse.dep[noun] in ("nsubj", "nsubjpass", "dobj") and parse.lemma[governor].lower() in _failures(place)


def is_brought_about(above: Clause, noun: int) -> bool:
    """ "could cause the collapse of the bank", "may lead to the closure of two mines": it is as sure as what brings it about."""
    brings = words_of("causing_verbs.txt")
    if above.lemma in brings and above.object is not None and noun in above.object.heads:
        return True
    return any(noun in filler.heads for role, filler in above.args if f"{above.lemma} {role}" in brings)


def ends_early(lemma: str) -> bool:
    """What is told with *before* did not come about then: "talks broke down before a deal was signed"."""
    return lemma in _failures("early")


@cache
def _failures(place: str) -> frozenset[str]:
    return frozenset(word for word, where in rows_of("failures.tsv") if where == place)


def _is_vain(parse: Parse, i: int) -> bool:
    words = [parse.lower[k] for k in range(parse.left[i], parse.right[i] + 1) if parse.pos[k] != "PUNCT"]
    return " ".join(words) in negators("vain")


def is_open_infinitive(parse: Parse, v: int) -> bool:
    """ "how to deal with it", "what to do": asked, not told; not "what he was unable to do"."""
    to = next((a for a in parse.kids(v, "aux") if parse.lower[a] == "to"), None)
    if to is None or parse.dep[v] in ("relcl", "acl"):
        return False
    first = parse.left[v]
    return parse.tag[first] in ("WRB", "WP") and first < to and v in (parse.head[to - 1], *parse.ancestors(to - 1))


def is_left_undone(parse: Parse, v: int) -> bool:
    """A purpose for which nothing was done: "did nothing to stop the attack", "nothing was done to help"."""
    matrix = parse.head[v]
    return (
        is_predicate(parse, matrix)
        and parse.lemma[matrix].lower() == "do"
        and any(parse.lower[c] == "nothing" for c in parse.kids(matrix, "dobj", "nsubjpass"))
    )


def is_declined_reason(parse: Parse, v: int) -> bool:
    """ "not because he agrees", "it is not like they left": what is only said not to be the reason, or not what it is like."""
    mark = parse.kid(v, "mark")
    if mark is None or mark < 1:
        return False
    before = parse.lower[mark - 1] in ("not", "n't")
    return before and (
        parse.lower[mark] == "because" or (parse.lower[mark] == "like" and parse.lemma[parse.head[v]] == "be")
    )


def is_presupposed(parse: Parse, v: int) -> bool:
    """A clause that restricts a negated subject: "no soldiers who fought there survived" leaves open whether any fought."""
    noun = parse.head[v]
    return (
        parse.dep[v] in ("relcl", "acl")
        and parse.dep[noun] in ("nsubj", "nsubjpass")
        and noun < v < parse.head[noun]
        and parse.lemma[parse.head[noun]].lower() != "be"
    )
