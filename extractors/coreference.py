from newsgraph.extractors.reading import Reading


def resolve(reading: Reading) -> None:
    """Not written yet."""
