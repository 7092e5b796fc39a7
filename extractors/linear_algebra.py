"""Matrix products for the model on processors its own library does not know.

Thinc multiplies with BLIS, which falls back to a kernel without vector instructions on processors newer than itself: a
third of the time of parsing.  There numpy's BLAS is two to three times faster, but the last bit of a row of its product
may depend on how many rows there are and on which one it is, and with it, rarely, a parse on its neighbours in a batch.
So rows are multiplied in blocks of one size, and a size is used only if every row comes out the same wherever it stands in
the block, which is tried out for each shape of matrix when the first of its kind is met.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache

import blis.cy  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from thinc.api import NumpyOps

BLOCKS = (64, 32, 16, 8)
"""Rows of a block to be tried, best first."""

Matrix = NDArray[np.float32]


class BlockOps(NumpyOps):  # type: ignore[misc]
    """Thinc's operations, with ``x @ y.T`` by numpy in blocks of rows."""

    def gemm(  # type: ignore[no-untyped-def]
        self, x: Matrix, y: Matrix, out: Matrix | None = None, trans1: bool = False, trans2: bool = False
    ):
        rows = block_rows(x.shape[1], y.shape[0]) if trans2 and not trans1 and out is None and _plain(x, y) else None
        if rows is None:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        return multiply(x, y, rows)


def _plain(x: Matrix, y: Matrix) -> bool:
    return x.ndim == y.ndim == 2 and x.dtype == y.dtype == np.float32 and bool(x.flags.c_contiguous)


def multiply(x: Matrix, y: Matrix, rows: int) -> Matrix:
    """``x @ y.T`` for ``x`` (n, k) and ``y`` (m, k), ``rows`` rows at a time; the last block is filled with zeros."""
    count = len(x)
    whole = count - count % rows
    product = np.empty((count, len(y)), dtype=np.float32)
    for start in range(0, whole, rows):
        product[start : start + rows] = (y @ x[start : start + rows].T).T
    if whole < count:
        block = np.zeros((rows, x.shape[1]), dtype=np.float32)
        block[: count - whole] = x[whole:]
        product[whole:] = (y @ block.T).T[: count - whole]
    return product


@lru_cache(maxsize=256)
def block_rows(inner: int, outer: int) -> int | None:
    """The largest of :data:`BLOCKS` for which rows do not depend on their place; None where none is.

    ``inner`` columns of both factors, ``outer`` rows of the second.
    """
    chance = np.random.default_rng(0)
    for rows in BLOCKS:
        x = chance.standard_normal((rows, inner), dtype=np.float32)
        y = chance.standard_normal((outer, inner), dtype=np.float32)
        product = multiply(x, y, rows)
        if all(np.array_equal(np.roll(product, k, 0), multiply(np.roll(x, k, 0), y, rows)) for k in range(1, rows)):
            return rows
    return None


def kernel() -> str:
    """The name of the processor family BLIS multiplies for; "generic" where it does not know the processor."""
    library = ctypes.CDLL(blis.cy.__file__)
    library.bli_arch_query_id.restype = ctypes.c_int
    library.bli_arch_string.restype = ctypes.c_char_p
    library.bli_arch_string.argtypes = (ctypes.c_int,)
    return bytes(library.bli_arch_string(library.bli_arch_query_id())).decode("ascii", "replace")


def use_fast_products(nlp: Language) -> bool:
    """Let the pipeline's networks multiply in blocks where BLIS has no kernel for the processor; whether it was done."""
    try:
        known = kernel() != "generic"
    except (OSError, AttributeError):
        known = True
    if known:
        return False
    operations = BlockOps()
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = operations
    return True
