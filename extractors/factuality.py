from newsgraph.extractors.reading import Reading


def judge(reading: Reading) -> None:
    """Not written yet."""
