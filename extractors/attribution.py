from newsgraph.extractors.reading import Reading


def find_frames(reading: Reading) -> None:
    """Not written yet."""
