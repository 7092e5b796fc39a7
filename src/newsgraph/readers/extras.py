"""Optional dependencies: imported when their first input is met."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from newsgraph.errors import InputError


def needed(module: str, extra: str, location: str) -> Any:
    """An optional module.

    Raises:
        InputError: it is not installed; the message says how to install it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise InputError(location, f"reading this needs {module}: pip install 'newsgraph[{extra}]'") from error
