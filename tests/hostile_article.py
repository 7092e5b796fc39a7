"""An article whose words try to be markup, code, formulas and queries."""

from __future__ import annotations

from datetime import date

from extraction_cases import Author

from newsgraph.graph.model import EntityType, Extraction

SCRIPT = "</script><script>window.pwned=1</script>"
IMAGE = "<img src=x onerror='window.pwned=2'>"
NAMES = (
    SCRIPT,
    IMAGE,
    "O'Brien \"Zed\" \\' }) DETACH DELETE n //",
    "\\u0027}) MATCH (m) DETACH DELETE m //",
    '=HYPERLINK("http://evil.example","x")',
    "\u202eevil\u2066 \u200fname",
    'a]] | [[b]] `= this` <% tp %> %% ${x} |--> "]; n1[',
    "../../etc/passwd",
    "CON",
    "line\nbreak\u2028sep",
    "𝒜stral 😀 name",
)


def hostile() -> Extraction:
    """Every name condemns the next, held by the one after; each sentence is its evidence."""
    text = "😀 " + " ".join(f"{name} condemned {name}-{i}." for i, name in enumerate(NAMES))
    a = Author(text, outlet=f"Gazette {IMAGE}", published=date(2031, 3, 3), headline=f"Headline {SCRIPT} {{{{scene}}}}")
    ids = [a.entity(name, EntityType.PERSON, aliases=(SCRIPT,)) for name in NAMES]
    for i, name in enumerate(NAMES):
        a.says(
            a.participant(name, ids[i]),
            "condemn",
            a.participant(f"{name}-{i}", ids[(i + 1) % len(ids)]),
            by=[ids[(i + 2) % len(ids)]] if i % 2 else [],
            negative=i % 3 == 0,
            evidence=f"{name} condemned {name}-{i}.",
        )
    return a.extraction()
