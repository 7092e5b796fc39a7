"""Corrections of parses that English grammar rules out, made once for all stages."""

from __future__ import annotations

from newsgraph.extractors.parse import Parse


def repair_complementizers(parse: Parse) -> None:
    """*that* before a clause that lacks nothing is a complementizer: "a report that the plant leaked oil".

    Parsers take it for a relative pronoun; the clause is then the content of the noun, not a description of it.
    """
    for i in range(len(parse)):
        if parse.lower[i] != "that" or parse.dep[i] not in ("dobj", "dative") or i > parse.head[i]:
            continue
        verb = parse.head[i]
        objects = parse.kids(verb, "dobj")
        if parse.dep[verb] == "relcl" and len(objects) > 1 and parse.kid(verb, "nsubj", "nsubjpass") is not None:
            parse.dep[i], parse.tag[i] = "mark", "IN"
            parse.dep[verb] = "acl"
