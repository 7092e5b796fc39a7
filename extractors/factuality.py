"""Factuality: polarity, certainty and timeframe of every clause, relative to its innermost holder.

Composed along the tree: what a clause says of itself (negation, modals, adverbs, tense) seen through what embeds it (attribution
frames, implicative and other embedding predicates, conditions, purposes).  After Saurí & Pustejovsky 2012 (De Facto).
"""

from __future__ import annotations

from newsgraph.extractors import outcomes
from newsgraph.extractors.cues import reporting_verbs
from newsgraph.extractors.frame_cover import covering
from newsgraph.extractors.markers import is_asked, is_to_infinitive, own_commitment
from newsgraph.extractors.negation import COPULAS, argument_negates
from newsgraph.extractors.reading import Clause, Frame, Reading
from newsgraph.extractors.signatures import (
    PLAIN,
    UNCOMMITTED,
    Commitment,
    complement_signature,
    noun_signature,
    weaker,
)
from newsgraph.graph.model import Certainty, Polarity, Timeframe

_FRAME_KINDS = {
    "negative": Commitment(negative=True),
    "directive": Commitment(certainty=Certainty.UNSPECIFIED, future=True),
    "commissive": Commitment(certainty=Certainty.PROBABLE, future=True),
    "expectation": Commitment(certainty=Certainty.PROBABLE, future=True),
    "question": UNCOMMITTED,
}
_FUTURE_MARKERS = frozenset({"until", "till", "before", "once"})
_MOMENTS = frozenset({"when", "whenever", "after"})
_PLANS = frozenset({"expect", "hope", "plan", "intend", "aim", "want", "promise"})
_AIMS = ("for", "at", "on")
_MAKING = frozenset({"leave", "make", "set", "keep", "render", "turn", "get"})
"""Verbs that bring a state about: where they are negated, it is not there."""
_CONDITION_RELAXED = frozenset({Certainty.CERTAIN, Certainty.PROBABLE})


def judge(reading: Reading) -> None:
    """Set polarity, certainty, timeframe, hedge and frames of every clause."""
    judge_ = _Judge(reading)
    for number in range(len(reading.clauses)):
        judge_.commitment(number)


class _Judge:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.parse = reading.parse
        self.done: dict[int, Commitment] = {}
        self.at = {c.trigger: n for n, c in enumerate(reading.clauses)}
        self.covering = covering(reading)
        self.cue_clause = {k: self._clause_of_cue(f) for k, f in enumerate(reading.frames)}

    def _clause_of_cue(self, frame: Frame) -> int | None:
        return self.at.get(frame.cue_head) if frame.cue_head is not None else None

    def commitment(self, number: int) -> Commitment:
        """Of one clause, computing its parent's first; a cycle cannot arise, the tree has none."""
        if number in self.done:
            return self.done[number]
        clause = self.reading.clauses[number]
        self.done[number] = PLAIN
        clause.frames = self.covering.get(clause.trigger, ())
        own = own_commitment(self.reading, clause)
        context = self._context(clause, number)
        result = context.embed(own)
        result = self._conditional(clause, result)
        if is_asked(self.parse, clause.trigger):
            result = Commitment(result.negative, weaker(result.certainty, Certainty.UNSPECIFIED), result.future)
        if not result.negative and result.certainty is Certainty.CERTAIN and self._is_of_nobody(clause):
            result = Commitment(
                False, Certainty.UNSPECIFIED, result.future
            )  # "nobody failed to come" tells it of no one by name
        self.done[number] = result
        clause.polarity = Polarity.NEGATIVE if result.negative else Polarity.POSITIVE
        clause.certainty = result.certainty
        clause.timeframe = Timeframe.FUTURE if result.future else Timeframe.NON_FUTURE
        return result

    def _is_of_nobody(self, clause: Clause) -> bool:
        return clause.subject is not None and any(argument_negates(self.parse, h) for h in clause.subject.heads)

    def _context(self, clause: Clause, number: int) -> Commitment:
        parent = clause.parent
        frames = clause.frames
        outer = self.covering.get(self.reading.clauses[parent].trigger, ()) if parent is not None else ()
        new = [k for k in frames if k not in outer]
        if new and self._is_described(clause, new[-1]):
            return PLAIN  # "rejected a measure that would amend …": what the measure would do is not what is rejected
        if new:
            return self._frame_context(new[-1], clause).embed(self._inner_context(clause, new[-1]))
        if parent is None:
            return self._rootless_context(clause)
        return self._tree_context(clause, parent)

    def _rootless_context(self, clause: Clause) -> Commitment:
        """Of a clause that no other governs; an infinitive that describes a noun on its own ("Plans to build a dam") is open."""
        described = self.parse.dep[clause.trigger] in ("acl", "relcl") and is_to_infinitive(self.parse, clause.trigger)
        return (self._governing_noun(clause) or UNCOMMITTED) if described else PLAIN

    def _is_described(self, clause: Clause, frame_number: int) -> bool:
        """A relative clause of the very noun that a cue denies, condemns or asks for."""
        return (
            clause.embedding == "relcl"
            and self.reading.frames[frame_number].kind != "assertive"
            and self._complement_kind(clause) == "finite"
            and self._noun_argument_of_cue(self.parse.head[clause.trigger], frame_number)
        )

    def _noun_argument_of_cue(self, noun: int, frame_number: int) -> bool:
        cue = self.reading.frames[frame_number].cue_head
        return cue is not None and self.parse.head[noun] == cue and self.parse.dep[noun] in ("dobj", "nsubjpass")

    def _inner_context(self, clause: Clause, frame_number: int) -> Commitment:
        """What stands between a clause and the frame's cue when the frame is not the immediate governor."""
        parent = clause.parent
        if parent is None or parent == self.cue_clause.get(frame_number):
            return outcomes.by_adjective(self.parse, clause.trigger) or PLAIN
        frame = self.reading.frames[frame_number]
        if frame.covers(self.reading.clauses[parent].trigger):
            return self._tree_context(clause, parent)
        return self._adverbial(clause) or PLAIN

    def _frame_context(self, number: int, clause: Clause) -> Commitment:
        if clause.rule == "small-clause":
            cue = self.cue_clause.get(number)  # "called it a coup", "rejected it as unfair": held flatly by who says so
            denied = self.reading.frames[number].negated or (cue is not None and self.commitment(cue).negative)
            return UNCOMMITTED if denied else PLAIN
        frame = self.reading.frames[number]
        cue = self.cue_clause.get(number)
        negated = frame.negated or (cue is not None and self.commitment(cue).negative)
        kind = self._complement_kind(clause)
        if frame.lemma is not None:
            signature = complement_signature(frame.lemma, kind, negated=negated)
            if signature is not None and signature.negative and clause.marker in ("whether", "if"):
                return UNCOMMITTED  # "doubt whether" leaves open what "doubt that" holds unlikely
            if signature is not None:
                return signature
        if negated:
            return UNCOMMITTED
        return _FRAME_KINDS.get(frame.kind, PLAIN)

    def _tree_context(self, clause: Clause, parent: int) -> Commitment:
        adverbial = self._adverbial(clause)
        if adverbial is not None:
            return adverbial
        if outcomes.is_foregone(self.parse, clause.trigger):
            return (
                UNCOMMITTED
                if outcomes.is_due(self.parse, self.reading.clauses[parent].trigger)
                else Commitment(negative=True)
            )
        if outcomes.is_foiled(self.parse, clause.trigger):
            return Commitment(negative=True)
        above = self.reading.clauses[parent]
        embedding = clause.embedding or ""
        outer = self.commitment(parent)
        if clause.rule == "small-clause":
            if outer.negative and above.lemma not in _MAKING:
                return UNCOMMITTED  # "did not call it a coup": it may be one
            return Commitment(outer.negative, outer.certainty, outer.future)
        if embedding == "conj":
            mark = self.parse.kid(clause.trigger, "mark")  # "not because it lost money but because the lease ended"
            return (
                PLAIN
                if mark is not None and self.parse.lower[mark] == "because"
                else self._shared_context(above, parent)
            )
        governor = self._governing_noun(clause)
        if governor is not None:
            return governor
        if embedding in ("relcl", "acl", "appos"):
            if embedding != "appos" and is_to_infinitive(self.parse, clause.trigger):
                return UNCOMMITTED if not outcomes.is_singled_out(self.parse, clause.trigger) else PLAIN
            return (
                Commitment(False, outer.certainty if outer.future else Certainty.CERTAIN, False)
                if embedding == "acl"
                else PLAIN
            )
        if embedding == "advcl":
            return (
                Commitment(False, outer.certainty, outer.future)
                if self.parse.tag[clause.trigger] in ("VBG", "VBN")
                else PLAIN
            )
        if embedding == "nominal":
            return self._nominal_context(clause, above, outer)
        if embedding.startswith("pcomp:"):
            preposition = embedding.partition(":")[2]
            if preposition == "without":
                return Commitment(negative=True, certainty=outer.certainty, future=outer.future)
            if preposition in ("of", "from", "for", "in", "to", "at", "on", "against", "into", "about", "with"):
                signature = outcomes.by_preposition(self.parse, clause.trigger, above.lemma, negated=outer.negative)
                if signature is None and preposition in ("of", "from", "in", "to", "against", "into", *_AIMS):
                    signature = self._signature(clause, above, outer)
                    implied = signature is not None and signature.certainty is Certainty.CERTAIN
                    if implied and preposition in _AIMS and outer.negative:
                        signature = None  # "did not get credit for saving it": no implication by *get*
                if signature is not None:
                    return signature
                open_ = outer.negative or preposition == "about"
                return UNCOMMITTED if open_ else Commitment(False, outer.certainty, outer.future)
            return PLAIN
        if embedding in ("ccomp", "xcomp", "csubj", "csubjpass", "conj", "dobj"):
            signature = self._signature(clause, above, outer)
            if signature is None:
                vague = (
                    embedding == "xcomp"
                    and is_to_infinitive(self.parse, clause.trigger)
                    and self.parse.tag[clause.trigger] == "VB"
                )
                unknown = embedding == "ccomp" and outer.negative and not self._is_factive(above)
                signature = Commitment(
                    outer.negative if embedding == "xcomp" else False,
                    Certainty.UNSPECIFIED if vague or unknown else Certainty.CERTAIN,
                )
            future = signature.future and not (self._is_perfect(clause) and above.lemma not in _PLANS)
            return Commitment(signature.negative, weaker(signature.certainty, outer.certainty), future or outer.future)
        return PLAIN

    def _is_factive(self, above: Clause) -> bool:
        """Does a predicate keep its complement when negated? "did not notice that the pipe leaked", "it is not odd that"."""
        frame = reporting_verbs().get(above.lemma, {}).get("clause")
        return above.lemma in COPULAS or (frame is not None and frame.kind in ("factive", "perception"))

    def _shared_context(self, above: Clause, parent: int) -> Commitment:
        """A coordinated clause stands where the first one stands."""
        if above.parent is None:
            return PLAIN
        return self._context(above, parent)

    def _complement_kind(self, clause: Clause) -> str:
        """infinitive (gerunds too), finite or noun, as in the signature table."""
        if clause.rule.startswith("nominal"):
            return "noun"
        v = clause.trigger
        finite = self.parse.tag[v] in ("VBD", "VBZ", "VBP") or any(
            self.parse.tag[a] in ("MD", "VBD", "VBZ", "VBP") for a in self.parse.kids(v, "aux", "auxpass")
        )
        return "finite" if finite else "infinitive"

    def _signature(self, clause: Clause, above: Clause, outer: Commitment) -> Commitment | None:
        """What the parent's predicate tells of the clause; None for a predicate that is not listed."""
        kind = self._complement_kind(clause)
        negated = outer.negative
        if above.lemma in COPULAS:
            governor = self.parse.head[clause.trigger]  # "what he was unable to do" has its object before it
            for head in above.object.heads if above.object is not None else (governor,):
                if head == clause.trigger:
                    continue
                degree = outcomes.by_degree(self.parse, head, kind, negated=negated)
                if degree is not None:
                    return degree
                found = complement_signature(self.parse.lemma[head].lower(), kind, negated=negated)
                if found is None and self.parse.tag[head] in ("VBN", "JJ"):
                    found = complement_signature(self.parse.lower[head], kind, negated=negated)
                if found is not None:
                    return found
        if above.lemma == "be" and kind == "finite" and above.subject is not None:
            nouns = (noun_signature(self.parse.lemma[h].lower()) for h in above.subject.heads)
            return next((n for n in nouns if n is not None), None)  # "the plan is that …"
        if above.passive and (kind == "infinitive" or (above.subject is None and not clause.frames)):
            raised = complement_signature(above.lemma, "raised", negated=negated)
            if raised is not None:
                return raised
        if outcomes.is_in_vain(self.parse, clause.trigger):
            return Commitment(negative=not negated)
        if above.lemma == "help" and negated and self.parse.tag[clause.trigger] == "VBG":
            return PLAIN  # "cannot help wondering"
        if above.lemma in ("have", "be") and any(
            self.parse.lower[c] == "yet" for c in self.parse.children[above.trigger]
        ):
            return complement_signature("yet", "infinitive", negated=False)
        if above.lemma == "go" and self.parse.lower[above.trigger] != "going":
            return None
        if above.lemma == "be" and (above.object is None or clause.trigger not in above.object.heads):
            return None  # only "is to go" tells of the future, not "it is clear that …" nor "it was good to go"
        past = self.parse.tag[above.trigger] in ("VBD", "VBN")
        if kind == "infinitive" and past and not negated and above.lemma in ("have", "choose", "opt"):
            return PLAIN  # who had to go, or chose to go, went
        return complement_signature(above.lemma, kind, negated=negated)

    def _adverbial(self, clause: Clause) -> Commitment | None:
        marker = clause.marker
        if (
            clause.embedding == "condition"
            or marker == "whether"
            or (marker == "if" and clause.embedding in ("ccomp", "advcl"))
        ):
            outer = self.commitment(clause.parent) if clause.parent is not None else PLAIN
            present = self.parse.tag[clause.trigger] in ("VBZ", "VBP", "VB") or marker in _FUTURE_MARKERS
            negative = marker == "unless"
            return Commitment(negative, Certainty.UNSPECIFIED, present or outer.future)
        if outcomes.is_declined_reason(self.parse, clause.trigger):
            return UNCOMMITTED
        by_adjective = outcomes.by_adjective(self.parse, clause.trigger)
        if by_adjective is not None:
            return by_adjective
        if clause.embedding == "purpose":
            if outcomes.is_left_undone(self.parse, clause.trigger):
                return Commitment(negative=True)
            outer = self.commitment(clause.parent) if clause.parent is not None else PLAIN
            return Commitment(certainty=Certainty.UNSPECIFIED, future=outer.future)
        if outcomes.is_open_infinitive(self.parse, clause.trigger):
            return Commitment(certainty=Certainty.UNSPECIFIED, future=True)
        if clause.embedding == "ccomp" and marker in ("how", "why", "where", "when"):
            return PLAIN
        present = self.parse.tag[clause.trigger] in ("VBZ", "VBP") or any(
            self.parse.tag[a] in ("VBZ", "VBP") for a in self.parse.kids(clause.trigger, "aux", "auxpass")
        )
        reported = bool(clause.frames) and clause.parent is not None and self._is_backshifted(clause.parent)
        present = present or (reported and self.parse.tag[clause.trigger] == "VBD")
        ahead = marker in _FUTURE_MARKERS or (marker in _MOMENTS and present and clause.embedding == "advcl")
        if ahead and clause.parent is not None and self.commitment(clause.parent).future:
            return Commitment(certainty=Certainty.UNSPECIFIED, future=True)
        if (
            marker == "before"
            and clause.parent is not None
            and outcomes.ends_early(self.reading.clauses[clause.parent].lemma)
        ):
            return UNCOMMITTED
        return None

    def _is_backshifted(self, number: int) -> bool:
        """ "said he would leave when the war ended": past forms of what is still to come."""
        v = self.reading.clauses[number].trigger
        return any(self.parse.lower[a] == "would" for a in self.parse.kids(v, "aux"))

    def _is_perfect(self, clause: Clause) -> bool:
        """ "is likely to have left": of the past."""
        auxiliaries = {self.parse.lower[a] for a in self.parse.kids(clause.trigger, "aux")}
        return {"to", "have"} <= auxiliaries

    def _governing_noun(self, clause: Clause) -> Commitment | None:
        """The noun between a clause and its parent: "no evidence that …", "a plan to …", "the risk of war"."""
        parse, t = self.parse, clause.trigger
        noun = parse.head[t]
        if parse.dep[t] in ("pobj", "pcomp"):
            noun = parse.head[noun]
        if parse.pos[noun] != "NOUN" or parse.dep[t] == "relcl":
            return None
        if any(s is not None and noun in s.heads for s in (clause.subject, clause.object)):
            return None
        signature = noun_signature(parse.lemma[noun].lower())
        if signature is None:
            return None
        if argument_negates(self.parse, noun) or self._is_withheld(clause, noun):
            return Commitment(negative=True, certainty=Certainty.PROBABLE)
        return signature

    def _is_withheld(self, clause: Clause, noun: int) -> bool:
        """ "was not given the opportunity to attend", "did not have the right to vote": what could not be done."""
        if clause.parent is None or not is_to_infinitive(self.parse, clause.trigger):
            return False
        if clause.subject is not None and any(argument_negates(self.parse, h) for h in clause.subject.heads):
            return False  # "nobody got the chance to go" is negated once
        above = self.reading.clauses[clause.parent]
        arguments = (above.object, *(s for role, s in above.args if role == "theme"))
        return (
            above.lemma in ("have", "get", "give", "afford", "grant", "find", "see", "offer")
            and any(s is not None and noun in s.heads for s in arguments)
            and self.commitment(clause.parent).negative
        )

    def _nominal_context(self, clause: Clause, above: Clause, outer: Commitment) -> Commitment:
        t = clause.trigger
        if not outer.negative and outcomes.is_brought_about(above, t):
            return outer
        is_object = above.object is not None and t in above.object.heads
        is_argument = any(t in s.heads for role, s in above.args if role in ("for", "of", "to", "from", "against"))
        if is_object or is_argument:
            signature = self._signature(clause, above, outer)
            if signature is not None:
                return signature
        if is_object and (outer.negative or outer.certainty is not Certainty.CERTAIN or outer.future):
            definite = any(
                self.parse.lower[c] in ("the", "this", "that", "these", "those") or self.parse.dep[c] == "poss"
                for c in self.parse.children[t]
            )
            if not definite:
                return outer
        if above.subject is not None and t in above.subject.heads and above.passive is False and outer.future:
            definite = any(
                self.parse.lower[c] in ("the", "this", "that", "these", "those") or self.parse.dep[c] == "poss"
                for c in self.parse.children[t]
            )
            return PLAIN if definite else Commitment(False, outer.certainty, outer.future)
        return PLAIN

    def _conditional(self, clause: Clause, result: Commitment) -> Commitment:
        """The main clause of a condition is no more than possible, even with *will*; also "if they see smoke, they call us"."""
        if clause.rule.startswith("nominal") or result.certainty not in _CONDITION_RELAXED:
            return result
        parse, v = self.parse, clause.trigger
        habit = parse.tag[v] in ("VBP", "VBZ") and parse.pos[v] == "VERB" and not parse.kids(v, "aux", "auxpass")
        if not result.future and not habit:
            return result
        for c in parse.kids(v, "advcl"):
            marks = {parse.lower[m] for m in parse.kids(c, "mark", "advmod")}
            fronted = c < v and "even" not in marks
            if marks & {"if", "unless", "provided"} and (result.future or fronted):
                return Commitment(result.negative, Certainty.POSSIBLE, True)
        if result.future and any(parse.lower[c] == "without" for c in parse.kids(v, "prep")):
            return Commitment(result.negative, Certainty.POSSIBLE, True)
        return result
