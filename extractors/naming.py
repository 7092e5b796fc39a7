"""Clusters of names: one figure for all names of one thing in a document, its type by vote."""

from __future__ import annotations

from newsgraph.extractors.epithets import Epithet
from newsgraph.extractors.figures import Figure, Stage, gender_of_name
from newsgraph.extractors.gazetteer import shipped, split_words
from newsgraph.extractors.lexicon import words_of
from newsgraph.extractors.mentions import Phrase
from newsgraph.extractors.names import abbreviates, looks_like_acronym, name_words, same_name, short_of_state, shortens
from newsgraph.extractors.nouns import families, gender_of_noun, positions, titles, type_of_noun
from newsgraph.extractors.portfolios import end_of_portfolio
from newsgraph.extractors.public_names import is_another_holder
from newsgraph.graph.model import EntityType, MentionKind

_PLACES = frozenset((EntityType.COUNTRY, EntityType.LOCATION))


def cluster_names(stage: Stage) -> None:
    """One figure a name: exact forms first, then what epithets tell of the type, then acronyms, longer and shorter forms."""
    _group_exact(stage)
    for figure in stage.figures:
        if figure.type is EntityType.PERSON and figure.gender is None:
            figure.gender = next((g for n in figure.names if (g := gender_of_name(n))), None)
    for epithet in stage.epithets:
        _learn(stage, epithet)
    for figure in stage.figures:
        _learn_from_company(stage, figure)
    _join_acronyms(stage)
    _join_variants(stage)
    for figure in stage.figures:
        if figure.type is EntityType.PERSON:
            figure.number = "s"
            figure.gender = figure.gender or next((g for n in sorted(figure.names) if (g := gender_of_name(n))), None)
    _find_home(stage)


def _is_name(phrase: Phrase) -> bool:
    return phrase.kind is MentionKind.NAME or (phrase.kind is MentionKind.DEMONYM and phrase.determiner == "name")


def _group_exact(stage: Stage) -> None:
    groups: dict[tuple[str, ...], Figure] = {}
    phrases = [phrase for phrase in stage.phrases.values() if _is_name(phrase)]
    states = _states(phrases)
    for phrase in phrases:
        key = ("=", phrase.known.name) if phrase.known is not None else name_words(states.get(phrase.name, phrase.name))
        figure = groups.get(key)
        if figure is not None and phrase.gender is not None and figure.gender not in (None, phrase.gender):
            key = (*key, phrase.gender)  # "Mr. Valk" and "Mrs. Valk"
            figure = groups.get(key)
        if figure is None:
            figure = groups[key] = stage.introduce(phrase)
        else:
            stage.assign(phrase, figure, None)
        if phrase.name in states:
            figure.names.setdefault(states[phrase.name], 0)


def _states(phrases: list[Phrase]) -> dict[str, str]:
    """Long names of states and their short ones; none where two long names share a short one (*Republic*, *Kingdom of X*)."""
    longs = {phrase.name for phrase in phrases if " of " in phrase.name}
    shorts = {name: short for name in sorted(longs) if (short := short_of_state(name)) is not None}
    return {
        name: short for name, short in shorts.items() if sum(other.endswith(f" of {short}") for other in longs) == 1
    }


def _learn(stage: Stage, epithet: Epithet) -> None:
    """The epithet's noun says what the named thing is; the epithet itself is no mention of its own."""
    figure = stage.figure_at(epithet.name)
    parse = stage.reading.parse
    if figure is None:
        return
    lemma = (
        parse.lemma[epithet.noun].lower() if parse.lower[epithet.noun] not in positions() else parse.lower[epithet.noun]
    )
    plural = parse.tag[epithet.noun] in ("NNS", "NNPS")
    if epithet.how != "predicate" and not plural and _trades_as_company(stage, figure, epithet.noun):
        figure.votes.pop(EntityType.PERSON, None)
        kind: EntityType | None = EntityType.COMPANY
    else:
        kind = type_of_noun(lemma)
    if (
        figure.type is EntityType.PERSON
        and (plural or (kind is not None and kind is not EntityType.PERSON and epithet.how != "title"))
        and not (
            kind is not None and kind.family is EntityType.ORGANIZATION and figure.votes.get(EntityType.PERSON, 0) < 3
        )
    ):
        return
    if kind is not None and epithet.how != "predicate" and not (plural and kind is EntityType.PERSON):
        figure.votes[kind] = figure.votes.get(kind, 0.0) + 3.0
    if plural and kind is EntityType.PERSON and figure.type is not EntityType.GROUP:
        return
    stage.describe(figure, lemma)
    for i in range(epithet.start, epithet.noun):
        if parse.word[i].isalpha():
            figure.modifiers.add(parse.lower[i])
    if lemma in positions() or lemma in families():
        portfolio = end_of_portfolio(parse, epithet.end) if epithet.end < len(parse) else epithet.end
        figure.holds += tuple(  # a secretary of the Navy is of the Navy, a minister of the economy of no economy
            body for body in epithet.bodies if not epithet.end <= body < portfolio or parse.tag[body] in ("NNP", "NNPS")
        )
    gender = gender_of_noun(lemma)
    if gender is not None and figure.gender in (None, "n"):
        figure.gender = gender
    for i in range(epithet.noun, stage.phrases[epithet.name].draft.start):
        title = titles().get(parse.lower[i])
        if title is not None and title.gender is not None and epithet.how == "title":
            figure.gender = title.gender
    noun = stage.phrases.get(epithet.noun)
    if epithet.how != "predicate" and noun is not None and epithet.noun not in stage.of:
        stage.assign(noun, figure, None)
        stage.silent.add(epithet.noun)


def _trades_as_company(stage: Stage, figure: Figure, noun: int) -> bool:
    """*Grain trader Agrava* is a company: a person would have a first name, here or elsewhere in the text (*oil trader Tom Hale*)."""
    parse = stage.reading.parse
    trades = words_of("trade_nouns.txt")
    trade = parse.lower[noun]
    if trade not in trades and (noun == 0 or f"{parse.lower[noun - 1]} {trade}" not in trades):
        return False
    names = [name_words(name) for name in figure.names]
    if figure.gender in ("m", "f") or any(len(words) != 1 for words in names) or any(map(gender_of_name, figure.names)):
        return False
    others = (
        name_words(name)
        for other in stage.figures
        if other is not figure and other.type is EntityType.PERSON
        for name in other.names
    )
    return not any(len(words) > 1 and words[-1:] in names for words in others)


def _learn_from_company(stage: Stage, figure: Figure) -> None:
    """*Varnia and Sund agreed*: a name that nothing tells the type of is of the type of the name it is coordinated with."""
    if figure.votes or not figure.named:
        return
    parse = stage.reading.parse
    for draft in figure.drafts:
        mates = [parse.head[draft.head]] if parse.dep[draft.head] == "conj" else parse.kids(draft.head, "conj")
        for mate in (stage.figure_at(i) for i in mates):
            if mate is not None and mate.named and mate.votes and mate.type is not None:
                kind = EntityType.LOCATION if mate.type is EntityType.COUNTRY else mate.type
                figure.votes[kind] = 1.0
                return


def _join_acronyms(stage: Stage) -> None:
    """An acronym and the name it abbreviates, in either order."""
    acronyms = [f for f in stage.figures if f.names and f.known is None and all(looks_like_acronym(n) for n in f.names)]
    if not acronyms:
        return
    longer = [f for f in stage.figures if f.names and f.index not in stage.merged and f not in acronyms]
    for figure in acronyms:
        name = next(iter(figure.names))
        fits = [o for o in longer if o.index not in stage.merged and any(abbreviates(name, n) for n in o.names)]
        if len(fits) == 1:
            fits[0].votes.pop(EntityType.PERSON, None) if fits[0].type is not EntityType.PERSON else None
            figure.votes = {
                k: w for k, w in figure.votes.items() if k is not EntityType.PERSON or fits[0].type is EntityType.PERSON
            }
            stage.merge(fits[0], figure)


def _join_variants(stage: Stage) -> None:
    """Spelling variants and shorter forms; of several longer forms that fit none is chosen unless they are one type and the
    mention before tells which."""
    live = [f for f in stage.figures if f.names and f.index not in stage.merged]
    by_word: dict[str, list[Figure]] = {}
    for figure in live:
        for name in figure.names:
            for word in name_words(name):
                by_word.setdefault(word[:2], []).append(figure)
    order = sorted(live, key=lambda f: (min(len(name_words(n)) for n in f.names), f.index))
    for figure in order:
        if figure.index in stage.merged or figure.known is not None:
            continue
        adjective = _is_adjective(stage, figure)
        name = max(figure.names, key=lambda n: len(name_words(n)))
        seen: dict[int, Figure] = {}
        for word in name_words(name):
            for other in by_word.get(word[:2], ()):
                other = stage.figures[stage.root(other.index)]
                if other is not figure:
                    seen[other.index] = other
        fits = [
            o
            for o in seen.values()
            if (_has_party_name if adjective else _is_form_of)(figure, name, o)
            and not is_another_holder(stage, figure, o)
        ]
        same = [
            o for o in fits if o.type is not None and figure.type is not None and o.type.family is figure.type.family
        ]
        fits = same or fits
        if len(fits) > 1:
            fits = _nearest(stage, figure, fits)
        if len(fits) == 1:
            target = fits[0]
            stage.merge(target, figure)


def _is_adjective(stage: Stage, figure: Figure) -> bool:
    """*adjective-name*: *a Republican senator* is no short form of *Republican National Committee*, nor *Islamic* of *Islamic State*."""
    tag = stage.reading.parse.tag
    return figure.type is not EntityType.PERSON and all(tag[draft.head] == "JJ" for draft in figure.drafts)


def _has_party_name(figure: Figure, name: str, other: Figure) -> bool:
    """*A Liberal senator* is of the *Liberal Party* that the text names."""
    if other.type is not EntityType.PARTY or figure.type is EntityType.PARTY:
        return False
    names = {name_words(full) for full in (*other.names, *((other.known.name,) if other.known else ()))}
    return (*name_words(name), "party") in names


def _is_form_of(figure: Figure, name: str, other: Figure) -> bool:
    kind, other_kind = figure.type or EntityType.THING, other.type or EntityType.THING
    if other.known is not None and other.type in _PLACES:
        return False
    words = len(name_words(name))
    for full in other.names:
        longer = len(name_words(full)) >= words
        if not longer:
            continue
        weak = words == 1 and figure.doubtful
        if other_kind is EntityType.PERSON:
            if kind is not EntityType.PERSON and not weak:
                continue
            if _genders_clash(figure, other):
                continue
            if same_name(name, full, EntityType.PERSON) or shortens(name, full, EntityType.PERSON):
                return True
        elif kind is EntityType.PERSON and not weak and other_kind.family is not EntityType.ORGANIZATION:
            continue
        elif kind.family is other_kind.family or weak or EntityType.THING in (kind, other_kind):
            if other_kind in _PLACES or other_kind in (EntityType.EVENT, EntityType.FACILITY):
                if name_words(name) == name_words(full):
                    return True
                continue
            if same_name(name, full, EntityType.ORGANIZATION) or (
                not looks_like_acronym(name) and shortens(name, full, EntityType.ORGANIZATION)
            ):
                return True
    return False


def _genders_clash(a: Figure, b: Figure) -> bool:
    first, second = (f.gender if f.gender in ("m", "f") else None for f in (a, b))
    if first is None:
        first = next((g for n in a.names if (g := gender_of_name(n))), None)
    if second is None:
        second = next((g for n in b.names if (g := gender_of_name(n))), None)
    return first is not None and second is not None and first != second


def _nearest(stage: Stage, figure: Figure, fits: list[Figure]) -> list[Figure]:
    """Of several people with the surname: the one named in full last before the first bare mention, if the others agree on nothing better.

    Where the bare surname comes first, as in headlines, the one whom the text introduces first.  *relative-of*: who is introduced as
    a relative ("her daughter, Chelsea Holt") leaves the bare surname to whom the text is about.
    """
    first = min(d.start for d in figure.drafts)
    surname = [f for f in fits if any(same_name(next(iter(figure.names)), n, EntityType.PERSON) for n in f.names)]
    pool = surname or fits
    pool = [f for f in pool if not any(_is_relative(stage, d.start) for d in f.drafts)] or pool
    if len(pool) == 1:
        return pool
    before = [(max((d.start for d in f.drafts if d.start < first), default=-1), f) for f in pool]
    best = max(before, key=lambda pair: pair[0])
    if best[0] >= 0:
        return [best[1]]
    return [min(pool, key=lambda f: min(d.start for d in f.drafts))] if surname else []


def _is_relative(stage: Stage, start: int) -> bool:
    """ "her daughter, Chelsea Holt", "son Paul Holt"."""
    before = stage.reading.parse.lower[max(0, start - 2) : start]
    return bool(before) and before[-1 if before[-1] != "," else 0] in families()


def _find_home(stage: Stage) -> None:
    """The country the text is about: the one named most, if it leads clearly or is the only one."""
    counts: dict[str, float] = {}
    parse = stage.reading.parse
    early = parse.sents[min(2, len(parse.sents) - 1)][1] if parse.sents else 0
    for figure in stage.figures:
        known = figure.known
        if known is None or figure.index in stage.merged:
            continue
        country = known.name if known.type is EntityType.COUNTRY else known.country
        if country is None:
            continue
        weight = sum(2.0 if d.start < early else 1.0 for d in figure.drafts)
        counts[country] = counts.get(country, 0.0) + weight
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1]):
        stage.home = ranked[0][0]


def mark_capitals(stage: Stage) -> None:
    """A capital that speaks stands for its government: flagged, with its country, and kept apart from both."""
    for figure in stage.figures:
        if figure.index in stage.merged or not figure.named or figure.type is not EntityType.LOCATION:
            continue
        row = next((r for name in figure.names if (r := shipped().capitals.get(split_words(name)))), None)
        if row is None:
            continue
        figure.country = row.name
        figure.metonymy = any(draft.head in stage.uttering for draft in figure.drafts)
