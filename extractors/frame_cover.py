"""Which attribution frames cover a token: whose words it stands in, outermost first."""

from __future__ import annotations

from newsgraph.extractors.parse import Parse
from newsgraph.extractors.reading import Frame, Reading
from newsgraph.extractors.signatures import negators


def covering(reading: Reading) -> dict[int, tuple[int, ...]]:
    """For every token inside some linking frame's content, the frames over it, outermost first."""
    found: dict[int, list[int]] = {}
    for k, frame in enumerate(reading.frames):
        if not frame.link or _is_nobody(reading.parse, frame):
            continue
        for a, b in frame.content:
            for i in range(a, b):
                if i not in frame.cue:
                    found.setdefault(i, []).append(k)
    sizes = [f.size for f in reading.frames]
    chains = {tuple(sorted(ks, key=lambda k: (-sizes[k], k))) for ks in found.values()}
    kept = {chain: _without_rejected_claims(reading.frames, chain) for chain in chains}
    return {i: kept[tuple(sorted(ks, key=lambda k: (-sizes[k], k)))] for i, ks in found.items()}


def _without_rejected_claims(frames: list[Frame], chain: tuple[int, ...]) -> tuple[int, ...]:
    """ "rejected claims that …": the claim of nobody in particular is what the rejecter denies, no source of its own."""
    kept: list[int] = []
    for k in chain:
        nameless = frames[k].kind in ("assertive", "nominal") and not frames[k].source
        if not (kept and nameless and frames[kept[-1]].kind == "negative"):
            kept.append(k)
    return tuple(kept)


def _is_nobody(parse: Parse, frame: Frame) -> bool:
    """ "Nobody expects …", "no facts show …": there is no such holder."""
    head = frame.source_head
    if head is None:
        return False
    return parse.lower[head] in negators("argument") or any(
        parse.lower[c] in ("no", "neither") for c in parse.kids(head, "det", "preconj")
    )
