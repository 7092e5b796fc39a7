"""Who is who within a document: sieves from sure to daring, over referring expressions in text order.

Names by form, epithets, definite noun phrases, pronouns.  Below a margin a phrase stays alone: a wrong merge is worse than a missed one.
"""

from __future__ import annotations

from newsgraph.extractors.epithets import find_epithets
from newsgraph.extractors.figures import Stage
from newsgraph.extractors.gazetteer import Gazetteer, shipped
from newsgraph.extractors.groups import join_coordinated
from newsgraph.extractors.mentions import find_mentions
from newsgraph.extractors.naming import cluster_names, mark_capitals
from newsgraph.extractors.nominals import join_offices, resolve_headline, resolve_nominal
from newsgraph.extractors.pronouns import resolve_pronoun, resolve_relatives
from newsgraph.extractors.public_names import complete_names
from newsgraph.extractors.reading import Reading
from newsgraph.graph.model import MentionKind


def resolve(reading: Reading, gazetteer: Gazetteer | None = None) -> None:
    """Fill ``reading.cast``, ``reading.referent`` and ``reading.referent_confidence``.  Near-linear in tokens.

    ``gazetteer``: known names to use instead of the shipped ones, for instance ``EntityTable.load(path).gazetteer()``.
    """
    analyse(reading, gazetteer).finish()


def analyse(reading: Reading, gazetteer: Gazetteer | None = None) -> Stage:
    """The figures of a document, before they are written into the reading."""
    phrases = {phrase.head: phrase for phrase in find_mentions(reading, gazetteer or shipped())}
    stage = Stage(reading, phrases, find_epithets(reading.parse, phrases))
    cluster_names(stage)
    complete_names(stage)
    headlines = {s.paragraph for s in reading.sections if "headline" in s.kind}
    late = []
    for head, phrase in phrases.items():
        if reading.parse.para[head] in headlines and phrase.kind is not MentionKind.NAME:
            late.append(phrase)
            continue
        if phrase.person == 1:
            late.append(phrase)
            continue
        _place(stage, head)
    join_offices(stage)
    for phrase in late:
        if phrase.kind is MentionKind.NOMINAL:
            resolve_headline(stage, phrase)
        else:
            _place(stage, phrase.head)
    resolve_relatives(stage)
    mark_capitals(stage)
    return stage


def _place(stage: Stage, head: int) -> None:
    """Give the phrase its figure and bring that to the front of attention."""
    phrase = stage.phrases[head]
    if head not in stage.of:
        if phrase.kind is MentionKind.PRONOUN:
            resolve_pronoun(stage, phrase)
        else:
            resolve_nominal(stage, phrase)
    stage.attend(head)
    join_coordinated(stage, head)
