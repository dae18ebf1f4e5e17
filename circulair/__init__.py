"""The Flask application of CirculAIR, loaded when it is asked for; matching files needs none of it."""

import gc
import importlib
from typing import Any

gc.set_threshold(100_000, 50, 50)
"""What is made while the program loads mostly stays; looking it through again and again slows the start."""


def __getattr__(name: str) -> Any:
    """Return ``create_app``, by which Flask finds the application."""
    if name == "create_app":
        return importlib.import_module("circulair.app").create_app
    raise AttributeError(name)
