"""What predicates, nouns and cues tell of the clause they embed: polarity, certainty and timeframe."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsgraph.extractors.lexicon import rows_of
from newsgraph.graph.model import Certainty

_KINDS = {"any": ("infinitive", "finite", "noun"), "clause": ("infinitive", "finite")}
_CERTAINTY = {
    "C": Certainty.CERTAIN,
    "P": Certainty.PROBABLE,
    "S": Certainty.POSSIBLE,
    "U": Certainty.UNSPECIFIED,
    ".": Certainty.CERTAIN,
}
_STRENGTH = (Certainty.CERTAIN, Certainty.PROBABLE, Certainty.POSSIBLE, Certainty.UNSPECIFIED, Certainty.UNREAL)


@dataclass(frozen=True, slots=True)
class Commitment:
    """How a clause is meant: negated or not, how certain, of the future or not."""

    negative: bool = False
    certainty: Certainty = Certainty.CERTAIN
    future: bool = False

    def embed(self, inner: Commitment) -> Commitment:
        """``inner`` seen through this one: negations cancel, the weaker certainty and any future win."""
        return Commitment(
            self.negative != inner.negative, weaker(self.certainty, inner.certainty), self.future or inner.future
        )


PLAIN = Commitment()
UNCOMMITTED = Commitment(certainty=Certainty.UNSPECIFIED)


def weaker(a: Certainty, b: Certainty) -> Certainty:
    return max(a, b, key=_STRENGTH.index)


def parse_value(value: str) -> Commitment:
    """A value of the signature tables: ``-CF`` is negative, certain, future."""
    letters = value.lstrip("+-")
    return Commitment(
        value.startswith("-"), _CERTAINTY[letters[0]] if letters else Certainty.CERTAIN, letters.endswith("F")
    )


@cache
def _complements() -> dict[tuple[str, str], tuple[Commitment, Commitment]]:
    table: dict[tuple[str, str], tuple[Commitment, Commitment]] = {}
    for lemma, complement, affirmed, negated in rows_of("complement_signatures.tsv"):
        for kind in _KINDS.get(complement, (complement,)):
            table.setdefault((lemma, kind), (parse_value(affirmed), parse_value(negated)))
    return table


@cache
def _nouns() -> dict[str, Commitment]:
    return {noun: parse_value(value) for noun, value in rows_of("noun_signatures.tsv")}


def complement_signature(lemma: str, kind: str, *, negated: bool) -> Commitment | None:
    """What ``lemma`` tells of its complement (``kind``: infinitive, finite or noun); None for a predicate that is not listed."""
    found = _complements().get((lemma, kind))
    return found[negated] if found else None


def noun_signature(noun: str) -> Commitment | None:
    """What a noun tells of the event it governs; None for nouns that are not listed."""
    return _nouns().get(noun)


@cache
def hedges() -> dict[str, Certainty]:
    """Hedging adverbs and adjectives."""
    return {word: Certainty(value) for word, value in rows_of("hedges.tsv")}


@cache
def negators(place: str) -> frozenset[str]:
    """Negating words by where they stand: ``adverb`` or ``argument``."""
    return frozenset(word for word, where in rows_of("negators.tsv") if where == place)
