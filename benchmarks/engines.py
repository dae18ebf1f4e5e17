"""The engines that are compared, each loaded with its own libraries when it is asked for."""

import importlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

MOST = 20
Rows = dict[str, np.ndarray]

ENGINES = {
    "CirculAIR": ("benchmarks.ours", "ours"),
    "DuckDB, SQL": ("benchmarks.in_sql", "in_duckdb"),
    "Polars, join": ("benchmarks.in_frames", "in_polars"),
}
"""Where each engine stands by its name."""


def engine(name: str) -> Callable[[Path], Callable[[], Rows]]:
    """Return what makes an engine ready with the world in a folder, and then answers."""
    module, function = ENGINES[name]
    return getattr(importlib.import_module(module), function)
