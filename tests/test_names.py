"""Names: which name the same thing and which do not."""

from __future__ import annotations

import pytest

from newsgraph.extractors.names import abbreviates, same_name, shortens
from newsgraph.graph.model import EntityType

PERSON, BODY, PLACE = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY

SAME = [
    ("Alexander Lukashenko", "Alexander Lukashenka", PERSON),
    ("Lukashenka", "Lukashenko", PERSON),
    ("Kassym-Jomart Tokayev", "Kasym-Jomart Tokaev", PERSON),
    ("Sviatlana Tsikhanouskaya", "Svyatlana Tsikhanouskaya", PERSON),
    ("Volodymyr Zelenskyy", "Volodymyr Zelensky", PERSON),
    ("Volodymyr Zelenskiy", "Zelensky", PERSON),
    ("Sergei Lavrov", "Sergey Lavrov", PERSON),
    ("Alexei Navalny", "Alexey Navalny", PERSON),
    ("Yulia Tymoshenko", "Iulia Tymoshenko", PERSON),
    ("Mohammed bin Salman", "Mohammad bin Salman", PERSON),
    ("President Emmanuel Macron", "Emmanuel Macron", PERSON),
    ("Prime Minister Giorgia Meloni", "Meloni", PERSON),
    ("Kazakh President Tokayev", "Kassym-Jomart Tokayev", PERSON),
    ("Dr. Anthony Fauci", "Tony Fauci", PERSON),
    ("Bill Clinton", "William Clinton", PERSON),
    ("J. K. Rowling", "Rowling", PERSON),
    ("John F. Kennedy", "John Kennedy", PERSON),
    ("Ursula von der Leyen", "von der Leyen", PERSON),
    ("Nicolás Maduro", "Nicolas Maduro", PERSON),
    ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", PERSON),
    ("Kim Jong-un", "Kim Jong Un", PERSON),
    ("Xi Jinping", "Xi", PERSON),
    ("Martin Luther King Jr.", "Martin Luther King", PERSON),
    ("World Health Organization", "WHO", BODY),
    ("The World Health Organisation", "World Health Organization", BODY),
    ("CSTO", "Collective Security Treaty Organisation", BODY),
    ("U.N.", "United Nations", BODY),
    ("Apple Inc.", "Apple", BODY),
    ("Deutsche Bank AG", "Deutsche Bank", BODY),
    ("the Labour Party", "Labour", BODY),
    ("National Public Health Centre", "National Public Health Center", BODY),
    ("Ecowas", "ECOWAS", BODY),
    ("Rio Tinto plc", "Rio Tinto", BODY),
    ("Médecins Sans Frontières", "MSF", BODY),
    ("Johnson & Johnson", "Johnson and Johnson", BODY),
    ("US", "United States", PLACE),
    ("Ivory Coast", "Côte d'Ivoire", PLACE),
    ("Burma", "Myanmar", PLACE),
    ("the United Kingdom", "Britain", PLACE),
    ("DPRK", "North Korea", PLACE),
]

DIFFERENT = [
    ("George W. Bush", "George H. W. Bush", PERSON),
    ("Ilham Aliyev", "Heydar Aliyev", PERSON),
    ("Kim Jong-un", "Kim Jong-il", PERSON),
    ("Kim Jong-un", "Kim Yo-jong", PERSON),
    ("Mario Lopez", "Maria Lopez", PERSON),
    ("Bill Clinton", "Hillary Clinton", PERSON),
    ("Justin Trudeau", "Pierre Trudeau", PERSON),
    ("Donald Trump Jr.", "Donald Trump Sr.", PERSON),
    ("Rajiv Gandhi", "Rahul Gandhi", PERSON),
    ("Michael Jordan", "Michael Johnson", PERSON),
    ("Anna Petrova", "Anna Petrov", PERSON),
    ("Ivanov", "Ivanova", PERSON),
    ("Johnson", "Johnston", PERSON),
    ("Miller", "Mueller", PERSON),
    ("John Smith", "Jane Smith", PERSON),
    ("Andrew Young", "Andrea Young", PERSON),
    ("Ben Carson", "Ben Larson", PERSON),
    ("Hassan Rouhani", "Hassan Nasrallah", PERSON),
    ("Li Keqiang", "Li Qiang", PERSON),
    ("Sheikh Hasina", "Sheikh Hamad", PERSON),
    ("Bank of England", "Bank of Ireland", BODY),
    ("British Airways", "British Petroleum", BODY),
    ("World Bank", "World Trade Organization", BODY),
    ("WHO", "World Trade Organization", BODY),
    ("Social Democratic Party", "Social Democratic Union", BODY),
    ("Islamic State", "Islamic Jihad", BODY),
    ("European Commission", "European Council", BODY),
    ("European Council", "Council of Europe", BODY),
    ("Ministry of Defence", "Ministry of Finance", BODY),
    ("National Bank of Kazakhstan", "National Bank of Kyrgyzstan", BODY),
    ("Delta Air Lines", "Delta Force", BODY),
    ("FARC", "NATO", BODY),
    ("AU", "European Union", BODY),
    ("Niger", "Nigeria", PLACE),
    ("Austria", "Australia", PLACE),
    ("Slovakia", "Slovenia", PLACE),
    ("Iran", "Iraq", PLACE),
    ("North Korea", "South Korea", PLACE),
    ("Guinea", "Guinea-Bissau", PLACE),
    ("Dominica", "Dominican Republic", PLACE),
]


def test_nearly_all_pairs_are_judged_right_and_none_is_merged_wrongly() -> None:
    assert len(SAME) == len(DIFFERENT) == 40
    missed = [pair for pair in SAME if not same_name(*pair)]
    merged = [pair for pair in DIFFERENT if same_name(*pair)]
    assert not merged
    assert 1 - len(missed) / 80 >= 0.95, missed


@pytest.mark.parametrize(("a", "b", "kind"), [*SAME[:5], *DIFFERENT[:5]])
def test_the_order_of_two_names_does_not_matter(a: str, b: str, kind: EntityType) -> None:
    assert same_name(a, b, kind) == same_name(b, a, kind)


@pytest.mark.parametrize(
    ("short", "name"),
    [("AU", "African Union"), ("KCNA", "Korean Central News Agency"), ("IMF", "International Monetary Fund")],
)
def test_initials_abbreviate_a_name(short: str, name: str) -> None:
    assert abbreviates(short, name)


def test_letters_that_are_not_all_the_initials_do_not_abbreviate() -> None:
    assert not abbreviates("AU", "African National Union")
    assert not abbreviates("EU", "United Nations")


def test_a_code_is_no_short_form_of_a_body_named_after_it() -> None:
    assert not shortens("EB-5", "EB-5 Investment Coalition", EntityType.ORGANIZATION)
    assert shortens("F-35", "F-35 Lightning", EntityType.OBJECT)


def test_first_words_shorten_a_name_unless_they_are_common_or_a_place() -> None:
    assert shortens("Veridio", "Veridio Labs", BODY)
    assert not shortens("Bank", "Bank of England", BODY)
    assert not shortens("Kenya", "Kenya Airways", BODY)
    assert shortens("Lula", "Luiz Inácio Lula da Silva", PERSON)
