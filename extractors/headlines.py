"""Headline grammar: present tense for the past, no auxiliaries, commas for *and*; models mistag its verbs as nouns.

A headline in which a verb was read as a noun ("Court orders blocking of sites") is parsed again with that word in the past tense, which the
model knows from running text; the new reading is kept only if the word then heads a clause with a subject.
"""

from __future__ import annotations

from functools import cache, lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from newsgraph.extractors.event_table import rows_by_lemma
from newsgraph.extractors.lexicon import rows_of, words_of
from newsgraph.extractors.nominalizations import is_verb
from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Section

_FINITE = frozenset({"VBZ", "VBP", "VBD", "VBN", "MD"})
_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "JJ"})
_AFTER_VERB = frozenset(
    {"DT", "JJ", "NN", "NNP", "NNS", "NNPS", "TO", "IN", "CD", "PRP", "PRP$", "VBG", "RB", "``", "POS"}
)
_LOOSE_LABELS = frozenset(
    {"npadvmod", "dep", "appos", "nmod", "nsubj", "meta", "intj", "parataxis", "ccomp", "compound", "oprd", "advcl"}
)
_PLURAL_WITHOUT_S = frozenset({"police", "people", "men", "women", "children"})


def reparse_headlines(docs: list[Doc], are_headlines: list[bool], nlp: Language) -> list[Doc]:
    """The docs, where a headline's verb was taken for a noun with the better parse; token for token the same."""
    again = {
        k: words for k, doc in enumerate(docs) if are_headlines[k] and (words := past_tense_reading(doc)) is not None
    }
    if not again:
        return docs
    result = list(docs)
    made = {k: Doc(nlp.vocab, words=words, spaces=[bool(t.whitespace_) for t in docs[k]]) for k, words in again.items()}
    parsed = dict(zip(made, nlp.pipe(made.values()), strict=True))
    doubtful = {k: _with_articles(docs[k], again[k]) for k, doc in parsed.items() if not _is_better(doc, docs[k])}
    longer = nlp.pipe(Doc(nlp.vocab, words=words) for words, _ in doubtful.values())
    for (k, (_, inserted)), doc in zip(doubtful.items(), longer, strict=True):
        shorter = _without(doc, inserted, docs[k])
        if shorter is not None:
            parsed[k] = shorter
    for k, doc in parsed.items():
        if _is_better(doc, docs[k]):
            result[k] = doc
    return result


def _is_better(doc: Doc, before: Doc) -> bool:
    """Does every word that was changed head a clause with a subject, its own or that of the verb before?"""
    changed = [i for i, token in enumerate(doc) if token.lower_ != before[i].lower_]
    return all(
        doc[i].pos_ == "VERB"
        and doc[i].dep_ not in ("amod", "compound", "nmod", "acl")
        and (doc[i].dep_ == "conj" or any(c.dep_ in ("nsubj", "nsubjpass") for c in doc[i].children))
        for i in changed
    )


def _with_articles(doc: Doc, words: list[str]) -> tuple[list[str], frozenset[int]]:
    """The words with *the* before the first noun and after each changed verb and *and* before a second verb, and where these stand."""
    longer: list[str] = []
    inserted = set()
    for i, word in enumerate(words):
        after_verb = i > 0 and words[i - 1] != doc[i - 1].text
        if (i == 0 and doc[i].tag_ in ("NN", "NNS", "NNP")) or (after_verb and doc[i].tag_ in ("NN", "NNS", "JJ")):
            inserted.add(len(longer))
            longer.append("the")
        elif i > 1 and word != doc[i].text and words[i - 1] == ",":
            inserted.add(len(longer))
            longer.append("and")
        longer.append(word.lower() if i == 0 and doc[i].tag_ != "NNP" else word)
    return longer, frozenset(inserted)


def _without(doc: Doc, inserted: frozenset[int], like: Doc) -> Doc | None:
    """The parse without the inserted words, with the spaces of ``like``; None where something hangs on one of them."""
    kept = [t for t in doc if t.i not in inserted]
    if any(t.head.i in inserted for t in kept):
        return None
    place = {t.i: k for k, t in enumerate(kept)}
    return Doc(
        doc.vocab,
        words=[t.text for t in kept],
        spaces=[bool(t.whitespace_) for t in like],
        tags=[t.tag_ for t in kept],
        pos=[t.pos_ for t in kept],
        lemmas=[t.lemma_ for t in kept],
        heads=[place[t.head.i] for t in kept],
        deps=[t.dep_ for t in kept],
        ents=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in kept],
    )


def past_tense_reading(doc: Doc) -> list[str] | None:
    """The words with every likely mistagged verb in the past tense; None when there is none."""
    words = [t.text for t in doc]
    changed = False
    start = 0
    for i in range(len(doc) + 1):
        if i == len(doc) or doc[i].text in (";", ":"):
            verb = _mistagged(doc, start, i)
            for found in (verb, _second_verb(doc, start, i)):
                if found is not None:
                    words[found] = past_tense(base_of(doc[found].lower_) or doc[found].lower_)
                    changed = True
            start = i + 1
    return words if changed else None


def _mistagged(doc: Doc, start: int, end: int) -> int | None:
    for t in doc[start:end]:
        if (
            t.dep_ not in ("compound", "nmod")
            and t.tag_ in _FINITE
            and (t.tag_ != "VBZ" or any(c.dep_ in ("nsubj", "nsubjpass") for c in t.children))
            and t.pos_ in ("VERB", "AUX")
        ):
            return None
        if t.tag_ == "VB" and t.i > start and doc[t.i - 1].tag_ == "TO" and any(c.dep_ == "nsubj" for c in t.children):
            return None
    for i in range(start + 1, end - 1):
        word, before = doc[i], doc[i - 1]
        base = base_of(word.lower_)
        if base is None or before.tag_ not in _NOMINAL or doc[i + 1].tag_ not in _AFTER_VERB:
            continue
        no_name = word.tag_ == "NNP" and word.is_lower and word.lower_ != base
        singular = (word.tag_ in ("NNS", "VBZ", "NNPS") or no_name) and before.tag_ != "NNS"
        plural = (
            word.tag_ in ("NN", "VB", "VBP", "NNP")
            and word.lower_ == base
            and (before.tag_ == "NNS" or before.lower_ in _PLURAL_WITHOUT_S)
        )
        if singular or plural:
            return i
    return None


def _second_verb(doc: Doc, start: int, end: int) -> int | None:
    """ "Soldiers seize power, detain president": the noun after the comma that has the form of the verb before it."""
    first = next((t for t in doc[start:end] if t.tag_ in ("VBZ", "VBP") and t.dep_ in ("ROOT", "ccomp", "conj")), None)
    if first is None:
        return None
    for comma in range(first.i + 1, end - 2):
        word, after = doc[comma + 1], doc[comma + 2]
        base = base_of(word.lower_)
        if doc[comma].text != "," or base is None or not word.is_lower:
            continue
        agrees = (word.lower_ != base) == (first.tag_ == "VBZ")
        if word.tag_ in _NOMINAL and agrees and after.tag_ in _AFTER_VERB and after.tag_ != "IN":
            return comma + 1
    return None


@lru_cache(maxsize=10_000)
def base_of(form: str) -> str | None:
    """The verb that a present-tense form may be of; None when no verb is known."""
    candidates = [form]
    if form.endswith("ies"):
        candidates.append(form[:-3] + "y")
    if form.endswith("es"):
        candidates.append(form[:-2])
    if form.endswith("s"):
        candidates.append(form[:-1])
    return next(
        (c for c in candidates if is_verb(c) or c in words_of("reporting_verbs.tsv") or c in rows_by_lemma()), None
    )


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    return {lemma: (past, participle) for lemma, past, participle in rows_of("irregular_past.tsv")}


def past_tense(lemma: str) -> str:
    """The past tense of a verb: *order* -> *ordered*, *slam* -> *slammed*, *send* -> *sent*."""
    if lemma in _irregular():
        return _irregular()[lemma][0]
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in tuple("aeiou"):
        return lemma[:-1] + "ied"
    short = len(lemma) > 2 and lemma[-1] in "bdgklmnprt" and lemma[-2] in "aeiou" and lemma[-3] not in "aeiou"
    if short and sum(c in "aeiou" for c in lemma) == 1 and lemma[-1] != "k":
        return lemma + lemma[-1] + "ed"
    return lemma + "ed"


@cache
def _participles() -> frozenset[str]:
    """Irregular past tenses that are not participles: *fell*, *rose*."""
    return frozenset(past for past, participle in _irregular().values() if past != participle)


def repair_headlines(parse: Parse, sections: list[Section]) -> None:
    """Give headlines the auxiliaries and coordinators they leave out: passives ("200 held in raids") and joint subjects ("X, Y meet")."""
    headlines = {s.paragraph for s in sections if "headline" in s.kind and s.paragraph is not None}
    changed = False
    for i in range(len(parse)):
        if parse.para[i] in headlines and parse.pos[i] == "VERB":
            changed |= _make_passive(parse, i)
            changed |= _join_subjects(parse, i)
            changed |= _join_predicates(parse, i)
            changed |= _make_future(parse, i)
    if changed:
        parse.finish()


def _make_passive(parse: Parse, v: int) -> bool:
    """A headline tells the past in the present tense, so a bare past form is a participle."""
    subject = parse.kid(v, "nsubj")
    if subject is None or parse.tag[v] not in ("VBD", "VBN") or not _is_past_form(parse.lower[v]):
        return False
    if (
        any(c > v for c in parse.kids(v, "dobj", "ccomp", "xcomp", "attr"))
        or parse.kid(v, "aux", "auxpass") is not None
    ):
        return False
    if parse.lemma[v] in words_of("of_subject_verbs.txt"):
        return False
    parse.dep[subject], parse.tag[v] = "nsubjpass", "VBN"
    return True


def _make_future(parse: Parse, v: int) -> bool:
    """ "Chipmaker to build plant": an infinitive after a headline's only noun phrase is its verb, of what is to come."""
    noun = parse.head[v]
    to = any(parse.lower[a] == "to" for a in parse.kids(v, "aux"))
    if (
        parse.dep[v] not in ("relcl", "acl")
        or not to
        or not parse.is_root(noun)
        or parse.pos[noun] not in ("NOUN", "PROPN")
    ):
        return False
    if parse.kid(v, *_SUBJECTS) is not None or any(
        c > v for c in parse.children[noun] if c != v and parse.pos[c] != "PUNCT"
    ):
        return False
    parse.head[v], parse.dep[v] = v, "ROOT"
    parse.head[noun], parse.dep[noun] = v, "nsubj"
    return True


_SUBJECTS = ("nsubj", "nsubjpass", "expl")


def _is_past_form(word: str) -> bool:
    return (
        word.endswith("ed") or any(word == participle for _, participle in _irregular().values())
    ) and word not in _participles()


def _join_subjects(parse: Parse, v: int) -> bool:
    subject = parse.kid(v, "nsubj")
    if subject is None:
        return False
    comma = parse.left[subject] - 1
    first = comma - 1
    if (
        first < 0
        or parse.lower[comma] != ","
        or parse.pos[first] not in ("PROPN", "NOUN")
        or parse.sent[first] != parse.sent[v]
    ):
        return False
    if (
        parse.head[first] not in (v, subject)
        or parse.dep[first] not in _LOOSE_LABELS
        or parse.kid(first, "relcl", "acl") is not None
    ):
        return False
    parse.head[first], parse.dep[first] = v, "nsubj"
    parse.head[subject], parse.dep[subject] = first, "conj"
    return True


def _join_predicates(parse: Parse, v: int) -> bool:
    """ "Bank holds rates, says cut possible": the second verb has the first one's subject; it does not report the first."""
    first = parse.kid(v, "ccomp")
    if (
        first is None
        or first > v
        or not parse.is_root(v)
        or parse.kid(v, "nsubj", "nsubjpass") is not None
        or parse.lower[v - 1] != ","
    ):
        return False
    if parse.kid(first, "nsubj", "nsubjpass") is None:
        return False
    parse.head[first], parse.dep[first] = first, "ROOT"
    parse.head[v], parse.dep[v] = first, "conj"
    return True
