from newsgraph.extractors.reading import Reading


def find_clauses(reading: Reading) -> None:
    """Not written yet."""
