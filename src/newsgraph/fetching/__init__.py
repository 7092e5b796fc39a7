"""Fetching: documents of web pages and feeds, only when asked for, politely, never from private addresses.

``Fetcher().documents("https://example.org/feed", Settings())`` yields what readers yield: documents, and an
:class:`~newsgraph.errors.InputError` for whatever could not be had.
"""

from __future__ import annotations

from newsgraph.fetching.addresses import AddressPolicy
from newsgraph.fetching.cache import Cache
from newsgraph.fetching.client import FetchError, Limits
from newsgraph.fetching.pages import Fetcher

__all__ = ["AddressPolicy", "Cache", "FetchError", "Fetcher", "Limits"]
