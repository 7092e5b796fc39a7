from newsgraph.extractors.reading import Reading


def type_clauses(reading: Reading) -> None:
    """Not written yet."""
