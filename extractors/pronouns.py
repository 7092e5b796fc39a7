"""Pronouns: number, gender and animacy rule out; subject, parallel role, nearness and weight in the text choose."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.extractors.cues import reporting_verbs
from newsgraph.extractors.figures import Figure, Stage
from newsgraph.extractors.mentions import REFLEXIVES, Phrase
from newsgraph.extractors.nouns import is_measure_noun
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.phrases import surface_subject
from newsgraph.extractors.reading import Frame
from newsgraph.graph.model import EntityType, MentionKind

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_SPEAKERS = frozenset(
    (EntityType.PERSON, EntityType.GROUP, EntityType.COUNTRY, EntityType.DOCUMENT, EntityType.LOCATION)
)
_MINDFUL = frozenset(("belief", "expectation", "commissive", "directive"))
_CORE = frozenset(("nsubj", "nsubjpass", "dobj", "dative", "attr", "oprd"))
_CLAUSES = frozenset(("ROOT", "ccomp", "advcl", "relcl", "conj", "acl", "xcomp", "pcomp", "csubj", "parataxis"))
_REACH = 3
_FAR = 6
_WINDOW = 150
_MARGIN = 0.2
_CATAPHORA = 0.8
_TOGETHER = 0.3
WEIGHTS: dict[str, float] = {
    "sentences": -0.45,
    "tokens": -0.044,
    "same sentence": 0.75,
    "subject": 1.1,
    "object": 0.75,
    "inside": -0.1,
    "possessor": 0.4,
    "subject of both": 1.0,
    "subject after possessor": 0.4,
    "possessor of both": 1.1,
    "possessor after subject": 0.4,
    "object after subject": -0.3,
    "coordinated possessor": 1.4,
    "singular": -1.6,
    "speaker": 1.2,
    "clause subject": 0.2,
    "same clause": 0.6,
    "matrix subject": -0.4,
    "depth": -0.24,
    "count": 0.12,
    "named": 1.2,
    "pronoun": -0.5,
    "known gender": 0.4,
    "untyped": -0.5,
    "topic": 0.1,
}


def resolve_pronoun(stage: Stage, phrase: Phrase) -> None:
    """Find the figure of a pronoun, or leave it without one where the two best are within a margin."""
    if phrase.person == 1:
        _speaker(stage, phrase)
        return
    if phrase.person == 2:
        return
    ranked = rank_candidates(stage, phrase)
    if not ranked:
        return
    best, figure = ranked[0]
    lead = best - ranked[1][0] if len(ranked) > 1 else 2.0
    if lead < _MARGIN:
        return
    stage.assign(phrase, figure, round(0.5 + min(0.4, lead / 5), 2))


def rank_candidates(stage: Stage, phrase: Phrase) -> list[tuple[float, Figure]]:
    """Figures mentioned before that the pronoun may stand for, best first.  O(window)."""
    parse = stage.reading.parse
    here = parse.sent[phrase.head]
    scores: dict[int, tuple[float, Figure]] = {}
    for mention in reversed(stage.recent[-_WINDOW:]):
        distance = here - parse.sent[mention]
        if distance > _FAR or (distance > _REACH and scores):
            break
        joint = stage.joint.get(mention)
        if joint is not None and phrase.number == "p" and not _bound(stage, phrase, mention):
            together = stage.figures[joint]
            scores.setdefault(joint, (score_mention(stage, phrase, mention, together) + _TOGETHER, together))
        figure = stage.figure_at(mention)
        if figure is None or mention >= phrase.head or not agrees(phrase, figure) or _bound(stage, phrase, mention):
            continue
        score = score_mention(stage, phrase, mention, figure)
        known = scores.get(figure.index)
        if known is None or score > known[0]:
            scores[figure.index] = (score, figure)
    ahead = _ahead(stage, phrase)
    if ahead is not None:
        figure = stage.figure_at(ahead)
        if figure is not None and agrees(phrase, figure):
            score = score_mention(stage, phrase, ahead, figure) + _CATAPHORA
            scores[figure.index] = max(
                scores.get(figure.index, (score, figure)), (score, figure), key=lambda pair: pair[0]
            )
    return sorted(scores.values(), key=lambda pair: (-pair[0], pair[1].index))


def _ahead(stage: Stage, phrase: Phrase) -> int | None:
    """The subject after a preposed adjunct that holds the pronoun: "In a post on its blog, Veridio said …"."""
    parse = stage.reading.parse
    i = phrase.head
    for _ in range(12):
        above = parse.head[i]
        if above == i:
            return None
        if parse.dep[i] in ("prep", "advcl") and parse.pos[above] in ("VERB", "AUX") and i < above:
            subject = parse.kid(above, "nsubj", "nsubjpass")
            return subject if subject is not None and subject > phrase.head and subject in stage.of else None
        i = above
    return None


def score_mention(stage: Stage, phrase: Phrase, mention: int, figure: Figure | None) -> float:
    """How well a mention suits as antecedent: the sum of the weights of its features."""
    return sum(WEIGHTS[name] * value for name, value in features(stage, phrase, mention, figure))


def features(stage: Stage, phrase: Phrase, mention: int, figure: Figure | None) -> Iterator[tuple[str, float]]:
    """Named features of a pair of pronoun and earlier mention, with their values."""
    parse = stage.reading.parse
    head = phrase.head
    distance = abs(parse.sent[head] - parse.sent[mention])
    yield "sentences", distance
    yield "tokens", min(abs(head - mention), 80)
    role, dep = parse.dep[head], parse.dep[mention]
    if distance == 0:
        yield "same sentence", 1.0
    if dep in _SUBJECTS:
        yield "subject", 1.0
    elif dep in ("dobj", "dative"):
        yield "object", 1.0
    elif dep in ("poss", "compound", "nmod", "amod"):
        yield "possessor", 1.0
    elif dep in ("pobj", "conj"):
        yield "inside", 1.0
    if role in _SUBJECTS:
        if dep in _SUBJECTS:
            yield "subject of both", 1.0
        elif dep == "poss":
            yield "subject after possessor", 1.0
    elif role == "poss":
        if dep == "poss":
            yield "possessor of both", 1.0
        elif dep in _SUBJECTS:
            yield "possessor after subject", 1.0
    elif dep in _SUBJECTS:
        yield "object after subject", 1.0
    if distance == 0:
        verb = clause_of(parse, mention)
        own = clause_of(parse, head)
        if surface_subject(parse, own) == mention:
            yield "clause subject", 1.0
        elif verb == own:
            yield "same clause", 1.0
            if role == "poss" and mention in (parse.head[parse.head[head]],) and parse.dep[parse.head[head]] == "conj":
                yield "coordinated possessor", 1.0
        elif dep in _SUBJECTS and verb in _governing(parse, head):
            yield "matrix subject", 1.0
    yield "depth", min(sum(1 for _ in parse.ancestors(mention)), 8)
    other = stage.phrases.get(mention)
    if other is not None and other.kind is MentionKind.PRONOUN:
        yield "pronoun", 1.0
    if head in stage.uttering and mention in stage.uttering:
        yield "speaker", 1.0
    if figure is not None:
        yield "count", min(figure.count, 5)
        if figure.named:
            yield "named", 1.0
        if phrase.number == "p" and figure.number == "s":
            yield "singular", 1.0
        if figure.gender is not None and figure.gender == phrase.gender:
            yield "known gender", 1.0
        if figure.type is None or (phrase.gender in ("m", "f") and figure.type is not EntityType.PERSON):
            yield "untyped", 1.0
        if 0 <= parse.sent[head] - parse.sent[max(figure.last_subject, 0)] <= 1 and figure.last_subject >= 0:
            yield "topic", 1.0


def clause_of(parse: Parse, i: int) -> int:
    """The verb whose clause a token belongs to."""
    for _ in range(30):
        if parse.head[i] == i or (parse.dep[i] in _CLAUSES and parse.pos[i] in ("VERB", "AUX")):
            break
        i = parse.head[i]
    return i


def _governing(parse: Parse, i: int) -> set[int]:
    """Verbs above the clause of a token."""
    return set(parse.ancestors(clause_of(parse, i)))


def agrees(phrase: Phrase, figure: Figure) -> bool:
    """Do number, gender and animacy of the pronoun allow the figure?"""
    kind = figure.type
    if phrase.gender in ("m", "f"):
        if kind is None and not figure.named:
            return False
        if kind is not None and kind is not EntityType.PERSON and not figure.doubtful:
            return False
        return figure.number != "p" and figure.gender in (None, phrase.gender)
    if phrase.gender == "n":
        return (
            kind is not EntityType.PERSON
            and kind is not EntityType.GROUP
            and figure.number != "p"
            and figure.gender not in ("m", "f")
        )
    if not figure.named and figure.nouns and all(map(is_measure_noun, figure.nouns)):
        return False  # measure-no-antecedent: "500 miles", "two hours"
    if figure.number == "p" or figure.members or kind is EntityType.GROUP:
        return True
    return kind is not None and kind.family is EntityType.ORGANIZATION


def _bound(stage: Stage, phrase: Phrase, mention: int) -> bool:
    """May the pronoun not stand for this mention?  Not for the phrase around it, another argument of its own verb, its own
    speaker in a quotation, or what stands only inside the words that it utters."""
    parse = stage.reading.parse
    head = phrase.head
    other = stage.phrases.get(mention)
    if other is not None and other.draft.start <= head < other.draft.end:
        return True
    if parse.dep[head] == "poss":
        if parse.head[head] == mention:
            return True
    elif phrase.lemma not in REFLEXIVES:
        verb = clause_of(parse, mention)
        if parse.head[head] == parse.head[mention] and parse.dep[mention] in _CORE:
            return True
        own = clause_of(parse, head)
        if parse.dep[mention] in _CORE and parse.head[mention] == verb == own and parse.dep[head] in _CORE:
            return True
        if parse.dep[head] in ("dobj", "dative") and surface_subject(parse, own) == mention:
            return True
    frame = stage.quoted.get(head)
    if frame is not None and _is_source(stage, frame, mention):
        return True
    if frame is not None and _sums_up(parse, phrase) and not frame.covers(mention):
        return True
    uttering = stage.uttering.get(head)
    figure = stage.figure_at(mention)
    if uttering is not None and (figure is None or not _can_speak(figure)):
        return True
    if phrase.number == "p" and needs_mind(parse, head) and (figure is None or not _can_think(figure)):
        return True
    return uttering is not None and any(f.covers(mention) for f in uttering)


def _sums_up(parse: Parse, phrase: Phrase) -> bool:
    """it-of-speech: *it* that is said to be something, in somebody's words, is what is talked about, no noun outside the quotation.

    *The state paid. "It was the least bad outcome," he said*; not *"The bridge was new. It was safe," he said*.
    """
    verb = parse.head[phrase.head]
    return phrase.lemma == "it" and parse.dep[phrase.head] == "nsubj" and parse.lemma[verb] == "be"


def needs_mind(parse: Parse, i: int) -> bool:
    """mind-of-subject: is the token the subject of a verb of believing, hoping, promising or asking, as only somebody can be?

    *They believe*, *they hoped*; not *they show*, *they suggest*, as results do.
    """
    verb = parse.head[i]
    if parse.dep[i] != "nsubj" or parse.pos[verb] != "VERB":
        return False
    frames = reporting_verbs().get(parse.lemma[verb].lower())
    return frames is not None and all(cue.kind in _MINDFUL for cue in frames.values())


def _can_speak(figure: Figure) -> bool:
    kind = figure.type
    if kind is None:
        return figure.named or bool(figure.members)
    return kind in _SPEAKERS or kind.family is EntityType.ORGANIZATION or figure.doubtful


def _can_think(figure: Figure) -> bool:
    return _can_speak(figure) and figure.type not in (EntityType.DOCUMENT, EntityType.LOCATION)


def _is_source(stage: Stage, frame: Frame, mention: int) -> bool:
    if frame.source_head is None or frame.mode.value != "direct":
        return False
    source, figure = stage.figure_at(frame.source_head), stage.figure_at(mention)
    return source is not None and source is figure


def _speaker(stage: Stage, phrase: Phrase) -> None:
    """*I*, *we*, *our* inside a quotation: whoever speaks; *we* of a person with a position: the body it is held in."""
    frame = stage.quoted.get(phrase.head)
    if frame is None or frame.source_head is None:
        return
    figure = stage.figure_at(frame.source_head)
    if figure is None:
        return
    if phrase.number == "p" and figure.type is EntityType.PERSON:
        figure = next((g for body in figure.holds if (g := stage.figure_at(body)) and g is not figure), figure)
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
        index = stage.of.get(parse.head[verb]) if parse.dep[verb] == "relcl" else None
        if index is not None:
            stage.of.setdefault(i, index)
