"""Definite and bare noun phrases: whom *the firm*, *the president*, *the groups* go back to."""

from __future__ import annotations

from functools import cache

from newsgraph.extractors.figures import Figure, Stage
from newsgraph.extractors.groups import collective
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.mentions import Phrase
from newsgraph.extractors.nouns import gender_of_noun, positions
from newsgraph.graph.model import EntityType, MentionKind

_GENERIC: dict[str, tuple[EntityType, ...]] = {
    "company": (EntityType.COMPANY,),
    "firm": (EntityType.COMPANY,),
    "country": (EntityType.COUNTRY,),
    "nation": (EntityType.COUNTRY,),
    "newspaper": (EntityType.MEDIA,),
    "paper": (EntityType.MEDIA,),
    "party": (EntityType.PARTY,),
    "city": (EntityType.LOCATION,),
    "town": (EntityType.LOCATION,),
    "village": (EntityType.LOCATION,),
    "man": (EntityType.PERSON,),
    "woman": (EntityType.PERSON,),
    "boy": (EntityType.PERSON,),
    "girl": (EntityType.PERSON,),
}
_NATIONAL = frozenset(("government", "parliament", "army", "military", "constitution", "presidency"))
_REACH = 14
_WIDE = 60
_RIVALS = 60


@cache
def _classes() -> dict[str, frozenset[str]]:
    """Nouns that may take a noun's place."""
    table: dict[str, set[str]] = {}
    for row in rows_of("synonyms.txt"):
        for word in row:
            table.setdefault(word, set()).update(row)
    return {word: frozenset(others - {word}) for word, others in table.items()}


def resolve_nominal(stage: Stage, phrase: Phrase) -> None:
    """Find the figure of a noun phrase or introduce a new one."""
    if phrase.kind is MentionKind.DEMONYM:
        _people(stage, phrase)
        return
    country = _country_of(stage, phrase)
    institution = _institution(phrase)
    if institution and country:
        _seat(stage, phrase, institution, country)
        return
    home = _own_country(stage, phrase)
    if home is not None:
        stage.assign(phrase, home, 0.8)
        return
    place = _place_of_name(stage, phrase)
    if place is not None:
        stage.assign(phrase, place, 0.9)
        return
    found, confidence = _antecedent(stage, phrase, country)
    if found is None:
        found, confidence = collective(stage, phrase), 0.7
    if found is not None:
        stage.assign(phrase, found, confidence)
        return
    if (
        institution in _NATIONAL
        and stage.home
        and phrase.determiner == "definite"
        and phrase.draft.end - phrase.draft.start <= 3
    ):
        _seat(stage, phrase, institution, stage.home)
        return
    figure = stage.introduce(phrase)
    figure.country = country
    figure.possessor = _possessor(stage, phrase)
    figure.anonymous = phrase.lemma in words_of("anonymous_sources.txt") and phrase.determiner in ("indefinite", "bare")
    if figure.anonymous:
        figure.description = phrase.name


def _own_country(stage: Stage, phrase: Phrase) -> Figure | None:
    """*Their country*: the country of the possessor."""
    if phrase.possessor is None or phrase.lemma not in ("country", "homeland", "nation") or phrase.modifiers:
        return None
    owner = stage.figure_at(phrase.possessor)
    if owner is None or owner.country is None:
        return None
    return next(
        (
            f
            for f in stage.figures
            if f.known is not None and f.known.name == owner.country and f.index not in stage.merged
        ),
        None,
    )


def _place_of_name(stage: Stage, phrase: Phrase) -> Figure | None:
    """*The town of Zouar* is Zouar."""
    parse = stage.reading.parse
    if phrase.lemma not in words_of("place_nouns.txt") or phrase.number == "p":
        return None
    for prep in parse.kids(phrase.head, "prep"):
        if parse.lower[prep] == "of" and prep == phrase.head + 1:
            for obj in parse.kids(prep, "pobj"):
                figure = stage.figure_at(obj)
                if figure is not None and figure.named and figure.type in (EntityType.LOCATION, EntityType.COUNTRY):
                    return figure
    return None


def _people(stage: Stage, phrase: Phrase) -> None:
    for index in stage.by_noun.get(phrase.lemma, ()):
        figure = stage.figures[stage.root(index)]
        if figure.number == phrase.number:
            stage.assign(phrase, figure, 0.9)
            return
    figure = stage.introduce(phrase)
    figure.country = next(iter(phrase.modifiers), None)


def _institution(phrase: Phrase) -> str | None:
    """The institution's noun with what tells it from others of its kind ("finance ministry"), if it is one a country has."""
    lemma = phrase.lemma
    if lemma in words_of("institutions.txt") or (lemma == "bank" and "central" in phrase.modifiers):
        return lemma
    return None


def _country_of(stage: Stage, phrase: Phrase) -> str | None:
    """The country in the phrase: *Chad's army*, *Kenyan central bank*, *the government of Kazakhstan*."""
    parse = stage.reading.parse
    for child in parse.children[phrase.head]:
        figure = stage.figure_at(child)
        if (
            figure is not None
            and figure.known is not None
            and figure.known.type is EntityType.COUNTRY
            and parse.dep[child] in ("poss", "amod", "compound", "nmod")
        ):
            return figure.known.name
        if parse.dep[child] == "prep" and parse.lower[child] == "of":
            for obj in parse.children[child]:
                figure = stage.figure_at(obj)
                if figure is not None and figure.known is not None and figure.known.type is EntityType.COUNTRY:
                    return figure.known.name
    return None


def _seat(stage: Stage, phrase: Phrase, institution: str, country: str) -> None:
    """An institution of a country: one figure a country and kind, its name made from both."""
    kinds = sorted(
        m
        for m in phrase.modifiers
        if m.isalpha() and m not in ("current", "new", "former", "own") and stage.figure_at_word(phrase, m) is None
    )
    title = " ".join([*_in_order(stage, phrase, kinds), institution])
    key = f"@{title} of {country}"
    for index in stage.by_noun.get(key, ()):
        stage.assign(phrase, stage.figures[stage.root(index)], 0.95)
        return
    figure = stage.introduce(phrase)
    figure.country = country
    figure.named = True
    figure.names[f"{title} of {country}"] = 1
    stage.describe(figure, key)


def _in_order(stage: Stage, phrase: Phrase, words: list[str]) -> list[str]:
    parse = stage.reading.parse
    return [parse.lower[i] for i in range(phrase.draft.start, phrase.head) if parse.lower[i] in words]


def _possessor(stage: Stage, phrase: Phrase) -> int | None:
    if phrase.possessor is None:
        return None
    figure = stage.figure_at(phrase.possessor)
    return figure.index if figure is not None else None


def _antecedent(stage: Stage, phrase: Phrase, country: str | None) -> tuple[Figure | None, float]:
    """The figure that a noun phrase goes back to, with a confidence; (None, 0) where it is safer to leave it alone."""
    if phrase.determiner == "indefinite":
        return None, 0.0
    definite = phrase.determiner in ("definite", "demonstrative", "possessive")
    parse = stage.reading.parse
    here = parse.sent[phrase.head]
    candidates = []
    for rank, nouns in ((0, (phrase.lemma,)), (1, tuple(sorted(_classes().get(phrase.lemma, ()))))):
        for noun in nouns:
            for index in list(stage.by_noun.get(noun, ()))[-_RIVALS:]:
                figure = stage.figures[stage.root(index)]
                if figure.last < 0 or not _fits(stage, phrase, figure, country, rank, definite):
                    continue
                distance = here - parse.sent[figure.last]
                if distance <= (_WIDE if figure.named else _REACH):
                    candidates.append((rank, distance, -figure.last, figure.index))
        if candidates:
            break
    if candidates:
        rank, distance, _, index = min(candidates)
        if rank == 1 and distance > 6 and not stage.figures[index].named:
            return None, 0.0
        return stage.figures[index], 0.85 - 0.15 * rank - 0.01 * min(distance, 20)
    if definite and phrase.determiner != "possessive" and phrase.number != "p":
        return _by_type(stage, phrase)
    return None, 0.0


def _fits(stage: Stage, phrase: Phrase, figure: Figure, country: str | None, rank: int, definite: bool) -> bool:
    if (
        phrase.number
        and figure.number
        and phrase.number != figure.number
        and not (figure.named and phrase.lemma in figure.nouns)
    ):
        return False
    if figure.number == "s" and phrase.number == "p" and figure.type is EntityType.PERSON:
        return False
    if rank == 1 and not definite:
        return False
    if phrase.lemma in ("country", "nation") and figure.named and figure.type is EntityType.LOCATION:
        return False  # "her home state, Hawaii": a state that is no country
    gender = gender_of_noun(phrase.lemma)
    if gender and figure.gender in ("m", "f") and gender != figure.gender:
        return False
    possessor = _possessor(stage, phrase)
    if phrase.possessor is not None:
        if possessor is None or figure.possessor is None or stage.root(possessor) != stage.root(figure.possessor):
            return False
        return rank == 0
    if country is not None and figure.country is not None and country != figure.country:
        return False
    if country is not None and figure.country is None and not figure.named:
        return False
    extra = phrase.modifiers - figure.modifiers - {"same", "late", "new", "latest", "own", "current"}
    if figure.named:
        words = {w.lower() for name in figure.names for w in name.split()}
        extra -= words
    if not definite:
        tail = phrase.draft.end - phrase.head > 1
        return (
            rank == 0
            and not extra
            and not tail
            and phrase.modifiers == frozenset(figure.modifiers & phrase.modifiers)
            and (phrase.number == "s" or phrase.modifiers != frozenset() or figure.determiner == "bare")
            and not figure.named
        )
    if phrase.draft.end - phrase.head > 1 and not figure.named and not _same_tail(stage, phrase, figure):
        return False
    return not extra


def _same_tail(stage: Stage, phrase: Phrase, figure: Figure) -> bool:
    """A phrase with its own attributes goes back only to one with the same attributes or none."""
    parse = stage.reading.parse
    tail = set(parse.lower[phrase.head + 1 : phrase.draft.end])
    if len(tail) == 2 and "of" in tail and tail - {"of"} <= phrase.modifiers & figure.modifiers:
        return True  # "the port of Tarsk", "Tarsk port"
    for draft in figure.drafts:
        if draft.kind is MentionKind.NOMINAL:
            other = set(parse.lower[draft.head + 1 : draft.end])
            if tail == other or (other and tail <= other):
                return True
    return False


def _by_type(stage: Stage, phrase: Phrase) -> tuple[Figure | None, float]:
    """*The company*: the company in focus; *the president*: who holds the office."""
    kinds = _GENERIC.get(phrase.lemma)
    if kinds is None or phrase.modifiers or phrase.draft.end - phrase.head > 1:
        return None, 0.0
    parse = stage.reading.parse
    here = parse.sent[phrase.head]
    gender = gender_of_noun(phrase.lemma)
    best: tuple[float, Figure] | None = None
    second = -99.0
    seen: set[int] = set()
    for head in reversed(stage.recent[-80:]):
        figure = stage.figure_at(head)
        if figure is None or figure.index in seen:
            continue
        seen.add(figure.index)
        distance = here - parse.sent[head]
        if distance > 6:
            break
        if figure.type not in kinds and not (
            EntityType.COMPANY in kinds and figure.type is EntityType.ORGANIZATION and figure.named
        ):
            continue
        if gender and figure.gender in ("m", "f") and figure.gender != gender:
            continue
        if not figure.named:
            continue
        if EntityType.LOCATION in kinds and figure.known is not None:
            continue
        score = (
            -1.0 * distance
            + 0.6 * (figure.last_subject >= 0)
            + 0.3 * min(figure.count, 4)
            + (1.0 if figure.type in kinds else 0.0)
        )
        if best is None or score > best[0]:
            second = best[0] if best else second
            best = (score, figure)
        else:
            second = max(second, score)
    if best is None or best[0] - second < 0.5:
        return None, 0.0
    return best[1], 0.6


def resolve_headline(stage: Stage, phrase: Phrase) -> None:
    """A noun phrase of a headline: the first thing of the text that fits; headlines leave articles out.

    Headlines of other articles stay alone.
    """
    parse = stage.reading.parse
    body = [s.paragraph for s in stage.reading.sections if s.kind == "body" and s.paragraph is not None]
    if body and parse.para[phrase.head] < body[0]:
        figure = _in_lead(stage, phrase)
        if figure is not None:
            stage.assign(phrase, figure, 0.7)
            return
    figure = stage.introduce(phrase)
    figure.country = _country_of(stage, phrase)


def _in_lead(stage: Stage, phrase: Phrase) -> Figure | None:
    """The first figure of the text with the same noun and no other attributes, else the only one that a synonym names."""
    country = _country_of(stage, phrase)
    institution = _institution(phrase)
    if institution and country:
        key = f"@{' '.join([*_in_order(stage, phrase, sorted(phrase.modifiers & {'central', 'finance', 'foreign', 'interior', 'health', 'defence', 'defense'})), institution])} of {country}"
        for index in stage.by_noun.get(key, ()):
            return stage.figures[stage.root(index)]
    fits = []
    for index in stage.by_noun.get(phrase.lemma, ()):
        figure = stage.figures[stage.root(index)]
        if figure.number and phrase.number and figure.number != phrase.number:
            continue
        names = {w.lower() for name in figure.names for w in name.split()}
        if phrase.modifiers <= (figure.modifiers | names) and (country is None or figure.country in (None, country)):
            if figure.named and not (figure.modifiers | figure.nouns) & ({phrase.lemma} | phrase.modifiers):
                continue
            fits.append(figure)
    if fits:
        return min(fits, key=lambda f: min((d.head for d in f.drafts), default=0))
    related = {
        stage.root(index)
        for noun in _classes().get(phrase.lemma, ())
        for index in stage.by_noun.get(noun, ())
        if not phrase.modifiers and stage.figures[stage.root(index)].number in ("", phrase.number)
    }
    return stage.figures[related.pop()] if len(related) == 1 else None


def join_offices(stage: Stage) -> None:
    """*The president* before or without the name nearby: the one person of the text who holds that office."""
    holders: dict[str, list[Figure]] = {}
    for figure in stage.figures:
        if figure.named and figure.type is EntityType.PERSON and figure.index not in stage.merged:
            for noun in figure.nouns & positions().keys():
                holders.setdefault(noun, []).append(figure)
    for figure in list(stage.figures):
        if (
            figure.index in stage.merged
            or figure.named
            or figure.determiner != "definite"
            or figure.number != "s"
            or not figure.drafts
        ):
            continue
        phrase = stage.phrases.get(figure.drafts[0].head)
        if phrase is None or phrase.lemma not in positions() or phrase.draft.end - phrase.head > 1:
            continue
        fits = [
            h
            for h in holders.get(phrase.lemma, ())
            if phrase.modifiers <= h.modifiers and (phrase.modifiers or not h.modifiers & _LESSER)
        ]
        if len(fits) == 1 and figure.country in (None, fits[0].country):
            stage.merge(fits[0], figure)


_LESSER = frozenset(("vice", "deputy", "former", "assistant", "ex"))
