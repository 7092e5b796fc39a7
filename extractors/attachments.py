"""Corrections of what hangs where, by facts of English that a parser does not weigh.

What *and* joins has one form (:mod:`newsgraph.extractors.conjuncts`); *accuse* takes what follows *of*; a verb has one object and what
stands after a comma tells of it; numerals come before adjectives, so "the firm 14 million euros" is two phrases.
Every correction has an example and a counter-example in ``tests/data/attachments.tsv``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsgraph.extractors import attached_clauses as clauses
from newsgraph.extractors import attached_phrases as phrases
from newsgraph.extractors import content_clauses, moods
from newsgraph.extractors.conjuncts import (
    finite_after_gerund,
    gerund_after_gerund,
    past_after_modal,
    speaker_of_conjunct,
)
from newsgraph.extractors.parse import Parse


@dataclass(frozen=True, slots=True)
class Repair:
    """A correction of one token: ``labels`` are the dependency labels, space-separated, of the tokens that it may fit.

    ``run`` changes the parse and returns whether it did.
    """

    labels: str
    run: Callable[[Parse, int], bool]


def repair_attachments(parse: Parse) -> None:
    """Carry out every correction of :data:`REPAIRS` on every token it may fit.  O(tokens)."""
    tokens = _by_label(parse)
    for repair in REPAIRS.values():
        before: list[int] | None = None
        changed = False
        for label in repair.labels.split():
            for i in tokens.get(label, ()):
                before = before or parse.head.copy()
                changed |= repair.run(parse, i)
        if changed:
            if before is not None and not parse.is_forest():
                parse.head[:] = before
            tokens = _by_label(parse.finish())


def _by_label(parse: Parse) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i, label in enumerate(parse.dep):
        found.setdefault(label, []).append(i)
    return found


REPAIRS: dict[str, Repair] = {
    "finite-after-gerund": Repair("conj", finite_after_gerund),
    "gerund-after-gerund": Repair("conj", gerund_after_gerund),
    "past-after-modal": Repair("conj", past_after_modal),
    "speaker-of-conjunct": Repair("conj", speaker_of_conjunct),
    "accused-of": Repair("prep", phrases.accused_of),
    "one-object": Repair("dobj", phrases.one_object),
    "following-preposition": Repair("xcomp advcl acl ccomp", phrases.following),
    "described-participle": Repair("conj", clauses.described_participle),
    "counted-ballots": Repair("nsubj", clauses.counted),
    "numbered-subject": Repair("nummod", clauses.numbered_subject),
    "clause-as-subject": Repair("nsubj nsubjpass csubj csubjpass ccomp", clauses.clause_as_subject),
    "two-phrases": Repair("dobj", phrases.two_phrases),
    "stretch-of-time": Repair("dobj", phrases.stretch_of_time),
    "small-clause": Repair("ccomp", phrases.small_clause),
    "particle-before-object": Repair("advmod", phrases.particle),
    "missing-state": Repair("ROOT ccomp conj advcl relcl xcomp", clauses.missing),
    "time-of-state": Repair("advcl", clauses.time_of_state),
    "who-of-body": Repair("relcl", clauses.who_of_body),
    "which-of-sum": Repair("relcl", clauses.which_of_sum),
    "blamed-on": Repair("prep", phrases.blamed_on),
    "of-and-of": Repair("prep conj", phrases.of_and_of),
    "named-among": Repair("conj", phrases.named_among),
    "extent-in-time": Repair("dobj", phrases.extent_in_time),
    "named-so": Repair("appos npadvmod", phrases.named_so),
    "it-takes-time": Repair("nsubj", clauses.it_takes),
    "aged-so": Repair("acl", clauses.aged),
    "nearest-speaker": Repair("nsubj", clauses.nearest_speaker),
    "whose-cue": Repair("nsubj", clauses.whose_cue),
    "to-blame": Repair("xcomp", clauses.to_blame),
    "fighting": Repair("pcomp pobj", clauses.fighting),
    "turned-left": Repair("ROOT xcomp ccomp advcl conj relcl dep", phrases.turned_left),
    "shot-dead": Repair("amod", phrases.shot_dead),
    "laid-down": Repair("ROOT ccomp xcomp conj advcl relcl acl", phrases.laid_down),
    "dismissed-as": Repair("prep", phrases.dismissed_as),
    "apposed-speaker": Repair("ROOT ccomp conj", clauses.apposed_speaker),
    "named-after-relative": Repair("appos", clauses.named_after_relative),
    "no-word": Repair("ROOT ccomp xcomp conj advcl relcl acl pcomp dep parataxis", moods.no_word),
    "without-that": Repair("relcl", content_clauses.without_that),
    "of-subject": Repair("ccomp", content_clauses.of_subject),
    "of-saying": Repair("acl relcl ccomp", content_clauses.of_saying),
    "around-cue": Repair("ROOT ccomp parataxis conj advcl", content_clauses.around_cue),
    "before-colon": Repair("ccomp", content_clauses.before_colon),
    "of-object": Repair("ccomp", content_clauses.of_object),
    "amounting": Repair("advcl", clauses.amounting),
    "imperative": Repair("ROOT", moods.imperative),
    "base-after-modal": Repair("ROOT ccomp conj advcl relcl", clauses.base_after_modal),
    "meant-to": Repair("relcl", clauses.meant_to),
    "time-to-act": Repair("relcl", clauses.time_to_act),
    "result-of-fact": Repair("advcl", clauses.result_of_fact),
}
"""Id of each correction -> which tokens it looks at and what it does, in the order in which they are carried out."""
