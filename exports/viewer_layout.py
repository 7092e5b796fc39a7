"""Positions for a scene: a force layout in numpy that gives the same picture on every run.

Repulsion is exact up to :data:`EXACT` nodes; beyond that masses are spread over a mesh and the field is found by one
convolution, so an iteration costs O(nodes + edges + mesh).  Start: pivot distances, so that few iterations suffice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsgraph.graph.model import content_id

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

EXACT = 600
_MESH = 128
_SPACING = 60.0


def positions(
    ids: Sequence[str], edges: Sequence[tuple[int, int]], *, sizes: Sequence[float] = (), iterations: int | None = None
) -> list[tuple[float, float]]:
    """(x, y) per node in units of about one node's room; [] for no nodes.

    ``ids`` break the symmetry (no random numbers), ``sizes`` in [0, 1] keep bigger nodes further apart.
    """
    import numpy as np

    count = len(ids)
    if count == 0:
        return []
    if count == 1:
        return [(0.0, 0.0)]
    pairs = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    source = np.array([a for a, _ in pairs], dtype=np.int64)
    target = np.array([b for _, b in pairs], dtype=np.int64)
    place = _start(ids, source, target)
    rounds = iterations if iterations is not None else (300 if count <= EXACT else 110)
    place = _relax(place, source, target, rounds)
    room = np.array(sizes, dtype=np.float64) if len(sizes) == count else np.zeros(count)
    place = _separate(place, 13.0 + 30.0 * np.sqrt(room))
    place -= (place.max(axis=0) + place.min(axis=0)) / 2
    return [(float(x), float(y)) for x, y in place]


def _start(ids: Sequence[str], source: NDArray[np.int64], target: NDArray[np.int64]) -> Array:
    """Two principal axes of the distances to a few far-apart pivots, shaken by the ids' hashes."""
    import numpy as np

    count = len(ids)
    shake = np.array([int(content_id("place", key)[:8], 16) / 2**32 for key in ids])
    angle, radius = shake * 2 * math.pi, np.sqrt((shake * 7919.0) % 1.0)
    circle = np.stack([np.cos(angle) * radius, np.sin(angle) * radius], axis=1)
    distances = []
    nearest = np.full(count, np.inf)
    pivot = int(np.argmax(np.bincount(np.concatenate([source, target]), minlength=count))) if len(source) else 0
    for _ in range(min(24, count)):
        reach = _hops(pivot, source, target, count)
        distances.append(reach)
        nearest = np.minimum(nearest, reach)
        pivot = int(np.argmax(nearest + shake * 0.5))
    table = np.stack(distances, axis=1)
    table -= table.mean(axis=0)
    _, vectors = np.linalg.eigh(table.T @ table)
    flat = table @ vectors[:, -2:] if vectors.shape[1] >= 2 else np.zeros((count, 2))
    spread = np.abs(flat).max(axis=0)
    spread[spread == 0] = 1.0
    signs = np.sign(flat[np.argmax(np.abs(flat), axis=0), np.arange(2)])
    placed: Array = (flat / spread * np.where(signs == 0, 1, signs) + 0.25 * circle) * math.sqrt(count) * _SPACING / 2
    return placed


def _hops(start: int, source: NDArray[np.int64], target: NDArray[np.int64], count: int) -> Array:
    """Steps from a node to every other; two more than the furthest for those that cannot be reached."""
    import numpy as np

    reach = np.full(count, -1, dtype=np.int64)
    reach[start] = 0
    step = 0
    front = np.zeros(count, dtype=bool)
    front[start] = True
    while front.any():
        step += 1
        found = np.zeros(count, dtype=bool)
        found[target[front[source]]] = True
        found[source[front[target]]] = True
        front = found & (reach < 0)
        reach[front] = step
    reach[reach < 0] = step + 1
    return reach.astype(np.float64)


def _relax(place: Array, source: NDArray[np.int64], target: NDArray[np.int64], rounds: int) -> Array:
    """Repulsion by degree (hubs push), linear springs, pull to the centre; step length cools to nothing."""
    import numpy as np

    count = len(place)
    degree = np.bincount(np.concatenate([source, target]), minlength=count).astype(np.float64)
    mass = 1.0 + np.sqrt(degree)
    push = _SPACING * _SPACING * 0.45
    # A spring of a hub is weaker, so that its leaves spread around it instead of piling up on it.
    stiffness = 1.6 / np.sqrt(np.minimum(degree[source], degree[target]).clip(1.0)) if len(source) else degree[:0]
    limit = _SPACING * math.sqrt(count) * 0.1
    # In an even disc of one node per spacing squared this pull would balance the push at about twice its strength.
    hold = 0.26 * math.pi * push / _SPACING**2 * float(mass.mean())
    for turn in range(rounds):
        force = push * (_exact_field(place, mass) if count <= EXACT else _mesh_field(place, mass)) * mass[:, None]
        if len(source):
            pull = (place[target] - place[source]) * stiffness[:, None]
            for axis in (0, 1):
                force[:, axis] += np.bincount(source, pull[:, axis], count) - np.bincount(target, pull[:, axis], count)
        force += (place.mean(axis=0) - place) * mass[:, None] * hold * (1.0, 1.3)
        force /= mass[:, None] ** 0.7
        length = np.linalg.norm(force, axis=1, keepdims=True)
        step = limit * (1.0 - turn / rounds) ** 1.5 + 0.5
        place = place + force / np.maximum(length, 1e-9) * np.minimum(length * 0.12, step)
    return place


def _exact_field(place: Array, mass: Array) -> Array:
    import numpy as np

    x, y = place[:, 0].astype(np.float32), place[:, 1].astype(np.float32)
    dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
    weight = mass.astype(np.float32)[None, :] / (dx * dx + dy * dy + np.float32(25.0))
    field: Array = np.stack([(dx * weight).sum(axis=1), (dy * weight).sum(axis=1)], axis=1).astype(np.float64)
    return field


def _mesh_field(place: Array, mass: Array) -> Array:
    """The field of all masses read off a mesh: bilinear spread, one FFT convolution, bilinear reading."""
    import numpy as np

    low = np.quantile(place, 0.005, axis=0)
    high = np.quantile(place, 0.995, axis=0)
    cell = max(float((high - low).max()) / (_MESH - 4), 1e-6)
    at = np.clip((place - low) / cell + 1.5, 0.0, _MESH - 2.001)
    whole = at.astype(np.int64)
    part = at - whole
    corners = []
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
        weight = (part[:, 0] if i else 1 - part[:, 0]) * (part[:, 1] if j else 1 - part[:, 1])
        corners.append(((whole[:, 0] + i) * _MESH + whole[:, 1] + j, weight))
    masses = np.zeros(_MESH * _MESH)
    for index, weight in corners:
        masses += np.bincount(index, mass * weight, _MESH * _MESH)
    size = 2 * _MESH
    offset = ((np.arange(size) + _MESH) % size - _MESH) * cell
    gx, gy = np.meshgrid(offset, offset, indexing="ij")
    soft = gx * gx + gy * gy + (0.6 * cell) ** 2
    spectrum = np.fft.rfft2(masses.reshape(_MESH, _MESH), (size, size))
    fields = []
    for kernel in (gx / soft, gy / soft):
        grid = np.fft.irfft2(spectrum * np.fft.rfft2(kernel), (size, size))[:_MESH, :_MESH].ravel()
        fields.append(sum(grid[index] * weight for index, weight in corners))
    return np.stack(fields, axis=1)


def _separate(place: Array, radius: Array, rounds: int = 40) -> Array:
    """Push overlapping discs apart; pairs are found in a grid of cells as wide as the largest disc."""
    import numpy as np

    count = len(place)
    cell = float(radius.max()) * 2
    for _ in range(rounds):
        key = np.floor(place / cell).astype(np.int64)
        key -= key.min(axis=0)
        width = int(key[:, 1].max()) + 3
        code = (key[:, 0] + 1) * width + key[:, 1] + 1
        order = np.argsort(code, kind="stable")
        ranked = code[order]
        moved = np.zeros_like(place)
        touching = False
        for shift in (0, 1, width - 1, width, width + 1):
            first = np.searchsorted(ranked, ranked + shift, "left")
            last = np.searchsorted(ranked, ranked + shift, "right")
            if shift == 0:
                first = np.arange(count) + 1
            for hop in range(int(min((last - first).max(initial=0), 40))):
                other = first + hop
                valid = other < last
                a, b = order[valid.nonzero()[0]], order[other[valid]]
                gap = place[b] - place[a]
                length = np.linalg.norm(gap, axis=1)
                short = radius[a] + radius[b] - length
                close = short > 0
                if not close.any():
                    continue
                touching = True
                a, b = a[close], b[close]
                turn = (a * 12.9898 + b * 78.233)[:, None]
                lonely = np.concatenate([np.cos(turn), np.sin(turn)], axis=1)
                unit = np.where(length[close, None] > 1e-6, gap[close] / np.maximum(length[close, None], 1e-6), lonely)
                push = unit * short[close, None] * 0.3
                for axis in (0, 1):
                    moved[:, axis] += np.bincount(b, push[:, axis], count) - np.bincount(a, push[:, axis], count)
        if not touching:
            break
        place = place + np.clip(moved, -cell, cell)
    return place
