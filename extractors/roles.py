"""Who holds which position in what, and standing properties told in passing.

*Armenia's Prime Minister Nikol Pashinyan*, *Juris Vanags, chairman of Homeland First*, *a former spokesman for the ruling party*.
"""

from __future__ import annotations

from newsgraph.extractors.epithets import Epithet, find_epithets
from newsgraph.extractors.gazetteer import shipped, split_words
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.mentions import Phrase
from newsgraph.extractors.names import looks_like_acronym
from newsgraph.extractors.nouns import families, positions, titles
from newsgraph.extractors.office_holders import country_of_holder, holders
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.portfolios import end_of_portfolio
from newsgraph.extractors.reading import Reading, Referent
from newsgraph.graph.model import EntityType, MentionKind

_GENERALS = frozenset(("attorney", "secretary", "director", "solicitor", "consul", "inspector", "governor", "-"))
_FORMER = frozenset(
    ("former", "ex", "then", "late", "acting", "interim", "outgoing", "deputy", "vice", "incoming", "onetime")
)
_PAST = frozenset(("former", "then", "onetime", "late"))
_BODIES = frozenset((EntityType.COUNTRY, EntityType.LOCATION, EntityType.GROUP, EntityType.FACILITY))
_STATE_POSITIONS = frozenset(
    ("president", "premier", "minister", "chancellor", "king", "queen", "emir", "vice-president")
)


def find_roles(reading: Reading) -> None:
    """Fill ``reading.roles`` and ``reading.properties``.  O(tokens)."""
    phrases = {}
    for referent in reading.cast:
        for draft in referent.mentions:
            if draft.kind is not MentionKind.PRONOUN:
                phrases[draft.head] = Phrase(draft, referent.name, {referent.type: 1.0})
    home = home_country(reading.cast)
    seen: set[tuple[int, str, int | None]] = set()
    for epithet in find_epithets(reading.parse, dict(sorted(phrases.items()))):
        index = reading.referent[epithet.name][0]
        referent = reading.cast[index]
        if referent.type is EntityType.PERSON:
            _role(reading, epithet, index, home, seen)
        else:
            _kind(reading, epithet, index)
    _acronyms(reading)


def home_country(cast: list[Referent]) -> int | None:
    """Index of the country that a text is about: named half as often again as any other, or the only one."""
    counts: dict[str, float] = {}
    for referent in cast:
        row = shipped().find(split_words(referent.name))
        if row is None or row.type not in (EntityType.COUNTRY, EntityType.LOCATION):
            continue
        country = row.name if row.type is EntityType.COUNTRY else row.country
        if country is not None:
            counts[country] = counts.get(country, 0.0) + len(referent.mentions)
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
        return None
    return next((i for i, r in enumerate(cast) if r.name == ranked[0][0]), None)


def _position(parse: Parse, epithet: Epithet) -> str | None:
    """The key of the position noun, or None where the noun names none."""
    word, lemma = parse.lower[epithet.noun], parse.lemma[epithet.noun].lower()
    if word == "general" and parse.lower[epithet.noun - 1] not in _GENERALS:
        return None
    whole = "".join(parse.lower[epithet.noun : epithet.end])
    for key in (whole, word, lemma):
        if key in positions():
            return key
    title = titles().get(word)
    return word if title is not None and title.kind == "office" else None


def _role(
    reading: Reading, epithet: Epithet, person: int, home: int | None, seen: set[tuple[int, str, int | None]]
) -> None:
    parse = reading.parse
    key = _position(parse, epithet)
    if key is None or parse.tag[epithet.noun] in ("NNS", "NNPS"):
        return
    start = next((i for i in range(epithet.noun - 1, epithet.start, -1) if parse.lower[i] in _PAST), epithet.start)
    if start > 1 and parse.lower[start - 2] in _FORMER and parse.word[start - 1] == "-":
        start -= 2
    elif start > 0 and parse.lower[start - 1] in _FORMER:
        start -= 1
    words = " ".join(parse.slice(start, epithet.end).split())
    portfolio = end_of_portfolio(parse, epithet.end) if epithet.end < len(parse) else epithet.end
    if portfolio > epithet.end:
        words = " ".join(parse.slice(start, portfolio).split())
    body = _body(reading, epithet, person, portfolio)
    if body is None:
        body = _inferred(reading, key, words, _home_of_office(reading, epithet, key, words, person, home))
    known = (person, words.lower(), body)
    if known in seen or (body is None and any(p == person and w == words.lower() for p, w, _ in seen)):
        return
    seen.add(known)
    first = min(start, reading.parse.left[epithet.noun] if epithet.how != "title" else start)
    name = next(d for d in reading.cast[person].mentions if d.head == epithet.name)
    reading.roles.append((person, words, body, min(first, name.start), max(portfolio, name.end)))


def _home_of_office(
    reading: Reading, epithet: Epithet, key: str, words: str, person: int, home: int | None
) -> int | None:
    """The country of an office that is named without one (*home-office*): that of a known holder, else the one the text is about.

    Only of the office itself (*President Hale*, *the prime minister, Ana Holt*; not *an executive vice president*), only where the country has
    it, and only where one person of the text holds it: *President* of two people may be of two countries.
    """
    parse = reading.parse
    office = " ".join(word for word in words.lower().split() if word.strip("-") not in _FORMER or word == "vice")
    named = reading.cast[person].name
    known = country_of_holder(named, office)
    if known is not None:
        return next((i for i, r in enumerate(reading.cast) if r.name == known), None)
    if (
        home is None
        or holders(named, office)
        or any(w not in words_of("office_words.txt") for w in office.replace("-", " ").split()[:-1])
    ):
        return None
    if epithet.how != "title" and not any(parse.lower[c] == "the" for c in parse.kids(epithet.noun, "det")):
        return None
    before = epithet.start - 1
    if before >= 0 and parse.dep[before] in ("compound", "nmod") and parse.head[before] > before:
        return None  # "the union president", "AFL-CIO President Ana Holt"
    country = reading.cast[home].name
    if not _has_office(country, key) or not _has_office(country, office):
        return None
    return home if _is_sole_holder(reading, epithet, person, office) else None


def _has_office(country: str, office: str) -> bool:
    for name, how, countries in rows_of("state_offices.tsv"):
        if name == office:
            return (country in countries.split("|")) == (how == "only")
    return True


def _is_sole_holder(reading: Reading, epithet: Epithet, person: int, office: str) -> bool:
    """Has nobody else in the text the same word of office before the name, besides those known to hold it elsewhere?"""
    parse, word = reading.parse, reading.parse.lower[epithet.noun]
    for index, referent in enumerate(reading.cast):
        if index == person or referent.type is not EntityType.PERSON or country_of_holder(referent.name, office):
            continue
        for draft in referent.mentions:
            i = draft.start - 1
            if i >= 0 and parse.lower[i] == word and parse.word[i][0].isupper() and parse.lower[i - 1] not in _FORMER:
                return False
    return True


def _body(reading: Reading, epithet: Epithet, person: int, portfolio: int) -> int | None:
    """What the position is held in: the first attribute of the epithet that names a body or a place, after the words of its office."""
    for token in epithet.bodies:
        if epithet.end <= token < portfolio:
            continue
        for index in reading.referent.get(token, ()):
            referent = reading.cast[index]
            if index != person and (referent.type.family is EntityType.ORGANIZATION or referent.type in _BODIES):
                return index
    words = reading.parse.lower[epithet.start : epithet.noun]
    named = [
        i for i, r in enumerate(reading.cast) if r.named and r.country and r.name.lower().split(" of ")[0] in words
    ]
    return named[0] if len(named) == 1 else None


def _inferred(reading: Reading, key: str, words: str, home: int | None) -> int | None:
    """A state position without its state is held in the country that the text is about; a governor's body is the central bank."""
    position = positions().get(key)
    if position is None:
        return None
    lowered = words.lower()
    if "secretary of state" in lowered:
        return next((i for i, r in enumerate(reading.cast) if r.name == "United States"), None)
    if key in _STATE_POSITIONS:
        return home
    if key == "governor":
        banks = [i for i, r in enumerate(reading.cast) if r.named and "central bank" in r.name.lower()]
        return banks[0] if len(banks) == 1 else None
    return None


def _kind(reading: Reading, epithet: Epithet, index: int) -> None:
    """*The aid group Medics Direct*: is an aid group."""
    parse = reading.parse
    if parse.tag[epithet.noun] in ("NNS", "NNPS") or parse.lower[epithet.noun] in families():
        return
    words = " ".join(parse.slice(epithet.start, epithet.end).split())
    if any(c.isalpha() for c in words):
        name = next((d for d in reading.cast[index].mentions if d.head == epithet.name), None)
        if name is not None:
            start, end = min(epithet.start, name.start), max(epithet.end, name.end)
            reading.properties.append((index, "is a", words, start, end))


def _acronyms(reading: Reading) -> None:
    """Acronyms that a name is also known by, where first used."""
    for index, referent in enumerate(reading.cast):
        for alias in referent.aliases:
            if looks_like_acronym(alias) and alias != referent.name:
                draft = next((d for d in referent.mentions if reading.parse.slice(d.start, d.end) == alias), None)
                if draft is not None:
                    reading.properties.append((index, "also known as", alias, draft.start, draft.end))
