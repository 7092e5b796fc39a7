from newsgraph.extractors.reading import Reading


def find_quotes(reading: Reading) -> None:
    """Not written yet."""
