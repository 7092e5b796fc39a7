from newsgraph.extractors.reading import Reading


def assemble(reading: Reading) -> None:
    """Not written yet."""
