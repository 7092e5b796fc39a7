"""When two names name the same: acronyms, titles, surnames, legal forms, transliteration.

A wrong merge is worse than a missed one: likeness in spelling counts only where transliteration explains it, never for
places, and people of one surname are one only when their first names agree.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from anyascii import anyascii

from newsgraph.extractors.gazetteer import KnownName, shipped, split_words
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.nouns import first_names, positions, titles, type_of_noun
from newsgraph.graph.model import EntityType

PARTICLES = words_of("name_particles.txt")
_ARTICLES = frozenset(("the", "a", "an"))
_SMALL = frozenset("of for and the in on to & de du des la le et und y e a an".split())
_GENERATIONS = frozenset("jr sr ii iii iv".split())
_WORD = re.compile(r"[^\W_]+(?:['.&][^\W_]+)*", re.UNICODE)
_ACRONYM = re.compile(r"(?:[A-Z][A-Za-z]?[A-Z0-9&]{1,6}|(?:[A-Z]\.){2,6}|[A-Z]{2,7})s?")
_VOWELS = "aeiou"
_REWRITES = tuple(
    (re.compile(pattern), target)
    for pattern, target in (
        (r"^(?:ts|tz|c)(?=[aeiouy])", "ts"),
        (r"sch|sh|š", "s"),
        (r"tch|ch|č", "c"),
        (r"zh|ž|dzh|dj|(?<!^)j(?=o)|^j(?=o)", "j"),
        (r"kh", "h"),
        (r"q|ck", "k"),
        (r"ph", "f"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"ou", "u"),
        (r"oo", "u"),
        (r"ee", "i"),
        (r"ij$|iy$|yy$|ii$|y$", "i"),
        (r"(?<=[aeo])[yij](?=[eaou])", ""),
        (r"[yij](?=[aeou])", ""),
        (r"y|j(?=$)", "i"),
        (r"(.)\1", r"\1"),
    )
)


@lru_cache(maxsize=8_192)
def fold(name: str) -> str:
    """Latin letters without marks, lower-cased; apostrophes and hyphens inside words dropped or spaced."""
    plain = anyascii(name.replace("’s", "").replace("'s", "") if name.endswith(("’s", "'s")) else name)
    return re.sub(r"\s+", " ", plain.casefold().replace("'", "").replace("`", "").replace("-", " ")).strip()


@lru_cache(maxsize=8_192)
def name_words(name: str) -> tuple[str, ...]:
    """Folded words of a name without articles at its beginning and punctuation; dotted acronyms closed up ("U.S." -> "us")."""
    words = [word.replace(".", "") for word in _WORD.findall(fold(name))]
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return tuple(words)


@lru_cache(maxsize=8_192)
def without_titles(name: str) -> str:
    """The name without the titles and positions before it ("Kazakh President Tokayev" -> "Tokayev").

    A capitalised title counts only after nothing but titles, small words, countries and demonyms ("Martin Luther King").
    """
    words = name.split()
    cut, only_titles = 0, True
    for i, word in enumerate(words[:-1]):
        low = word.lower().rstrip(",")
        is_title = low in titles() or low.rstrip(".") in positions()
        if is_title and (only_titles or word[0].islower()):
            cut, only_titles = i + 1, True
        elif not (word[0].islower() or word in shipped().demonyms or shipped().find((word,))):
            only_titles = False
    return " ".join(words[cut:])


def without_legal_form(words: tuple[str, ...]) -> tuple[str, ...]:
    """A company's folded words without its legal form ("apple inc" -> "apple")."""
    forms = words_of("legal_forms.txt")
    while len(words) > 1 and words[-1] in forms:
        words = words[:-1]
    return words


def looks_like_acronym(name: str) -> bool:
    """Is the name written as an acronym ("CSTO", "U.N.", "KPMG")?"""
    return " " not in name and _ACRONYM.fullmatch(name) is not None


def abbreviates(acronym: str, name: str) -> bool:
    """Are the letters of the acronym the initials of the name's words, small words counted or not?"""
    letters = re.sub(r"[^A-Za-z0-9]", "", anyascii(acronym)).lower()
    if len(letters) < 2:
        return False
    words = [w for w in re.split(r"[\s\-/]+", fold(name.replace("-", " "))) if w]
    words = [re.sub(r"[^a-z0-9&]", "", w) for w in words]
    words = [w for w in words if w]
    if len(words) < 2:
        return False
    full = "".join(w[0] for w in words)
    content = "".join(w[0] for w in words if w not in _SMALL)
    if letters in (full, content, without_trailing_s(letters)) and letters in (full, content):
        return True
    return len(letters) >= 3 and _subsequence_of_initials(letters, words)


def without_trailing_s(letters: str) -> str:
    return letters[:-1] if letters.endswith("s") else letters


def _subsequence_of_initials(letters: str, words: list[str]) -> bool:
    """Some words may give two letters ("UNICEF" does not, "Interpol" does not; "ECOWAS": Economic COmmunity …)."""
    content = [w for w in words if w not in _SMALL]
    if not content or letters[0] != content[0][0] or len(content) < 2:
        return False

    def match(i: int, k: int) -> bool:
        if k == len(content):
            return i == len(letters)
        word = content[k]
        for taken in (1, 2):
            if (
                letters[i : i + taken] == word[:taken]
                and len(letters[i : i + taken]) == taken
                and match(i + taken, k + 1)
            ):
                return True
        return False

    return match(0, 0)


@lru_cache(maxsize=8_192)
def transliteration_key(word: str) -> str:
    """One form for the spellings that transliteration of a word varies between ("tokayev", "tokaev" -> "tokaev")."""
    for pattern, target in _REWRITES:
        word = pattern.sub(target, word)
    return word


@lru_cache(maxsize=8_192)
def same_word(a: str, b: str, *, surname: bool) -> bool:
    """Do two folded words spell one name?  Vowels that transliteration varies may differ once; the final one of a first
    name tells gender and may not (Mario, Maria)."""
    if a == b:
        return True
    x, y = transliteration_key(a), transliteration_key(b)
    if x == y:
        return min(len(a), len(b)) >= 3
    if min(len(x), len(y)) < 5 or len(x) != len(y):
        return False
    differing = [i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
    if len(differing) != 1:
        return False
    i = differing[0]
    pair = {x[i], y[i]}
    if i == 0 or not pair <= set(_VOWELS):
        return pair in ({"v", "u"}, {"g", "k"}) and i == 0 and surname
    if i == len(x) - 1:
        return surname and pair in ({"a", "o"}, {"i", "e"}) and len(x) >= 7
    return pair in ({"a", "o"}, {"a", "e"}, {"e", "i"}, {"o", "u"}) and len(x) >= 6


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1:]) for row in rows_of("nicknames.tsv")}


def same_first_name(a: str, b: str) -> bool:
    """Equal, an initial of the other, a nickname of it, or a spelling of it."""
    if a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    if b in _nicknames().get(a, ()) or a in _nicknames().get(b, ()):
        return True
    return same_word(a, b, surname=False)


def family_name_first(words: tuple[str, ...]) -> bool:
    """Is the family name the first word ("Kim Jong-un", "Xi Jinping")?"""
    return (
        2 <= len(words) <= 3 and words[0] in words_of("family_name_first.txt") and words[0].title() not in first_names()
    )


@lru_cache(maxsize=8_192)
def person_parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """First names, surname with its particles, generation ("jr") of a person's name without titles."""
    words = name_words(without_titles(name))
    generation = None
    if len(words) > 1 and words[-1] in _GENERATIONS:
        generation, words = words[-1], words[:-1]
    if len(words) < 2 or words[0] in PARTICLES:
        return (), words, generation
    if family_name_first(words):
        return words[1:], words[:1], generation
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in PARTICLES:
        cut -= 1
    return words[:cut], words[cut:], generation


def same_person(a: str, b: str) -> bool:
    """Do two names of people name one person?  A bare surname agrees with a full name that has it."""
    first_a, last_a, generation_a = person_parts(a)
    first_b, last_b, generation_b = person_parts(b)
    if not last_a or not last_b:
        return False
    if generation_a and generation_b and generation_a != generation_b:
        return False
    if len(last_a) != len(last_b):
        shorter, longer = sorted((last_a, last_b), key=len)
        if longer[-len(shorter) :] != shorter or not set(longer[: -len(shorter)]) <= PARTICLES:
            return False
    elif not all(same_word(x, y, surname=True) for x, y in zip(last_a, last_b, strict=True)):
        joined_a, joined_b = "".join((*first_a, *last_a)), "".join((*first_b, *last_b))
        return bool(first_a and first_b) and joined_a == joined_b
    if not first_a or not first_b:
        return True
    return _first_names_agree(first_a, first_b)


def _first_names_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """First ones agree; further ones may be missing, but never clash ("George W." against "George H. W.")."""
    if len(a) == len(b):
        return all(same_first_name(x, y) for x, y in zip(a, b, strict=True))
    shorter, longer = sorted((a, b), key=len)
    if "".join(shorter) == "".join(longer):
        return True
    if not same_first_name(shorter[0], longer[0]):
        return False
    rest = list(longer[1:])
    for word in shorter[1:]:
        found = next((i for i, other in enumerate(rest) if same_first_name(word, other)), None)
        if found is None or (len(word) == 1 and found > 0):
            return False
        del rest[: found + 1]
    return True


def same_organization(a: str, b: str) -> bool:
    """Equal but for article, legal form, spelling (-ise, -ize; centre, center) or the generic noun at the end, or an acronym of the other."""
    words_a, words_b = (_organization_words(name) for name in (a, b))
    if words_a == words_b:
        return bool(words_a)
    acronym_a, acronym_b = looks_like_acronym(a), looks_like_acronym(b)
    if acronym_a != acronym_b:
        return abbreviates(a, b) if acronym_a else abbreviates(b, a)
    known_a, known_b = (shipped().find(split_words(name)) for name in (a, b))
    return known_a is not None and known_a is known_b


@lru_cache(maxsize=8_192)
def _organization_words(name: str) -> tuple[str, ...]:
    words = without_legal_form(name_words(name))
    spelled = [re.sub(r"is(ation|ed|ing)", r"iz\1", word) for word in words]
    spelled = [
        {"centre": "center", "defence": "defense", "programme": "program", "labour": "labor"}.get(w, w) for w in spelled
    ]
    while len(spelled) > 1 and spelled[-1] in ("party", "group"):
        spelled.pop()
    return tuple(word for word in spelled if word not in ("&", "and", "the"))


def same_place(a: str, b: str) -> bool:
    """The same words, or two names of one row of the table of territories; never by likeness (Niger, Nigeria)."""
    known_a, known_b = (known_territory(name) for name in (a, b))
    if known_a is not None or known_b is not None:
        return known_a is known_b
    return name_words(a) == name_words(b)


def known_territory(name: str) -> KnownName | None:
    """The row of the tables with this name, with or without its article."""
    words = split_words(name)
    found = shipped().find(words)
    if found is None and len(words) > 1 and words[0].lower() == "the":
        found = shipped().find(words[1:])
    return found


@lru_cache(maxsize=8_192)
def short_of_state(name: str) -> str | None:
    """ "Sund" of "Republic of Sund"; None for other names and for those of the tables, which know better.

    Only the plain forms: "People's Republic of X" and "Democratic Republic of X" may be another state than X.
    """
    words = name.split()
    if words and words[0].lower() == "the":
        words = words[1:]
    if (
        len(words) < 3
        or words[0] not in words_of("state_forms.txt")
        or words[1] != "of"
        or shipped().find(tuple(words))
    ):
        return None
    rest = words[3:] if words[2] == "the" else words[2:]
    return " ".join(rest) if rest and rest[0][0].isupper() and shipped().find(tuple(rest)) is None else None


def same_name(a: str, b: str, kind: EntityType) -> bool:
    """Do two names of things of this type name one thing?"""
    if kind is EntityType.PERSON:
        return same_person(a, b)
    if kind in (EntityType.COUNTRY, EntityType.LOCATION, EntityType.FACILITY):
        return same_place(a, b)
    return same_organization(a, b)


def shortens(short: str, long: str, kind: EntityType) -> bool:
    """Within one document: may ``short`` be a later, shorter mention of ``long``?

    People: one word that is their surname or first name or, of three words and more, any but a particle.  Others: the first words of
    the longer name, if they are no common noun, place or demonym ("Veridio" of "Veridio Labs", not "Bank" of "Bank of England").
    """
    words, longer = name_words(short), name_words(long)
    if not words or len(words) >= len(longer):
        return False
    if kind is EntityType.PERSON:
        return (
            same_person(short, long)
            or (len(words) == 1 and words[0] in longer and words[0] not in PARTICLES and len(words[0]) > 1)
            or longer[: len(words)] == words
        )
    if longer[: len(words)] != words:
        return False
    if kind.family is EntityType.ORGANIZATION and words[-1].isdigit():
        return False  # a visa called EB-5 is not the EB-5 Coalition
    if shipped().find(split_words(short)) is not None or short in shipped().demonyms:
        return False
    return len(words) > 1 or (type_of_noun(words[0]) is None and words[0] not in _SMALL and not words[0].isdigit())
