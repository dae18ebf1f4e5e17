"""The Flask application of CirculAIR, loaded when it is asked for; matching files needs none of it."""

import importlib
from typing import Any


def __getattr__(name: str) -> Any:
    """Return ``create_app``, by which Flask finds the application."""
    if name == "create_app":
        return importlib.import_module("circulair.app").create_app
    raise AttributeError(name)
