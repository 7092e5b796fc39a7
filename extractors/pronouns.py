"""Pronouns: number, gender and animacy rule out; subject, parallel role, nearness and weight in the text choose."""

from __future__ import annotations

from newsgraph.extractors.figures import Figure, Stage
from newsgraph.extractors.mentions import REFLEXIVES, Phrase
from newsgraph.graph.model import EntityType, MentionKind

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_REACH = 3
_MARGIN = 0.15
_THINGS = frozenset((EntityType.PERSON, EntityType.GROUP))


def resolve_pronoun(stage: Stage, phrase: Phrase) -> None:
    """Find the figure of a pronoun, or leave it without one."""
    if phrase.person == 1:
        _speaker(stage, phrase)
        return
    if phrase.person == 2:
        return
    ranked = rank_candidates(stage, phrase)
    if not ranked:
        return
    best = ranked[0]
    if len(ranked) > 1 and best[0] - ranked[1][0] < _MARGIN:
        return
    confidence = 0.5 + min(0.4, (best[0] - (ranked[1][0] if len(ranked) > 1 else 0.0)) / 5)
    stage.assign(phrase, best[1], round(confidence, 2))


def rank_candidates(stage: Stage, phrase: Phrase) -> list[tuple[float, Figure]]:
    """Figures that the pronoun may stand for, best first."""
    parse = stage.reading.parse
    head = phrase.head
    here = parse.sent[head]
    role = parse.dep[head]
    governor = _clause(parse_head=parse.head, dep=parse.dep, i=head)
    scores: dict[int, tuple[float, Figure]] = {}
    for mention in reversed(stage.recent[-120:]):
        distance = here - parse.sent[mention]
        if distance > _REACH and scores or distance > 5:
            break
        figure = stage.figure_at(mention)
        if figure is None or mention >= head or figure.index in scores:
            continue
        if not _agrees(phrase, figure) or _bound(stage, phrase, mention):
            continue
        score = 3.0 - 0.9 * distance - 0.008 * min(head - mention, 60)
        dep = parse.dep[mention]
        if dep in _SUBJECTS:
            score += 0.9
        elif dep in ("dobj", "appos"):
            score += 0.25
        elif dep in ("poss", "compound", "amod"):
            score -= 0.1
        if dep == role or (dep in _SUBJECTS and role in _SUBJECTS):
            score += 0.35
        if parse.para[mention] == parse.para[head]:
            score += 0.3
        score += 0.12 * min(figure.count, 5)
        if figure.named:
            score += 0.3
        if figure.type is None and phrase.gender != "n":
            score -= 0.8
        scores[figure.index] = (score, figure)
    del governor
    return sorted(scores.values(), key=lambda pair: -pair[0])


def _clause(*, parse_head: list[int], dep: list[str], i: int) -> int:
    while parse_head[i] != i and dep[i] not in ("ROOT", "ccomp", "advcl", "relcl", "conj", "acl", "xcomp"):
        i = parse_head[i]
    return i


def _agrees(phrase: Phrase, figure: Figure) -> bool:
    kind = figure.type
    if phrase.gender in ("m", "f"):
        if kind is not None and kind is not EntityType.PERSON:
            return False
        if figure.number == "p" or figure.gender == "n":
            return False
        return figure.gender in (None, phrase.gender)
    if phrase.gender == "n":
        return (
            kind is not EntityType.PERSON
            and figure.number != "p"
            and kind is not EntityType.GROUP
            and figure.gender not in ("m", "f")
        )
    return (
        figure.number == "p"
        or bool(figure.members)
        or (kind is not None and kind.family is EntityType.ORGANIZATION)
        or kind is EntityType.GROUP
    )


def _bound(stage: Stage, phrase: Phrase, mention: int) -> bool:
    """May the pronoun not stand for this mention: the other argument of its verb, or the phrase that it possesses?"""
    parse = stage.reading.parse
    head = phrase.head
    other = stage.phrases.get(mention)
    if other is not None and other.draft.start <= head < other.draft.end:
        return True
    if parse.dep[head] == "poss":
        owned = parse.head[head]
        return owned == mention
    if phrase.lemma in REFLEXIVES:
        return False
    return parse.head[head] == parse.head[mention] and parse.dep[mention] in (
        "nsubj",
        "nsubjpass",
        "dobj",
        "dative",
        "pobj",
    )


def _speaker(stage: Stage, phrase: Phrase) -> None:
    """*I*, *we*, *our* inside a quotation: whoever speaks; *we* of a person with a position: the body it is held in."""
    frame = stage.quoted.get(phrase.head)
    if frame is None or frame.source_head is None:
        return
    figure = stage.figure_at(frame.source_head)
    if figure is None:
        return
    if phrase.number == "p" and figure.type is EntityType.PERSON:
        for body in figure.holds:
            group = stage.figure_at(body)
            if group is not None and group is not figure:
                figure = group
                break
    stage.assign(phrase, figure, 0.8)


def resolve_relatives(stage: Stage) -> None:
    """*Who*, *which*, *that*, *whose* stand for the noun their clause hangs on; they are no mentions."""
    parse = stage.reading.parse
    for i in range(len(parse)):
        if parse.tag[i] not in ("WP", "WDT", "WP$"):
            continue
        verb = i
        for _ in range(6):
            if parse.dep[verb] == "relcl":
                break
            verb = parse.head[verb]
        if parse.dep[verb] == "relcl":
            index = stage.of.get(parse.head[verb])
            if index is not None:
                stage.of.setdefault(i, index)


__all__ = ["MentionKind", "rank_candidates", "resolve_pronoun", "resolve_relatives"]
