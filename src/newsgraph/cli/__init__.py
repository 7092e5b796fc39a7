"""The command line: one module a command; heavy things are imported inside the commands that need them."""

from __future__ import annotations

from newsgraph.cli.app import app, main

__all__ = ["app", "main"]
