from newsgraph.extractors.reading import Reading


def find_roles(reading: Reading) -> None:
    """Not written yet."""
