"""Several taken together: coordinations that *they*, *both sides*, *the groups* go back to."""

from __future__ import annotations

from newsgraph.extractors.figures import Figure, Stage
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.mentions import Phrase
from newsgraph.extractors.nouns import type_of_noun
from newsgraph.extractors.phrases import conjuncts
from newsgraph.graph.model import EntityType

_REACH = 25
_PEOPLE = frozenset((EntityType.PERSON, EntityType.GROUP))


def join_coordinated(stage: Stage, head: int) -> None:
    """When the last conjunct has been placed, the whole coordination becomes a figure with members.

    Only people and bodies are taken together, and only as subject or object; it is no mention of its own.
    """
    parse = stage.reading.parse
    first = head
    while parse.dep[first] in ("conj", "appos") and parse.head[first] < first:
        first = parse.head[first]
    if first == head or first in stage.joint:
        return
    members = conjuncts(parse, first)
    if head != members[-1]:
        return
    figures = list(dict.fromkeys(f.index for m in members if (f := stage.figure_at(m)) is not None))
    if len(figures) < 2 or not all(_can_act(stage.figures[f]) for f in figures):
        return
    figure = Figure(len(stage.figures), number="p", members=tuple(figures))
    figure.votes[EntityType.GROUP] = 1.0
    figure.last, figure.count = head, 1
    if parse.dep[first] in ("nsubj", "nsubjpass"):
        figure.last_subject = head
    stage.figures.append(figure)
    stage.joint[first] = figure.index


def _can_act(figure: Figure) -> bool:
    kind = figure.type
    return kind is not None and (
        kind in _PEOPLE or kind.family is EntityType.ORGANIZATION or kind is EntityType.COUNTRY
    )


def collective(stage: Stage, phrase: Phrase) -> Figure | None:
    """The coordination that a collective label goes back to: its nearest members are of the kind that the noun names.

    *The groups*, *the organisations*, *the activists* of three bodies; *both sides*, *the two countries* of two.
    """
    if (
        phrase.number != "p"
        or phrase.determiner not in ("definite", "demonstrative")
        or phrase.lemma not in words_of("collectives.txt")
    ):
        return None
    parse = stage.reading.parse
    if phrase.draft.end - phrase.head > 1 or phrase.modifiers - {
        "two",
        "three",
        "four",
        "five",
        "same",
        "rights",
        "democratic",
    }:
        return None
    here = parse.sent[phrase.head]
    wanted = type_of_noun(phrase.lemma)
    pairs = (
        phrase.lemma in ("side", "pair", "duo")
        or "two" in phrase.modifiers
        or any(parse.lower[i] == "both" for i in range(phrase.draft.start, phrase.head))
    )
    for first in sorted(stage.joint, reverse=True):
        figure = stage.figures[stage.joint[first]]
        if first >= phrase.head or here - parse.sent[first] > _REACH:
            continue
        if pairs and len(figure.members) != 2:
            continue
        if not pairs and parse.dep[first] not in ("nsubj", "nsubjpass"):
            continue
        if all(
            _is_kind(stage.figures[stage.root(m)], wanted, loose=len(figure.members) > 2 or pairs)
            for m in figure.members
        ):
            return figure
    return None


def _is_kind(figure: Figure, wanted: EntityType | None, *, loose: bool) -> bool:
    kind = figure.type
    if kind is None or wanted is None:
        return False
    if wanted is EntityType.PERSON:
        return kind is EntityType.PERSON or (loose and kind.family is EntityType.ORGANIZATION)
    if wanted is EntityType.COUNTRY:
        return kind is EntityType.COUNTRY
    if wanted is EntityType.LOCATION:
        return loose
    return kind.family is EntityType.ORGANIZATION or (loose and kind is EntityType.GROUP)
