from newsgraph.extractors.reading import Reading


def find_times(reading: Reading) -> None:
    """Not written yet."""
